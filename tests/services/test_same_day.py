"""Two visits of one patient on one day: the second raises a finding, and the amounts of the day count together."""

from typing import Any

import pytest

from tests.tablet import Tablet, signable

CREAM = {
    "used": True, "product": "emla", "amount_g": 40, "area_cm2": 200, "occlusion": "film", "skin_intact": "yes",
    "residual_removed": "yes", "toxicity": ["none"],
}  # fmt: skip


@pytest.fixture
def ana(cast: Any) -> Tablet:
    return Tablet(cast, "practitioner")


def visit_at(tablet: Tablet, hour: int, **numbing: Any) -> dict[str, Any]:
    """A treated visit on 20 November: cream for an hour, then half an hour of needling."""
    at = [f"2026-11-20T{h:02}:{m:02}:00+01:00" for h, m in ((hour, 0), (hour + 1, 0), (hour + 1, 10), (hour + 1, 40))]
    cream = CREAM | {"applied_at": at[0], "removed_at": at[1]} | numbing
    times = {"started_at": at[2], "ended_at": at[3], "pain_nrs": 3}
    return signable(tablet.person.id) | {"numbing": cream, "needling": times}


def sign(tablet: Tablet, patient_id: str, fields: dict[str, Any]) -> dict[str, Any]:
    note = tablet.new_note(patient_id, fields)
    return tablet.push_one(tablet.sign_op(note, acknowledged=["A19"]))


def test_the_second_visit_of_a_day_speaks_and_says_80_g_of_60_g_together_with_the_one_at_nine(ana: Tablet) -> None:
    patient_id = ana.new_patient()["id"]
    first = sign(ana, patient_id, visit_at(ana, 9))
    assert (first["status"], [one["rule"] for one in first["record"]["findings"]]) == ("applied", ["A19"])
    second = sign(ana, patient_id, visit_at(ana, 15))
    assert second["status"] == "rejected"
    found = {one["rule"]: one for one in second["error"]["findings"]}
    assert found.keys() == {"A01", "A16", "A28", "N07", "N18"}
    assert (
        found["A01"]["message"]
        == "80 g of EMLA cream on this day, with an earlier visit; the label allows at most 60 g."
    )
    told = found["A01"]["numbers"]
    assert (told["numbing.amount_g"], told["numbing.day_amount_g"]) == (40, 80)
    assert told["limits.anaesthetics.emla.max_g"] == 60
    assert told["day.at"] == "2026-11-20T09:00:00+01:00"
    assert found["N07"]["numbers"]["visit.days_since_here"] == 0


def test_a_cream_of_a_visit_that_was_then_cancelled_counts(ana: Tablet) -> None:
    patient_id = ana.new_patient()["id"]
    applied = {"product": "emla", "amount_g": 40, "applied_at": "2026-11-20T09:00:00+01:00"}
    ana.new_note(patient_id, {"visit": {"session_date": "2026-11-20", "performed": "cancelled"}, "numbing": applied})
    found = sign(ana, patient_id, visit_at(ana, 15))["error"]["findings"]
    assert [one["rule"] for one in found] == ["A01", "A28"]


def test_what_does_not_count(ana: Tablet) -> None:
    """A void note, a later visit, another patient's, a note that says nothing yet."""
    patient_id = ana.new_patient()["id"]
    gone = ana.new_note(patient_id, visit_at(ana, 8))
    ana.act("void", gone, reason="Wrong patient.")
    ana.new_note(patient_id, visit_at(ana, 16))
    ana.new_note(patient_id, {"visit": {"session_date": "2026-11-20", "performed": "treated"}})
    ana.new_note(fields=visit_at(ana, 8))
    assert sign(ana, patient_id, visit_at(ana, 13))["status"] == "applied"
