"""When a patient is to be seen or called after a treatment."""

from datetime import datetime

import pytest

from server.domain.follow_up import follow_ups
from server.domain.limits import LIMITS
from server.domain.times import day
from tests.domain.vectors import cases, title


@pytest.mark.parametrize("case", cases("follow_up"), ids=title)
def test_windows(case):
    now = datetime.fromisoformat(case["now"])
    assert follow_ups(case["content"], now, LIMITS["follow_up"], day(case["next"])) == case["expect"]


def test_windows_follow_each_other_without_a_gap():
    windows = LIMITS["follow_up"]
    assert [window["until_h"] for window in windows] == [*(window["from_h"] for window in windows[1:]), 2016]
    assert all(window["from_h"] < window["due_h"] for window in windows)


def test_the_rule_that_says_due_means_the_same_end():
    """O07 counts minutes, the task hours: one and the same window."""
    ends = {window["key"]: window["due_h"] * 60 for window in LIMITS["follow_up"]}
    assert LIMITS["observation"]["due_min"].items() <= ends.items()
