"""Notes entered after the visit: when times are picked, and what is noted of those that were (``core/late.ts``)."""

from typing import Any

import pytest

from server.domain.limits import LIMITS
from tests.node.page import NodePage
from tests.node.test_core_vectors import core

VISIT = {"session_date": "2026-11-20"}
NOON = "2026-11-23T11:00:00Z"
RUNS = "zone:chin"


def picked_on(page: NodePage, content: dict[str, Any], today: str, now: str = NOON) -> str | None:
    return core(page, "late", "return core.pickedOn(given[0], given[1], Date.parse(given[2]))", [content, today, now])


def marked(page: NodePage, content: dict[str, Any], changes: dict[str, Any], ahead: int = 0) -> dict[str, Any] | None:
    by = {"today": "2026-11-23", "ahead": ahead, "by": "u-1", "limits": LIMITS}
    body = "return core.marking(given[0], given[1], {...given[2], now: Date.parse(given[3])}).clock ?? null"
    return core(page, "late", body, [content, changes, by, NOON])


@pytest.mark.parametrize(
    ("content", "today", "expected"),
    [
        ({"visit": VISIT}, "2026-11-20", None),
        ({"visit": VISIT}, "2026-11-21", "2026-11-20"),
        ({"visit": VISIT}, "2026-11-19", None),
        ({"visit": VISIT, "clock": {"afterwards": True}}, "2026-11-20", "2026-11-20"),
        ({"visit": {}}, "2026-11-20", None),
    ],
)
def test_times_are_picked_of_a_visit_of_another_day(
    page: NodePage, content: dict[str, Any], today: str, expected: str | None
) -> None:
    assert picked_on(page, content, today) == expected


def test_a_visit_that_runs_past_midnight_is_not_over(page: NodePage) -> None:
    visit = {"visit": VISIT, "needling": {"started_at": "2026-11-20T23:30:00+00:00"}}
    assert picked_on(page, visit, "2026-11-21", "2026-11-21T00:30:00Z") is None
    assert picked_on(page, visit, "2026-11-21", "2026-11-21T03:30:00Z") == "2026-11-20"
    assert picked_on(page, visit, "2026-11-22", "2026-11-21T00:30:00Z") == "2026-11-20"


def test_a_time_that_was_long_ago_is_marked_with_its_day_and_person(page: NodePage) -> None:
    at = "2026-11-22T22:59:00+00:00"  # twelve hours and a minute ago
    assert marked(page, {}, {"numbing": {"applied_at": at, "amount_g": 3}}) == {
        "late": ["numbing.applied_at 2026-11-23 u-1"]
    }
    assert marked(page, {}, {RUNS: {"runs": [{"at": at}, {"at": at}]}}) == {"late": ["zone:chin.runs 2026-11-23 u-1"]}
    assert marked(page, {}, {"numbing": {"applied_at": "2026-11-22T23:00:00+00:00"}}) is None


def test_a_correction_by_minutes_is_not_marked(page: NodePage) -> None:
    change = {"numbing": {"applied_at": "2026-11-20T10:00:00+00:00"}}
    assert marked(page, {"numbing": {"applied_at": "2026-11-20T09:00:00+00:00"}}, change) is None
    assert marked(page, {"clock": {"late": ["numbing.applied_at 2026-11-21 u-2"]}}, change) is None
    other = {"clock": {"late": ["needling.started_at 2026-11-21 u-2"]}}
    assert marked(page, other, change) == {
        "late": ["needling.started_at 2026-11-21 u-2", "numbing.applied_at 2026-11-23 u-1"]
    }


def test_a_stamped_time_that_is_moved_to_a_day_long_ago_is_marked(page: NodePage) -> None:
    """Asked a moment ago by a tap, and then said to have been asked three days ago."""
    asked = {"check": {"asked_at": "2026-11-23T10:59:00+00:00"}}
    mark = "check.asked_at 2026-11-23 u-1"
    assert marked(page, asked, {"check": {"asked_at": "2026-11-20T09:00:00+00:00"}}) == {"late": [mark]}
    assert marked(page, asked, {"check": {"asked_at": "2026-11-23T08:00:00+00:00"}}) is None
    held = {RUNS: {"runs": [{"at": "2026-11-23T10:59:00+00:00"}]}}
    assert marked(page, held, {RUNS: {"runs": [{"at": "2026-11-20T09:00:00+00:00"}]}}) == {
        "late": ["zone:chin.runs 2026-11-23 u-1"]
    }


def test_the_mark_goes_with_the_slip_of_which_it_told(page: NodePage) -> None:
    """A day typed wrong and put right: the time was entered in time."""
    held = {"check": {"asked_at": "2026-11-13T10:50:00+00:00"}, "clock": {"late": ["check.asked_at 2026-11-23 u-1"]}}
    assert marked(page, held, {"check": {"asked_at": "2026-11-23T10:50:00+00:00"}}) == {"late": []}
    assert marked(page, held, {"check": {"asked_at": "2026-11-13T10:55:00+00:00"}}) is None
    assert marked(page, held, {"check": {"asked_at": "2026-11-20T10:50:00+00:00"}}) is None


def test_a_time_stamped_by_a_wrong_clock_is_marked_with_the_difference(page: NodePage) -> None:
    now = {"needling": {"started_at": "2026-11-23T11:00:00+00:00"}}
    assert marked(page, {}, now, ahead=-6) == {"ahead": ["needling.started_at -6"]}
    assert marked(page, {}, now, ahead=5) is None
    assert marked(page, {}, {"needling": {"started_at": "2026-11-23T10:00:00+00:00"}}, ahead=-6) is None


def test_a_time_that_only_this_clock_does_not_call_future_is_marked(page: NodePage) -> None:
    def typed(clock: str) -> dict[str, Any]:
        return {"needling": {"started_at": f"2026-11-23T{clock}:00+00:00"}}

    assert marked(page, {}, typed("10:50"), ahead=20) == {"ahead": ["needling.started_at 20"]}
    assert marked(page, {}, typed("11:05"), ahead=20) == {"ahead": ["needling.started_at 20"]}
    assert marked(page, {}, typed("10:40"), ahead=20) is None
    assert marked(page, {}, typed("11:06"), ahead=20) is None
