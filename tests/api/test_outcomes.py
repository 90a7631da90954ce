"""GET /outcomes: what the signed visits of a clinic came to, for its supervisors alone."""

from typing import Any

from tests.conftest import API
from tests.exports.entries import Tablet

ADDRESS = f"{API}/outcomes"


def test_signed_visits_of_the_own_clinic_are_counted_and_few_are_only_counted(cast: Any) -> None:
    mine = Tablet(cast.practitioner, cast["practitioner"])
    mine.patient()
    mine.sign(mine.note())
    found = cast.supervisor.get(ADDRESS).json
    assert (found["visits"], found["patients"], found["fewest"]) == (1, 1, 5)
    [first] = found["sessions"]
    assert first["sessions"] == 1
    assert {one["name"] for one in first["measures"]} >= {"depth_mm", "needling.pain_nrs", "obs:T0.erythema"}
    assert {(one["patients"], one["low"], one["median"], one["high"]) for one in first["measures"]} == {
        (1, None, None, None)
    }
    elsewhere = cast.outsider.get(ADDRESS).json
    assert (elsewhere["visits"], elsewhere["sessions"]) == (0, [])
    assert cast.practitioner.get(ADDRESS).status_code == 403


def test_a_draft_is_not_counted_and_days_choose(cast: Any) -> None:
    mine = Tablet(cast.practitioner, cast["practitioner"])
    mine.patient()
    note = mine.note()
    assert cast.supervisor.get(ADDRESS).json["visits"] == 0
    mine.sign(note)
    assert cast.supervisor.get(f"{ADDRESS}?first=2026-09-08&last=2026-09-08").json["visits"] == 1
    assert cast.supervisor.get(f"{ADDRESS}?first=2026-09-09").json["visits"] == 0
    assert cast.supervisor.get(f"{ADDRESS}?first=2026-09-09&last=2026-09-08").status_code == 422
