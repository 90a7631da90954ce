"""The administrator of another clinic, and somebody who was disabled: of this one they find nothing and do nothing."""

from typing import Any

import pytest

from server.db import begin_write, db
from server.domain.trace import identity_of
from server.models import Record, User
from tests.cast import fixed_id
from tests.tablet import Tablet

WHY = "It was the other patient."
ADMIN_ROUTES = {
    "PATCH /users/{user}": {"active": False},
    "POST /users/{user}/invite": {},
    "POST /users/{user}/confirm": {"role": "practitioner"},
    "POST /users/{user}/reset": {},
    "PATCH /devices/{device}": {"status": "revoked"},
    "GET /patients/{patient}": None,
    "GET /notes/{note}": None,
    "GET /audit?patient={patient}": None,
    "GET /audit?user={user}": None,
}


@pytest.fixture
def foreign(app: Any, cast: Any) -> Tablet:
    with app.app_context():
        begin_write()
        db.session.get_one(User, (fixed_id("south"), cast["outsider"].id)).role = "admin"
        db.session.commit()
    return Tablet(cast, "outsider")


@pytest.fixture
def ours(ana: Tablet) -> dict[str, Any]:
    note = ana.signed_note()
    return {"note": note, "patient": ana.get(f"/patients/{note['patient_id']}").json}


def acts(tablet: Tablet, note: dict[str, Any], patient: dict[str, Any]) -> list[dict[str, Any]]:
    seen, reason = {"content_hash": note["content_hash"]}, {"reason": WHY}
    of_note: dict[str, dict[str, Any]] = {
        "sign": seen,
        "approve": seen,
        "return": seen | {"comment": "Which cheek?"},
        "amend": seen | reason | {"changes": {"text:plan": {"base": {}, "patch": {"text": "x"}}}},
        "void": seen | reason,
        "propose_void": seen | reason,
        "keep": seen,
        "unvoid": seen | reason,
        "take_over": seen | reason,
        "move": seen | reason | {"patient_id": patient["id"]},
    }
    shown = {"content_hash": patient["content_hash"]}
    of_patient: dict[str, dict[str, Any]] = {
        "void": shown | reason,
        "archive": shown,
        "unarchive": shown,
        "unvoid": shown | reason,
        "merge": shown | reason | {"into": patient["id"]},
        "confirm_identity": shown | reason | {"seen": identity_of(patient["fields"])},
    }
    return [
        *(tablet.op(kind, "note", note["id"], **body) for kind, body in of_note.items()),
        *(tablet.op(kind, "patient", patient["id"], **body) for kind, body in of_patient.items()),
        tablet.patch_op(note, "text:plan", {"text": "x"}),
        tablet.patch_op(patient, "identity", {"family": "Gil"}),
    ]


def stored(app: Any) -> list[tuple[Any, ...]]:
    with app.app_context():
        query = db.select(Record.id, Record.rev, Record.state).where(Record.clinic_id == fixed_id("north"))
        return sorted(map(tuple, db.session.execute(query)))


def test_the_administrator_of_another_clinic_finds_nothing_of_ours(app, cast, ana, foreign, ours):
    before = stored(app)
    codes = {op["kind"]: foreign.push_one(op).get("error", {}).get("code") for op in acts(foreign, **ours)}
    assert set(codes.values()) == {"not_found"}, codes
    begun = foreign.op("unfinished", "note", ours["note"]["id"], key="amend:x", text="{}")
    assert foreign.push_one(begun)["error"]["code"] == "unfinished"
    names = {"user": ana.person.id, "device": ana.person.device["id"], "patient": ours["patient"]["id"]}
    names["note"] = ours["note"]["id"]
    for route, body in ADMIN_ROUTES.items():
        verb, path = route.split(" ")
        given = {} if body is None else {"json": body}
        answer = foreign.client.open(f"/api/v1{path.format(**names)}", method=verb, **given)
        assert answer.status_code in (403, 404), (route, answer.status_code, answer.text)
    named = [{"of": ana.person.id, "by": [cast["supervisor"].id]}]
    assert foreign.client.patch("/api/v1/clinic", json={"reviewers": named}).status_code == 422
    assert stored(app) == before
    assert Tablet(cast, "supervisor").get("/quarantine").json["items"] == []


def test_who_was_disabled_does_nothing(app, cast, ben, ours):
    ops = acts(ben, **ours)
    assert cast.admin.patch(f"/api/v1/users/{ben.person.id}", json={"active": False}).status_code == 200
    before = stored(app)
    assert ben.send(*ops).status_code == 401
    for path in (f"/patients/{ours['patient']['id']}", "/review/queue", "/review/coverage", "/clinic", "/quarantine"):
        assert ben.get(path).status_code == 401, path
    assert stored(app) == before
