"""Nothing is set that a body was not meant to set: every column of every table, sent to every writing route."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from server.db import begin_write, db
from server.models import Quarantined
from tests.conftest import LONG_ON_SQLITE
from tests.contracts.access_fixtures import NOTE_FIELDS, AccessFixtures, hash_of, push_by
from tests.contracts.matrix import FOR_A_LEAD, ROUTES
from tests.contracts.op_cells import CHOICE
from tests.contracts.route_objects import SEND_PHOTO, RouteObjects, body_for
from tests.contracts.test_role_matrix import SAFE, address_of

# A patient's form is no JSON: ``tests/api/test_patient_link.py``.
WRITING = sorted(route for route in ROUTES if route.split()[0] not in SAFE and "/l/" not in route)
COLUMNS = sorted({column.name for table in db.metadata.tables.values() for column in table.columns})
OTHERS = ["__proto__", "constructor", "is_admin", "permissions", "author_name", "proto_", "session_id", "fields_", ""]
DRAIN = "POST /api/v1/sync/drain"
EXTRA = [*COLUMNS, *OTHERS]
OP_KEYS = {"op_id", "n", "user_id", "kind", "type", "id", "client_time", "clock_offset_ms", "app", "schema", "proto"}
KIND_KEYS = {
    "create": {"patient_id", "unit", "patch"},
    "return": {"unit"},
    "approve": {"comment"},
    "sign": {"acknowledged"},
    "amend": {"acknowledged"},
}


def declared(app: Flask, route: str) -> set[str]:
    """The keys that the API document gives the body of a route."""
    document = app.test_client().get("/api/v1/openapi.json").json
    method, path = route.split(" ", 1)
    path = re.sub(r"<\w+:(\w+)>", r"{\1}", path)
    schema = document["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
    schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return set(schema.get("properties", {}))


@pytest.mark.parametrize("route", [route for route in WRITING if route != SEND_PHOTO])  # its body is no JSON
@pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)
def test_no_route_takes_a_key_it_does_not_declare(stage: AccessFixtures, objects: RouteObjects, route: str) -> None:
    thing = "revoked" if route == DRAIN else next(iter(ROUTES[route]))
    address, method = address_of(route, thing, objects), route.partition(" ")[0]
    client = stage.clients["lead" if route.endswith(FOR_A_LEAD) else "revoked" if route == DRAIN else "admin"]
    body = body_for(route, "admin", 1)
    assert isinstance(body, dict)
    keys = declared(stage.app, route)
    assert body.keys() <= keys
    before = stage.fingerprint()
    strange = [key for key in EXTRA if key not in keys]
    answer = client.open(address, method=method, json={**body, **dict.fromkeys(strange, "1")})
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["fields"] == {key: ["Unknown field."] for key in strange}
    answer = client.open(address, method=method, json={**body, strange[0]: "1"})
    assert answer.status_code == 422, "one alone"
    for part in (key for key, value in body.items() if isinstance(value, dict)):
        answer = client.open(address, method=method, json={**body, part: {**body[part], "role": "admin"}})
        assert answer.status_code == 422, part
    assert stage.fingerprint() == before


def ops_of_each_kind(stage: AccessFixtures, objects: RouteObjects) -> list[tuple[str, dict[str, Any]]]:
    notes, patient = objects.ids["note_id"], objects.ids["patient_id"]["own"]
    draft, signed = notes["own draft"], notes["signed"]
    shown = {"content_hash": hash_of(signed, patient, "note", NOTE_FIELDS)}
    change = {"base": {}, "patch": {"text": "Seen."}}
    late = {**shown, "reason": "Seen a day later.", "changes": {"text:observations": change}}
    rows = [
        ("practitioner", "create", "note", draft, {"patient_id": patient, "fields": {}}),
        ("practitioner", "patch", "note", draft, {"unit": "text:observations", "base_rev": 1, **change}),
        ("practitioner", "sign", "note", draft, {"content_hash": hash_of(draft, patient, "note", NOTE_FIELDS)}),
        ("supervisor", "approve", "note", signed, shown),
        ("supervisor", "return", "note", signed, {**shown, "comment": "Which side?"}),
        ("practitioner", "amend", "note", signed, late),
        ("practitioner", "void", "note", signed, {**shown, "reason": "Wrong patient."}),
        ("practitioner", "resolve", "conflict", draft, CHOICE),
    ]
    return [(who, stage.op(who, kind, record_type, of, **body)) for who, kind, record_type, of, body in rows]


def records(stage: AccessFixtures) -> str:
    return (
        stage.clients["outsider"].get("/api/v1/sync/pull").text
        + stage.clients["admin"].get("/api/v1/sync/manifest").text
    )


def make_room(stage: AccessFixtures) -> None:
    """A device may have so many open entries in the quarantine."""
    with stage.app.app_context():
        begin_write()
        db.session.execute(update(Quarantined).values(status="discarded"))
        db.session.commit()


@pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)
def test_no_op_takes_a_key_it_does_not_declare(stage: AccessFixtures, objects: RouteObjects) -> None:
    """State, version, signatures, author, clinic and times are the server's; an op that brings one is refused whole."""
    before = records(stage).split('"records"')[1]
    for who, op in ops_of_each_kind(stage, objects):
        taken = OP_KEYS | op.keys() | KIND_KEYS.get(op["kind"], set())
        spoilt = [{**stage.op(who, "", "", ""), **op, key: "1"} for key in EXTRA if key not in taken]
        for number, one in enumerate(spoilt):
            one["op_id"] = hash_to_id(op["op_id"], number)
        for answer in stage.push(who, spoilt):
            assert answer["status"] == "rejected", answer
            assert answer["error"]["code"] == "validation", answer
        make_room(stage)
    assert records(stage).split('"records"')[1] == before


def hash_to_id(op_id: str, number: int) -> str:
    return f"{op_id[:-4]}{number:04x}"


@pytest.mark.parametrize("unit", ["state", "signatures", "review", "findings", "version", "about", "mine", "author_id"])
def test_no_unit_reaches_what_the_server_keeps(stage: AccessFixtures, objects: RouteObjects, unit: str) -> None:
    draft, patient = objects.ids["note_id"]["own draft"], objects.ids["patient_id"]["own"]
    op = stage.op("practitioner", "patch", "note", draft, unit=unit, base_rev=1, base={}, patch={"text": "approved"})
    new = stage.op("practitioner", "create", "note", hash_to_id(draft, 7), patient_id=patient, fields={unit: {"x": 1}})
    assert [answer["error"]["code"] for answer in stage.push("practitioner", [op, new])] == ["validation", "validation"]


def test_the_session_names_the_device_not_the_body(stage: AccessFixtures, objects: RouteObjects) -> None:
    """A push that claims another tablet is written down under the one it was signed in on."""
    patient = objects.ids["patient_id"]["own"]
    op = stage.op("practitioner", "create", "note", hash_to_id(patient, 9), patient_id=patient, fields={})
    body = {**push_by("practitioner", [op]), "device_id": push_by("colleague", [])["device_id"]}
    assert stage.clients["practitioner"].post("/api/v1/sync/push", json=body).json["results"][0]["status"] == "applied"
    history = stage.clients["practitioner"].get(f"/api/v1/notes/{op['id']}/revisions").json["items"]
    assert {entry["device_id"] for entry in history} == {push_by("practitioner", [])["device_id"]}
