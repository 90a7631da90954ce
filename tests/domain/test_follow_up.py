"""When a patient is to be seen or called after a treatment."""

from datetime import datetime

import pytest

from server.domain.catalogue.events import EVENT
from server.domain.follow_up import follow_ups
from server.domain.follow_up_check import check
from server.domain.limits import LIMITS
from server.domain.times import day
from tests.domain.vectors import cases, follow_up_around, title


@pytest.mark.parametrize("case", cases("follow_up"), ids=title)
def test_windows(case):
    now = datetime.fromisoformat(case["now"])
    made = case.get("made", [])
    assert follow_ups(case["content"], now, LIMITS["follow_up"], day(case["next"]), made) == case["expect"]


def test_windows_follow_each_other_without_a_gap():
    windows = LIMITS["follow_up"]
    assert [window["until_h"] for window in windows] == [*(window["from_h"] for window in windows[1:]), 2016]
    assert all(window["from_h"] < window["due_h"] for window in windows)


def test_the_rule_that_says_due_means_the_same_end():
    """O07 counts minutes, the task hours: one and the same window."""
    ends = {window["key"]: window["due_h"] * 60 for window in LIMITS["follow_up"]}
    assert LIMITS["observation"]["due_min"].items() <= ends.items()


@pytest.mark.parametrize("case", cases("follow_up_check"), ids=title)
def test_what_a_follow_up_lacks_and_what_is_found_in_it(case):
    found = check(case["content"], *follow_up_around(case))
    assert found.flags == case["flags"]
    assert [[one.rule, one.severity, one.fields] for one in found.findings] == case["findings"]
    assert "told" not in case or [one.message for one in found.findings] == [case["told"]]
    assert [[gap.unit, gap.field, gap.problem] for gap in found.gaps] == case["gaps"]
    assert [one.rule for one in found.standing(case["acknowledged"])] == case["standing"]


def test_a_red_flag_is_an_adverse_event_that_can_be_named():
    terms = {choice.value for choice in EVENT.fields[1].choices}
    assert {flag for case in cases("follow_up_check") for flag in case["flags"]} <= terms
