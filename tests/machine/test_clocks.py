"""A tablet's clock that is wrong, or is put right, decides nothing: not what is kept, nor when the server is asked."""

from typing import Any

import pytest
from flask import Flask

from tests.machine.tablets import Tablets
from tests.machine.test_new_epoch import Two

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)  # the server does nothing of its own here
MINUTE = 60_000
DAY = 24 * 60 * MINUTE


@pytest.fixture
def two(app: Flask, backend: Any, tablets: Tablets) -> Two:
    return Two(app, backend, tablets)


def test_a_clock_that_is_wrong_by_months_costs_nothing_that_is_sent_again(two: Two) -> None:
    tablets, (note, _) = two.tablets, two.notes
    kept = two.backend.keep()
    two.edit(0, note, "Seen.")
    two.sync(0)
    tablets.host("set", device=0, ahead=100 * DAY)
    tablets.call(0, 0, "engine.checkEverything")
    two.restore(kept)
    for device in (0, 0, 1, 1):
        two.sync(device)
    assert two.shown(1)[note] == "Seen."


def test_a_clock_that_was_set_back_puts_no_comparison_off(two: Two) -> None:
    tablets = two.tablets
    tablets.host("set", device=0, ahead=100 * DAY)
    tablets.call(0, 0, "engine.checkEverything")
    tablets.host("set", device=0, ahead=0, fault="request lost", meets="/sync/manifest")
    two.sync(0)
    assert tablets.call(0, 0, "status.currentStatus")["connection"] == "offline"


def test_a_clock_that_was_set_back_makes_no_tablet_wait(two: Two) -> None:
    tablets = two.tablets
    tablets.host("set", device=0, ahead=100 * DAY, fault="request lost", meets="/sync/pull")
    two.sync(0)
    tablets.host("set", device=0, ahead=0)
    assert 0 < tablets.call(0, 0, "backoff.waitTime") <= MINUTE
