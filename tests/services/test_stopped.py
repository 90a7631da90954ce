"""A visit stopped after something was given: signed with its reason, approved only in the supervisor's words."""

from typing import Any

import pytest

from tests.tablet import ANSWERED, Tablet

STOPPED = {
    "performed": "stopped", "session_date": "2026-11-20", "stopped_at": "2026-11-20T09:05:00+01:00",
    "stopped_reason": "reaction",
}  # fmt: skip
CREAM = {
    "used": True, "product": "emla", "amount_g": 80, "area_cm2": 400, "applied_at": "2026-11-20T08:30:00+01:00",
    "removed_at": "2026-11-20T09:05:00+01:00", "occlusion": "film", "skin_intact": "yes", "residual_removed": "yes",
    "toxicity": ["seizure", "cyanosis"],
}  # fmt: skip


@pytest.fixture
def ana(cast):
    return Tablet(cast, "practitioner")


@pytest.fixture
def boss(cast):
    return Tablet(cast, "supervisor")


def content(tablet: Tablet, visit: dict[str, Any]) -> dict[str, Any]:
    return {
        "visit": {"operator": tablet.person.id, **visit},
        "check": dict.fromkeys(ANSWERED, "no"),
        "consent": {"procedure": False},
        "numbing": CREAM,
        "obs:T0": {"erythema": 1},
        "aftercare": {"given": True},
    }


def sign(tablet: Tablet, note: dict[str, Any]) -> dict[str, Any]:
    return tablet.push_one(tablet.sign_op(note, acknowledged=["A19"]))


def found(result: dict[str, Any]) -> dict[str, tuple[str, bool]]:
    return {one["rule"]: (one["severity"], one["alert"]) for one in result["error"]["findings"]}


def explained(tablet: Tablet, note: dict[str, Any]) -> dict[str, Any]:
    """The note with a reason of its author for each finding that asks for one."""
    for one in sign(tablet, note)["error"]["findings"]:
        answer = {"text": "Called 112, oxygen, handed over.", "judged": [{"fp": one["fp"]}]}
        note = tablet.patch(note, f"reason:{one['rule']}", answer)["record"]
    return note


def test_a_seizure_after_80_g_is_heard_also_where_the_visit_is_called_cancelled(ana):
    visit = {"performed": "cancelled", "session_date": "2026-11-20", "deferral_reason": "Unwell."}
    refused = ana.push_one(ana.sign_op(ana.new_note(fields=content(ana, visit))))
    assert found(refused) == {
        "C01": ("reason*", True), "V09": ("block", False), "A01": ("reason", False), "A18": ("reason", True),
        "O05": ("reason", True),
    }  # fmt: skip
    assert refused["error"]["missing"] == []


def test_what_should_not_have_been_done_is_approved_in_the_supervisors_own_words(ana, boss):
    note = explained(ana, ana.new_note(fields=content(ana, STOPPED)))
    signed = sign(ana, note)["record"]
    refused = boss.act("approve", signed)
    assert (refused["error"]["code"], found(refused)) == ("incomplete", {"C01": ("reason*", True)})
    assert boss.act("approve", signed, comment="  too short ")["error"]["code"] == "incomplete"
    approved = boss.act("approve", signed, comment="Consent was on paper, now scanned.")["record"]
    assert (approved["state"], approved["review"]["comment"]) == ("approved", "Consent was on paper, now scanned.")


def test_an_override_of_a_supervisor_is_such_words(ana, boss):
    note = explained(ana, ana.new_note(fields=content(ana, STOPPED)))
    fp = note["fields"]["reason:C01"]["judged"][0]["fp"]
    answer = {"text": "Consent was on paper, now scanned.", "judged": [{"fp": fp}]}
    note = boss.patch(note, "override:C01", answer)["record"]
    signed = sign(ana, note)["record"]
    assert boss.act("approve", signed)["record"]["state"] == "approved"
