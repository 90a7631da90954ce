"""Hostile bodies at every writing route: refused as problems, alike on both databases, with nothing harmed."""

import json
import os
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import db
from server.domain.catalogue import RECORD_TYPES
from server.models import AppliedOp
from tests.conftest import LONG_ON_SQLITE, ready
from tests.contracts.access_fixtures import NOTE_FIELDS, AccessFixtures, push_by
from tests.contracts.hostile import HOSTILE_BODIES
from tests.contracts.hostile_ops import MEMBERS, NUMBERS, RAW, TEXTS, UNITS, WHOLE
from tests.contracts.matrix import ADMINS, FOR_A_LEAD, ROUTES
from tests.contracts.route_objects import build
from tests.contracts.test_mass_assignment import WRITING
from tests.contracts.test_role_matrix import SAFE, address_of
from tests.ops import Op

BOTH = ("sqlite", "postgresql")
EMPTY_IS_GOOD = {  # these take an empty object, which is then no hostile body
    "POST /api/v1/logout",
    "POST /api/v1/me/keys/recover",
    "POST /api/v1/me/second-factor",
    "POST /api/v1/me/second-factor/codes",
    "POST /api/v1/me/passkeys/new",
    "POST /api/v1/me/passkeys/challenge",
    "DELETE /api/v1/exports/<uuid:export_id>",
    "DELETE /api/v1/links/<uuid:link_id>",
    "DELETE /api/v1/imports/<uuid:import_id>",
    "POST /api/v1/exports/<uuid:export_id>/file",
    "DELETE /api/v1/me/sessions",
    "DELETE /api/v1/me/sessions/<string:session_id>",
    "PATCH /api/v1/users/<uuid:user_id>",
    "POST /api/v1/users/<uuid:user_id>/invite",
    "POST /api/v1/users/<uuid:user_id>/reset",
    "POST /api/v1/users/<uuid:user_id>/reset/confirm",
}
ENDS = ("", "/summary.json", "/summary.csv", "/summary.xlsx", "/summary.fhir.json")
PUSH = "/api/v1/sync/push"
SOAK = bool(os.environ.get("NEEDLEPOINT_SOAK"))


def verdicts(app: Flask) -> dict[tuple[str, str], tuple[int, str]]:
    """The answer to every hostile body on every writing route; asserts that none changes anything."""
    stage = AccessFixtures(app)
    objects = build(stage)
    found = {}
    before = stage.fingerprint()
    for route in WRITING:
        is_drain = route.endswith("/drain")
        address = address_of(route, "revoked" if is_drain else next(iter(ROUTES[route])), objects)
        for name, body in HOSTILE_BODIES.items():
            if name == "empty object" and route in EMPTY_IS_GOOD:
                continue
            person = "practitioner" if "sync" in route else "lead" if route.endswith(FOR_A_LEAD) else "admin"
            sender = stage.clients["revoked" if is_drain else person]
            answer = sender.open(address, method=route.partition(" ")[0], data=body, content_type="application/json")
            found[route, name] = (answer.status_code, answer.json["code"] if answer.is_json else answer.mimetype)
            assert answer.mimetype == "application/problem+json", (route, name)
            assert {"type", "title", "status", "detail", "instance", "request_id"} <= answer.json.keys()
    assert stage.fingerprint() == before
    return found


@pytest.mark.pg
@pytest.mark.slow
def test_the_nineteen_bodies_on_every_writing_route(open_backend: Callable[[str], Any]) -> None:
    assert len(HOSTILE_BODIES) == 19
    on_sqlite, on_postgres = (verdicts(ready(open_backend(name), with_people=True)) for name in BOTH)
    wrong = {cell: answer for cell, answer in on_sqlite.items() if answer[0] not in (400, 413, 415, 422)}
    assert wrong == {}
    assert on_postgres == on_sqlite
    assert len(on_sqlite) == len(WRITING) * len(HOSTILE_BODIES) - len(EMPTY_IS_GOOD)


class Ward:
    """A draft to attack, and a good op after each hostile one that must go through."""

    def __init__(self, stage: AccessFixtures) -> None:
        self.stage = stage
        self.patient = stage.new_patient("practitioner")
        self.note = str(uuid4())
        stage.applied("practitioner", [self.op("create", patient_id=self.patient, fields=NOTE_FIELDS)])

    def op(self, kind: str, **body: Any) -> Op:
        return self.stage.op("practitioner", kind, "note", self.note, **body)

    def patch(self, unit: Any, patch: Any) -> Op:
        return self.op("patch", unit=unit, base_rev=1, base={}, patch=patch)

    def content(self) -> dict[str, Any]:
        return self.stage.clients["practitioner"].get(f"/api/v1/notes/{self.note}").json["fields"]

    def attack(self, hostile: dict[str, Any]) -> dict[str, Any]:
        """Send each hostile op before a good one, which must go through; return the answers to the hostile ones."""
        ops = [op for one in hostile.values() for op in (one, self.patch(f"serum:{uuid4()}", {"lot": "L-1"}))]
        answers = self.stage.push("practitioner", ops)
        assert {answer["status"] for answer in answers[1::2]} == {"applied"}
        return dict(zip(hostile, answers[::2], strict=True))


def refused(answers: dict[str, Any]) -> set[str]:
    right = {"rejected": "validation"}
    return {
        name for name, answer in answers.items() if {answer["status"]: answer.get("error", {}).get("code")} != right
    }


def test_hostile_values_in_a_unit(stage: AccessFixtures) -> None:
    ward = Ward(stage)
    patches = {name: ward.patch(unit, value) for name, (unit, value) in UNITS.items()}
    bases = {f"{name}, as base": {**ward.patch(*UNITS[name]), "base": UNITS[name][1], "patch": {}} for name in UNITS}
    fresh = {"patient_id": ward.patient, "id": str(uuid4())}
    creates = {
        f"{name}, new": {**ward.op("create", fields={unit: value}), **fresh} for name, (unit, value) in UNITS.items()
    }
    assert refused(ward.attack(patches | bases | creates)) == set()
    held = ward.content()
    assert {unit: value for unit, value in held.items() if not unit.startswith("serum:")} == NOTE_FIELDS
    assert stage.clients["practitioner"].get(f"/api/v1/notes/{fresh['id']}").status_code == 404


def test_hostile_members_of_an_op(stage: AccessFixtures) -> None:
    ward = Ward(stage)
    ops: dict[str, Any] = {name: {**ward.patch("visit", {"room": "9"}), **change} for name, change in MEMBERS.items()}
    for name in ("op_id", "n", "user_id", "kind", "type", "id", "client_time", "unit", "base", "base_rev", "patch"):
        ops[f"without {name}"] = {
            key: value for key, value in ward.patch("visit", {"room": "9"}).items() if key != name
        }
    assert refused(ward.attack(ops | WHOLE)) == set()
    assert ward.content()["visit"] == NOTE_FIELDS["visit"]


def with_raw(op: Op, raw: str) -> str:
    return json.dumps(op).replace('"HERE"', raw)


def send_raw(stage: AccessFixtures, ops: list[str]) -> Any:
    text = json.dumps(push_by("practitioner", ["OPS"])).replace('"OPS"', ", ".join(ops))
    return stage.clients["practitioner"].post(PUSH, data=text, content_type="application/json")


def test_i1_an_op_that_is_not_clean_is_refused_alone_and_kept(stage: AccessFixtures) -> None:
    """Each kind of dirt in one of fifty ops: the others are applied, and its text is in the quarantine, whole."""
    ward = Ward(stage)
    bad = {name: ward.patch("text:plan", {"text": "HERE"}) for name in RAW}
    good = [ward.patch(f"serum:{uuid4()}", {"lot": "L-1"}) for _ in range(50 - len(bad))]
    dirty = [with_raw(op, RAW[name]) for name, op in bad.items()]
    answer = send_raw(stage, [*map(json.dumps, good[:25]), *dirty, *map(json.dumps, good[25:])])
    assert answer.status_code == 200, answer.text
    results = {result["op_id"]: result for result in answer.json["results"]}
    refused_ops = [results[op["op_id"]] for op in bad.values()]
    assert {(result["status"], result["error"]["code"]) for result in refused_ops} == {("rejected", "validation")}
    assert {results[op["op_id"]]["status"] for op in good} == {"applied"}
    assert ward.content()["text:plan"] == NOTE_FIELDS["text:plan"]
    for op, text in zip(bad.values(), dirty, strict=True):
        assert quarantined(stage, op["op_id"])["text"] == text
    again = send_raw(stage, dirty).json["results"]
    assert again == refused_ops


def quarantined(stage: AccessFixtures, op_id: str) -> Any:
    with stage.app.app_context():
        return db.session.scalars(select(AppliedOp.body).where(AppliedOp.op_id == op_id)).one()["op"]


def test_i1_what_waits_for_a_create_that_is_not_clean_stays_on_the_tablet(stage: AccessFixtures) -> None:
    ward = Ward(stage)
    patient = str(uuid4())
    create = stage.op("practitioner", "create", "patient", patient, fields={"identity": {"given": "HERE"}})
    change = {"unit": "body", "base_rev": 1, "base": {}, "patch": {"weight_kg": 60}}
    later = stage.op("practitioner", "patch", "patient", patient, **change)
    good = ward.patch("text:plan", {"text": "Rest."})
    texts = [with_raw(create, RAW["nul"]), json.dumps(later), json.dumps(good)]
    assert [result["status"] for result in send_raw(stage, texts).json["results"]] == ["rejected", "blocked", "applied"]


def test_i1_an_op_without_a_usable_id_is_named_by_nothing_and_kept_once(stage: AccessFixtures) -> None:
    text = '{"op_id": "\\ud800", "id": ["\\u0000"], "kind": {"a": NaN}}'
    answers = [send_raw(stage, [text, '"\\u0000"']).json["results"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert [(result["op_id"], result["status"]) for result in answers[0]] == [(None, "rejected")] * 2
    with stage.app.app_context():
        kept = db.session.scalars(select(AppliedOp.body).where(AppliedOp.body.is_not(None))).all()
    assert sorted(body["op"]["text"] for body in kept) == sorted([text, '"\\u0000"'])


WHOLE_BODIES = {
    "deeper than 200": '"HERE": ' + "[" * 200 + "]" * 200,
    "a text that never ends": '"HERE": "',
    "the envelope not clean": '"app": "\\u0000"',
    "the list twice": '"ops": [], "ops": []',
}


@pytest.mark.parametrize("name", WHOLE_BODIES)
def test_i1_a_push_is_refused_whole_for_its_size_its_depth_or_its_envelope(stage: AccessFixtures, name: str) -> None:
    ward = Ward(stage)
    before = stage.fingerprint()
    body = json.dumps({**push_by("practitioner", [ward.patch("visit", {"room": "9"})]), "HERE": 0})
    text = body.replace('"HERE": 0', WHOLE_BODIES[name])
    answer = stage.clients["practitioner"].post(PUSH, data=text, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert stage.fingerprint() == before


@pytest.mark.parametrize("change", [{"ops": []}, {"ops": [{}] * 51}, {"proto": 2}, {"proto": True}, {"device_id": "x"}])
def test_a_push_of_the_wrong_shape_is_refused_whole(stage: AccessFixtures, change: dict[str, Any]) -> None:
    before = stage.fingerprint()
    answer = stage.clients["practitioner"].post(PUSH, json={**push_by("practitioner", [{}]), **change})
    assert answer.status_code == 422
    assert stage.fingerprint() == before


def absurd_content(pairs: list[tuple[float, str]]) -> dict[str, Any]:
    """Every field of the note filled with an absurdity in its JSON type: each section with the next of the pairs."""
    content = {}
    for (number, text), section in zip(cycle(pairs), RECORD_TYPES["note"].sections, strict=False):
        values = absurd_values(number, text)
        keys = {"key": [key.key for key in section.keys], "id": [str(uuid4())]}.get(section.repeats or "", [""])
        unit = {
            field.name: [{sub.name: values.get(sub.kind, text) for sub in field.fields}] * 3
            if field.kind == "rows"
            else values.get(field.kind, text)
            for field in section.fields
        }
        content |= {f"{section.unit}:{key}" if key else section.unit: unit for key in keys}
    return {unit: value for unit, value in content.items() if not unit.startswith("override")}


def absurd_values(number: float, text: str) -> dict[str, Any]:
    return {
        "bool": True, "choices": [text], "numbers": [number, number], "rows": None, "paths": [text], "texts": [text],
        "strokes": {"width": number, "height": number, "strokes": [[[number, number, number]]]},
        **dict.fromkeys(("int", "decimal", "scale", "nrs"), number),
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.grows
@pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)
def test_absurd_but_well_formed_notes_are_kept_and_not_signed(stage: AccessFixtures) -> None:
    """Outside the soak each section has a quarter of the absurdities, and each of them is in a quarter of the sections;
    in the soak all are in each."""
    many, few = stage.new_patient("practitioner"), stage.new_patient("practitioner")
    most = max(len(NUMBERS), len(TEXTS))
    pairs = list(islice(zip(cycle(NUMBERS), cycle(TEXTS), strict=False), most))  # each at least once
    for place in range(0, most, 1 if SOAK else 4):
        patient = few if place % 10 == 0 else many
        content = absurd_content(pairs[place:] + pairs[:place])
        note = str(uuid4())
        op = stage.op("practitioner", "create", "note", note, patient_id=patient, fields=content)
        (answer,) = stage.push("practitioner", [op])
        assert answer["status"] == "applied", (place, answer)
        shown = answer["record"]["content_hash"]
        (answer,) = stage.push("practitioner", [stage.op("practitioner", "sign", "note", note, content_hash=shown)])
        assert answer["error"]["code"] == "incomplete", (place, answer)
        kept = stage.clients["practitioner"].get(f"/api/v1/notes/{note}").json
        assert (kept["fields"], kept["state"]) == (content, "draft")
    for path in (
        "notes",
        "sync/pull",
        "patients",
        *(f"patients/{many}{end}" for end in ENDS),
        f"patients/{few}/summary.pdf?audience=clinician",
    ):
        assert stage.clients["supervisor"].get(f"/api/v1/{path}").status_code == 200, path


QUERIES = (
    "limit=0", "limit=201", "limit=1e3", "limit=9223372036854775808", "limit=true", "limit=5&limit=6x", "cursor=%00",
    "cursor=AAAA", "cursor=bnVsbA", "cursor=W10", "cursor=Wzk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", "cursor=%ff",
    "cursor=" + "A" * 2000, "wallet=1", "q=%ed%a0%80", "q=%00", "state=deleted", "patient_id=1", "from=2026-02-30",
    "to=99999-01-01", "epoch=%0a",
)  # fmt: skip


def test_hostile_queries_are_refused_as_problems(stage: AccessFixtures) -> None:
    listing = [route.partition(" ")[2] for route in ROUTES if route.startswith("GET /api/v1/") and "<" not in route]
    for path in listing:
        for query in QUERIES:
            person = "admin" if ROUTES[f"GET {path}"].get("") == ADMINS else "supervisor"
            answer = stage.clients[person].get(f"{path}?{query}")
            assert answer.status_code in (200, 400, 404, 409, 422), (path, query)
            good = "text/csv" if path.endswith(".csv") else "application/json"
            assert answer.mimetype == (good if answer.status_code == 200 else "application/problem+json")
    assert {route.partition(" ")[0] for route in WRITING}.isdisjoint(SAFE)
