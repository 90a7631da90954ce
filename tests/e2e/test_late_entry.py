"""A note entered days after the visit: its times are picked, not stamped, and say when they were entered."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store
from tests.e2e.journey import wait_saved
from tests.e2e.test_components import edit, new_note, stored

USED = {"used": True, "product": "emla", "skin_intact": "yes"}


def test_the_times_of_a_visit_of_another_day_are_picked(tablet: Page) -> None:
    visit = {"performed": "treated", "session_date": "2026-11-20"}
    note = new_note(tablet, {"visit": visit, "numbing": USED})
    edit(tablet, note, "numbing")
    entry = tablet.locator("#time-applied_at")
    expect(tablet.get_by_role("button", name="Cream on")).to_have_count(0)
    expect(tablet.get_by_role("button", name="Now", exact=True)).to_have_count(0)
    assert "applied_at" not in stored(tablet, note)["numbing"]
    entry.fill("09:05")
    entry.blur()
    wait_saved(tablet)
    kept = stored(tablet, note)
    assert kept["numbing"]["applied_at"].startswith("2026-11-20T09:05:00")
    assert re.fullmatch(r"numbing\.applied_at \d{4}-\d\d-\d\d \S+", kept["clock"]["late"][0])
    expect(tablet.get_by_text(re.compile("^Entered afterwards, on"))).to_be_visible()
    expect(tablet.locator(".stopwatch")).to_have_attribute("data-state", "idle")


@pytest.mark.soak
def test_somebody_says_that_a_visit_of_today_is_entered_afterwards(tablet: Page) -> None:
    today = tablet.evaluate("new Date().toLocaleDateString('sv')")
    note = new_note(tablet, {"visit": {"performed": "treated", "session_date": today}, "numbing": USED})
    edit(tablet, note, "visit")
    tablet.get_by_label("Entered afterwards: I choose the times").check()
    wait_saved(tablet)
    assert store(tablet, 'return (await records.get("note", given)).fields.clock;', note) == {"afterwards": True}
    edit(tablet, note, "numbing")
    expect(tablet.get_by_role("button", name="Cream on")).to_have_count(0)
    expect(tablet.locator("input#time-applied_at")).to_be_visible()
