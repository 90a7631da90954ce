"""Every guarded route leaves exactly one row in the audit trail, which names the act, the person and the object."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from server.auth.guards import PUBLIC, declared_access
from server.db import begin_write, db, utc_now
from server.jobs.bulk import continue_export
from server.models import AuditEntry
from server.services import bulk
from server.services.records.ops import body_hash, derived_id
from tests.cast import PASSWORD, PEOPLE, fixed_id
from tests.codes import first_code
from tests.contracts.access_fixtures import AT, CASE, CAST, AccessFixtures, push_by
from tests.contracts.route_objects import RouteObjects, body_for, build, table
from tests.contracts.test_role_matrix import address_of
from tests.keys import keep_data_key
from tests.passkeys import PUBLIC_ORIGIN, PUBLIC_SITE, SoftKey, give_name, keep_passkey

NORTH = fixed_id("north")
PERSON = "the person"
ANSWER = "the answer"
THING = "the object"
A_PATIENT = "a patient"
OF_LINK = "the patient of the link"

# route -> who calls, about what, and the row: action, type and id of its object.
ROWS: dict[str, tuple[str, str, str, str, str | None]] = {
    "PATCH /api/v1/clinic": ("admin", "", "clinic.change", "clinic", ANSWER),
    "GET /api/v1/limits": ("practitioner", "", "limits.read", "limits", None),
    "POST /api/v1/limits": ("admin", "", "limits.change", "limits", ANSWER),
    "POST /api/v1/limits/approve": ("lead", "", "limits.approve", "limits", ANSWER),
    "GET /api/v1/limits/history": ("practitioner", "", "limits.read", "limits", None),
    "POST /api/v1/consent-texts": ("admin", "", "consent_text.change", "clinic", ANSWER),
    "POST /api/v1/consent-texts/approve": ("lead", "", "consent_text.approve", "clinic", ANSWER),
    "PATCH /api/v1/patient-page": ("admin", "", "clinic.change", "clinic", ANSWER),
    "POST /api/v1/patient-page/approve": ("lead", "", "patient_page.approve", "clinic", ANSWER),
    "GET /api/v1/devices": ("supervisor", "", "device.list", "device", None),
    "PATCH /api/v1/devices/<uuid:device_id>": ("admin", "ours", "device.revoked", "device", THING),
    "GET /api/v1/users": ("practitioner", "", "user.list", "user", None),
    "POST /api/v1/users": ("admin", "", "user.create", "user", ANSWER),
    "PATCH /api/v1/users/<uuid:user_id>": ("admin", "active", "user.change", "user", THING),
    "POST /api/v1/users/<uuid:user_id>/reset": ("admin", "active", "user.reset", "user", THING),
    "POST /api/v1/users/<uuid:user_id>/reset/confirm": ("supervisor", "active", "user.reset_confirm", "user", THING),
    "POST /api/v1/users/<uuid:user_id>/confirm": ("supervisor", "joining", "user.confirm", "user", THING),
    "POST /api/v1/users/<uuid:user_id>/invite": ("admin", "joining", "user.invite", "user", THING),
    "GET /api/v1/notes": ("practitioner", "", "note.list", "note", None),
    "GET /api/v1/notes/<uuid:note_id>": ("practitioner", "signed", "note.read", "note", THING),
    "GET /api/v1/notes/<uuid:note_id>/revisions": ("practitioner", "signed", "note.read", "note", THING),
    "GET /api/v1/notes/<uuid:note_id>/pictures/<string:sha256>": (
        *("practitioner", "signed", "picture.read", "note", THING),
    ),
    "PUT /api/v1/notes/<uuid:note_id>/pictures/<string:sha256>": (
        *("practitioner", "signed", "picture.send", "note", THING),
    ),
    "GET /api/v1/patients": ("practitioner", "", "patient.list", "patient", None),
    "GET /api/v1/patients/<uuid:patient_id>": ("practitioner", "own", "patient.read", "patient", THING),
    "GET /api/v1/patients/<uuid:patient_id>/summary.pdf": ("practitioner", "own", "summary.export", "patient", THING),
    "GET /api/v1/patients/<uuid:patient_id>/summary.csv": ("practitioner", "own", "summary.export", "patient", THING),
    "GET /api/v1/patients/<uuid:patient_id>/summary.json": ("practitioner", "own", "summary.export", "patient", THING),
    "GET /api/v1/patients/<uuid:patient_id>/summary.xlsx": ("practitioner", "own", "summary.export", "patient", THING),
    "GET /api/v1/patients/<uuid:patient_id>/summary.fhir.json": (
        *("practitioner", "own", "summary.export", "patient", THING),
    ),
    "GET /api/v1/patients/<uuid:patient_id>/links": ("practitioner", "own", "patient_link.list", "patient", THING),
    "POST /api/v1/patients/<uuid:patient_id>/links": ("practitioner", "own", "patient_link.create", "patient", THING),
    "DELETE /api/v1/links/<uuid:link_id>": ("supervisor", "own", "patient_link.end", "patient", OF_LINK),
    "POST /api/v1/patients/<uuid:patient_id>/twins": (
        *("practitioner", "own", "patient.settle_twins", "patient", THING),
    ),
    "GET /api/v1/quarantine": ("practitioner", "", "quarantine.read", "quarantine", None),
    "POST /api/v1/quarantine/<uuid:op_id>": ("practitioner", "own", "quarantine.discard", "quarantine", THING),
    "POST /api/v1/quarantine/import": ("supervisor", "", "quarantine.import", "quarantine", None),
    "GET /api/v1/recall": ("supervisor", "", "recall.read", "note", None),
    "GET /api/v1/recall.csv": ("supervisor", "", "recall.read", "note", None),
    **{
        f"GET /api/v1/reports/{name}{form}": ("supervisor", "", f"report.{act}", "note", None)
        for name in ("waiting", "rules", "events", "approval")
        for form, act in (("", "read"), (".csv", "export"))
    },
    "GET /api/v1/audit": ("supervisor", "own", "audit.read", "patient", THING),
    "GET /api/v1/audit.csv": ("supervisor", "", "audit.export", None, None),
    "POST /api/v1/audit/seen": ("practitioner", "", "patient.seen", "patient", A_PATIENT),
    "POST /api/v1/imports/preview": ("supervisor", "", "import.preview", "import", None),
    "POST /api/v1/imports": ("supervisor", "", "import.write", "import", ANSWER),
    "DELETE /api/v1/imports/<uuid:import_id>": ("admin", "own", "import.undo", "import", THING),
    "POST /api/v1/exports": ("supervisor", "", "export.begin", "export", ANSWER),
    "POST /api/v1/exports/<uuid:export_id>/file": ("admin", "own", "export.take", "export", THING),
    "DELETE /api/v1/exports/<uuid:export_id>": ("supervisor", "second", "export.cancel", "export", THING),
    "GET /api/v1/review/queue": ("supervisor", "", "review.list", "note", None),
    "GET /api/v1/review/coverage": ("supervisor", "", "review.list", "note", None),
    "GET /api/v1/outcomes": ("supervisor", "", "outcomes.read", "note", None),
    "POST /api/v1/sync/push": ("practitioner", "", "patient.create", "patient", ANSWER),
    "POST /api/v1/sync/drain": ("disabled", "disabled", "op.drain", "op", ANSWER),
    "GET /api/v1/sync/pull": ("practitioner", "", "sync.pull", "feed", None),
    "GET /api/v1/sync/manifest": ("practitioner", "", "sync.manifest", "feed", None),
    "GET /api/v1/sync/snapshot": ("practitioner", "own", "patient.read", "patient", THING),
    "POST /api/v1/sync/sealed": ("practitioner", "", "op.reject", "op", ANSWER),
    "POST /api/v1/me/keys": ("practitioner", "", "key.register", "user", PERSON),
    "POST /api/v1/me/keys/recover": ("practitioner", "", "key.recover", "user", PERSON),
    "POST /api/v1/me/proof": ("practitioner", "", "session.prove", "user", PERSON),
    "POST /api/v1/me/second-factor": ("practitioner", "", "second_factor.begin", "user", PERSON),
    "POST /api/v1/me/second-factor/confirm": ("practitioner", "", "second_factor.on", "user", PERSON),
    "POST /api/v1/me/second-factor/codes": ("practitioner", "", "second_factor.codes", "user", PERSON),
    "DELETE /api/v1/me/second-factor": ("practitioner", "", "second_factor.off", "user", PERSON),
    "POST /api/v1/me/passkeys/new": ("practitioner", "", "passkey.begin", "user", PERSON),
    "POST /api/v1/me/passkeys/challenge": ("practitioner", "", "passkey.ask", "user", PERSON),
    "DELETE /api/v1/me/passkeys/<uuid:passkey_id>": ("practitioner", "own", "passkey.remove", "user", PERSON),
    "POST /api/v1/me/passkeys": ("practitioner", "", "passkey.add", "user", PERSON),
    "DELETE /api/v1/me/sessions/<string:session_id>": ("practitioner", "own", "session.end", "user", PERSON),
    "DELETE /api/v1/me/sessions": ("practitioner", "", "session.end", "user", PERSON),
    "POST /api/v1/me/password": ("practitioner", "", "password.change", "user", PERSON),  # ends the other logins too
    "POST /api/v1/logout": ("practitioner", "", "session.close", "user", PERSON),
}
# They say who is asking, what a form looks like, and how the server is: nothing about a patient or a person.
SILENT = {
    "GET /api/v1/me",
    "GET /api/v1/clinic",
    "GET /api/v1/consent-texts",
    "GET /api/v1/patient-page",
    "GET /api/v1/me/sessions",
    "GET /api/v1/me/passkeys",
    "GET /api/v1/forms",
    "GET /api/v1/sync/ping",
    "GET /api/v1/server",
    "GET /api/v1/exports",
    "GET /api/v1/imports",
}
# Each record that comes or goes has a row of its own before it.
OF_MANY = ("POST /api/v1/imports", "DELETE /api/v1/imports/<uuid:import_id>")

Row = tuple[str, str | None, str | None, str | None, str | None]


def guarded_routes(app: Flask) -> Iterator[str]:
    with app.app_context():
        for rule in app.url_map.iter_rules():
            if declared_access(rule.endpoint) != PUBLIC:
                yield from (f"{method} {rule.rule}" for method in rule.methods - {"HEAD", "OPTIONS"})


CHANGING = {
    "/users/<uuid:user_id>": {"name": "Another Name"},
    "/devices/<uuid:device_id>": {"status": "revoked"},
    "/proof": {"password": PASSWORD},
    "<uuid:passkey_id>": {"current": PASSWORD},
    "DELETE /api/v1/me/second-factor": {"current": PASSWORD},
    "/password": {"current": PASSWORD, "password": "needles under the moon"},
}


def make_ours(app: Flask) -> None:
    """The exports of our clinic alone."""
    for clinic_id, export_id in [one for one in bulk.waiting() if one[0] == NORTH]:
        begin_write()
        one = bulk.claim_export(clinic_id, export_id, utc_now())
        db.session.commit()
        assert one
        continue_export(app.config["NEEDLEPOINT"], one, float("inf"))


def of_new_factor(stage: AccessFixtures, route: str, who: str) -> dict[str, Any]:
    if route.endswith("/passkeys"):
        asked = stage.client(who).post("/api/v1/me/passkeys/new", json={}).json
        return {"name": "A key", "made": SoftKey(site=PUBLIC_SITE, origin=PUBLIC_ORIGIN).make(asked)}
    with stage.app.app_context():
        return {"code": first_code(CAST[who])}


def body_of(stage: AccessFixtures, route: str, who: str) -> Any:
    """What the role table sends, where that changes something."""
    if route.endswith("/file"):
        with stage.app.app_context():
            make_ours(stage.app)
    plain = next((body for ending, body in CHANGING.items() if route.endswith(ending)), None)
    if plain is not None:
        return plain
    if route in ("POST /api/v1/me/second-factor/confirm", "POST /api/v1/me/passkeys"):
        return of_new_factor(stage, route, who)
    if route.endswith("/passkeys/challenge"):
        keep_passkey(stage.app, CAST[who])
    if route.endswith("/recover"):
        keep_data_key(stage.client(who), CAST[who])
        return {}
    if route.endswith("/audit/seen"):
        stage.applied(who, [stage.op(who, "create", "patient", fixed_id(A_PATIENT), fields=CASE.fields)])
        return {"items": [{"record": fixed_id(A_PATIENT), "kind": "seen", "day": "2026-11-20", "at": AT}]}
    if route.endswith("/twins"):
        stage.applied(who, [stage.op(who, "create", "patient", fixed_id("a twin"), fields=CASE.fields)])
        return {"other_id": fixed_id("a twin"), "reason": "Seen side by side."}
    if route == "POST /api/v1/sync/push":
        return push_by(who, [stage.op(who, "create", "patient", fixed_id("a new patient"), fields=CASE.fields)])
    if route == "POST /api/v1/sync/drain":
        return {"proto": 1, "ops": [stage.op(who, "create", "patient", fixed_id("unsent"), fields=CASE.fields)]}
    body = body_for(route, who, 1)
    if body and route == "POST /api/v1/imports":
        body |= {"seen": stage.client(who).post("/api/v1/imports/preview", json=table("I-2")).json["seen"]}
    return body


def rows(app: Flask, after: int = 0, clinic_id: str = NORTH) -> list[Row]:
    with app.app_context():
        query = db.select(AuditEntry).where(AuditEntry.clinic_id == clinic_id).order_by(AuditEntry.n).offset(after)
        found = db.session.scalars(query)
        return [(row.action, row.actor_id, row.device_id, row.object_type, row.object_id) for row in found]


def object_in(answer: Any, route: str) -> str:
    if route.endswith("push"):
        return answer["results"][0]["record"]["id"]
    if route.endswith("drain"):
        return answer["results"][0]["op_id"]
    if route.endswith("sealed"):
        (item,) = body_for(route, "practitioner", 1)["ops"]
        return derived_id(item["op_id"], "sealed as", body_hash(item))
    return answer["id"] if "id" in answer else answer["limits"]["version"]


@pytest.fixture
def stage(app: Flask, monkeypatch: pytest.MonkeyPatch) -> AccessFixtures:
    give_name(app, monkeypatch, PUBLIC_ORIGIN)
    return AccessFixtures(app)


@pytest.fixture
def objects(stage: AccessFixtures) -> RouteObjects:
    return build(stage)


def test_r4_every_guarded_route_is_in_the_table(app: Flask) -> None:
    assert set(guarded_routes(app)) == set(ROWS) | SILENT
    assert set(ROWS).isdisjoint(SILENT)


def test_r4_one_call_leaves_one_row_that_names_act_person_and_object(
    stage: AccessFixtures, objects: RouteObjects
) -> None:
    elsewhere = rows(stage.app, clinic_id=fixed_id("south"))
    wrong = {}
    for route, (who, thing, action, kind, named) in ROWS.items():
        method, body = route.split(" ")[0], body_of(stage, route, who)
        before = len(rows(stage.app))
        address = address_of(route, thing, objects)
        answer = stage.client(who).open(address, method=method, json=body)
        assert answer.status_code in (200, 201), (route, answer.text)
        ids = {
            PERSON: CAST[who].id,
            A_PATIENT: fixed_id(A_PATIENT),
            OF_LINK: objects.ids["patient_id"]["own"],
            THING: next((word for word in re.split("[/=]", address) if len(word) == 36), None),
        }
        found = ids[named] if named in ids else object_in(answer.json, route) if named else None
        expected = (action, CAST[who].id, CAST[who].device["id"], kind, found)
        left = rows(stage.app, before)
        if (left[-1:] if route in OF_MANY else left) != [expected]:
            wrong[route] = left
    assert wrong == {}
    assert rows(stage.app, clinic_id=fixed_id("south")) == elsewhere


def test_r4_what_says_nothing_about_anybody_leaves_none(stage: AccessFixtures) -> None:
    before = len(rows(stage.app))
    for route in SILENT:
        who = "admin" if route.rpartition("/")[2] in ("server", "exports", "imports") else "practitioner"
        assert stage.clients[who].get(route.split(" ")[1]).status_code == 200
    assert rows(stage.app, before) == []


def test_r4_a_refused_op_leaves_a_row_that_names_it(stage: AccessFixtures) -> None:
    op = stage.op("practitioner", "void", "patient", fixed_id("nobody"), content_hash="0" * 64, reason="Entered twice.")
    before = len(rows(stage.app))
    assert stage.push("practitioner", [op])[0]["status"] == "rejected"
    person = CAST["practitioner"]
    assert rows(stage.app, before) == [("op.reject", person.id, person.device["id"], "op", op["op_id"])]


def test_r4_joining_and_signing_in_leave_a_row_each(stage: AccessFixtures, objects: RouteObjects) -> None:
    joining, device = objects.ids["user_id"]["joining"], {"id": fixed_id("a new tablet"), "name": "New"}
    token = stage.clients["admin"].post(f"/api/v1/users/{joining}/invite", json={}).json["token"]
    before = len(rows(stage.app))
    body = {"token": token, "password": "an entirely fresh sentence", "device": device}
    assert stage.app.test_client().post("/api/v1/invites", json=body).status_code == 200
    assert rows(stage.app, before) == [
        ("user.join", joining, None, "user", joining),
        ("session.open", joining, device["id"], "user", joining),
    ]
    stage.sign_in("colleague")
    colleague = PEOPLE["colleague"]
    assert rows(stage.app, before + 2) == [("session.open", colleague.id, colleague.device["id"], "user", colleague.id)]


def test_r4_setting_up_leaves_a_row_for_the_clinic_and_one_for_the_login(empty_app: Flask) -> None:
    said = empty_app.test_cli_runner().invoke(args=["setup-token"]).output
    person = {"name": "First", "email": "f@example.org", "password": "a sentence nobody knows"}
    device = PEOPLE["admin"].device
    body = {
        "token": said.split("Set-up code: ")[1].split()[0],
        "clinic": {"name": "C"},
        "user": person,
        "device": device,
    }
    made = empty_app.test_client().post("/api/v1/setup", json=body).json
    clinic, user = made["clinic"]["id"], made["user"]["id"]
    assert rows(empty_app, clinic_id=clinic) == [
        ("clinic.create", user, None, "clinic", clinic),
        ("session.open", user, device["id"], "user", user),
    ]
