"""What was decided at a signed session of a course is not asked at the next, until its note is returned."""

from typing import Any
from uuid import uuid4

import pytest

from tests.tablet import ANSWERED_ONCE, Tablet, signable

COURSE = f"course:{uuid4()}"
WORDS = "Stable for years, agreed with the rheumatologist."


@pytest.fixture
def patient_id(ana: Tablet) -> str:
    """With an autoimmune disease, and without a skin type on file."""
    fields = {
        **ANSWERED_ONCE,
        "identity": {"mrn": f"D-{uuid4().hex[:6]}", "given": "Ida", "family": "Holm", "birth_date": "1987-03-14"},
        "body": {"sex_at_birth": "female"},
        "history:autoimmune": {"answer": "yes"},
        COURSE: {"started_on": "2026-10-01", "sessions_planned": 4, "interval_weeks": 5},
    }
    record = ana.push_one(ana.op("create", "patient", str(uuid4()), fields=fields))["record"]
    return str(record["id"])


def session(ana: Tablet, patient_id: str, day: str, number: int) -> dict[str, Any]:
    visit = signable(ana.person.id, session_date=day, session_no=number, course=COURSE)
    return ana.new_note(patient_id, visit)


def open_rules(ana: Tablet, note: dict[str, Any]) -> dict[str, dict[str, Any]]:
    result = ana.push_one(ana.sign_op(note))
    found = result["error"]["findings"] if result["status"] == "rejected" else []
    return {one["rule"]: one for one in found}


def decided_first(ana: Tablet, patient_id: str) -> dict[str, Any]:
    note = session(ana, patient_id, "2026-10-16", 1)
    found = open_rules(ana, note)
    assert found.keys() == {"P16", "X08"}
    unit = {"text": WORDS, "judged": [{"fp": found["P16"]["fp"], "shown": found["P16"]["message"]}]}
    note = ana.patch(note, "reason:P16", unit)["record"]
    signed = ana.push_one(ana.sign_op(note, acknowledged=["X08"]))
    assert signed["status"] == "applied", signed
    return dict(signed["record"])


def test_the_next_session_is_not_asked_again_and_says_by_whom_it_was_decided(ana: Tablet, patient_id: str) -> None:
    decided_first(ana, patient_id)
    signed = ana.push_one(ana.sign_op(session(ana, patient_id, "2026-11-20", 2)))
    assert signed["status"] == "applied", signed
    told = {one["rule"]: one for one in signed["record"]["findings"]}
    assert {rule: (one["since"], one["was"]) for rule, one in told.items()} == {
        "P16": ("decided", "reason"),
        "X08": ("decided", "warn"),
    }
    assert told["P16"]["decided"] == {"on": "2026-10-16", "by": ana.person.name}


def test_the_return_of_the_note_asks_again(ana: Tablet, boss: Tablet, patient_id: str) -> None:
    first = decided_first(ana, patient_id)
    later = session(ana, patient_id, "2026-11-20", 2)
    returned = boss.act("return", first, comment="Which disease? Please say.")
    assert returned["status"] == "applied", returned
    assert open_rules(ana, later).keys() == {"P16", "X08"}


def test_a_new_adverse_event_asks_again(ana: Tablet, patient_id: str) -> None:
    decided_first(ana, patient_id)
    patient = ana.get(f"/patients/{patient_id}").json
    event = {"term": "hsv", "onset_at": "2026-10-18T08:00:00+02:00", "outcome": "recovered"}
    assert ana.patch(patient, f"ae:{uuid4()}", event)["status"] == "applied"
    assert open_rules(ana, session(ana, patient_id, "2026-11-20", 2)).keys() == {"P16", "X08"}
