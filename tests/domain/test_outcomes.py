"""What treatments came to: which visit counts as which session, what is signed, and how few are told of."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.domain.limits import LIMITS
from server.domain.outcomes import FEWEST, Note, outcomes

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def note(patient: int, n: int, state: str = "signed", course: str | None = None, **units: Any) -> Note:
    """Visit ``n``, four weeks after the one before, with a depth that says which it is."""
    visit = {"session_date": (date(2026, 1, 1) + timedelta(weeks=4 * n)).isoformat(), "performed": "treated"}
    visit |= {"course": course} if course else {}
    content = {"visit": visit, "zone:chin": {"depth_mm": [n / 4 + patient / 100], "passes": 4}, **units}
    return Note(f"{patient}-{n}", str(patient), state, {key: unit for key, unit in content.items() if unit is not None})


def found(*patients: list[Note], **days: Any) -> dict[str, Any]:
    return outcomes(patients, LIMITS, NOW, days.get("first"), days.get("last"))


def measure(rows: list[dict[str, Any]], sessions: int, name: str) -> dict[str, Any] | None:
    row = next((row for row in rows if row["sessions"] == sessions), {"measures": []})
    return next((one for one in row["measures"] if one["name"] == name), None)


def test_each_session_has_the_median_and_the_middle_half_of_it() -> None:
    told = found(*([note(p, 1), note(p, 2)] for p in range(FEWEST)))
    assert (told["visits"], told["patients"]) == (2 * FEWEST, FEWEST)
    second = {"name": "depth_mm", "patients": 5, "low": 0.51, "median": 0.52, "high": 0.53}
    assert measure(told["sessions"], 2, "depth_mm") == second
    assert [row["sessions"] for row in told["sessions"]] == [1, 2]


def test_of_few_patients_only_their_number_is_told_however_many_visits_they_had() -> None:
    many = [note(p, n, course=f"course:{n}") for p in range(FEWEST - 1) for n in range(3)]
    told = found(*([one for one in many if one.patient_id == str(p)] for p in range(FEWEST - 1)))
    few = {"name": "depth_mm", "patients": FEWEST - 1, "low": None, "median": None, "high": None}
    assert measure(told["sessions"], 1, "depth_mm") == few


def test_improvement_stands_with_the_sessions_before_the_visit() -> None:
    better = {"outcome": {"gais_clinician": 2}}
    review = {"session_date": "2026-06-01", "performed": "review"}
    seen = {"visit": review, "zone:chin": None, "outcome": {"gais_clinician": 1}}
    told = found(*([note(p, 1), note(p, 2, **better), note(p, 3, **seen)] for p in range(FEWEST)))
    assert [row["sessions"] for row in told["results"]] == [1, 2]
    for sessions, median in ((1, 2), (2, 1)):
        assert measure(told["results"], sessions, "outcome.gais_clinician")["median"] == median
    assert measure(told["sessions"], 3, "depth_mm") is None


def test_a_score_is_compared_with_the_first_of_the_patient() -> None:
    def scars(count: int) -> dict[str, Any]:
        return {"assessment": {f"ecca_{item}": count for item in LIMITS["scores"]["ecca"]}}

    told = found(*([note(p, 1, **scars(2)), note(p, 2, **scars(1))] for p in range(FEWEST)))
    assert measure(told["results"], 0, "outcome.ecca_change_pct") is None
    assert measure(told["results"], 1, "outcome.ecca_change_pct")["median"] < 0


def test_what_is_not_signed_gives_no_figure_and_a_past_visit_counts_as_a_session() -> None:
    told = found(
        *([note(p, 1, "imported"), note(p, 2), note(p, 3, "draft"), note(p, 4, "void")] for p in range(FEWEST))
    )
    assert [row["sessions"] for row in told["sessions"]] == [2]
    assert told["visits"] == FEWEST


def test_a_visit_without_needles_and_a_touch_up_are_no_session() -> None:
    def visits(p: int) -> list[Note]:
        waited = {"visit": {"session_date": "2026-01-20", "performed": "deferred"}, "zone:chin": None}
        touch_up = {"visit": {"session_date": "2026-02-01", "performed": "treated", "kind": "touch_up"}}
        return [note(p, 0, **waited), note(p, 1), note(p, 1, **touch_up), note(p, 2)]

    told = found(*map(visits, range(FEWEST)))
    assert measure(told["sessions"], 2, "depth_mm")["patients"] == FEWEST
    assert [row["sessions"] for row in told["sessions"]] == [1, 2]


def test_days_choose_the_visits_and_not_the_count_of_sessions() -> None:
    told = found(*([note(p, 1), note(p, 2)] for p in range(FEWEST)), first=date(2026, 2, 10))
    assert [row["sessions"] for row in told["sessions"]] == [2]
    assert told["visits"] == FEWEST
    assert found(last=date(2026, 1, 1))["visits"] == 0
