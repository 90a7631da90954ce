"""An untouched note is calm: what was not reached is to do; at most one line of findings stands above the work."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store
from tests.e2e.journey import wait_saved
from tests.e2e.test_components import COMPLETE, PATIENT, edit, new_note, stored, until

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
UNTOUCHED = {"visit": {"performed": "treated", "session_date": "2026-03-02", "session_no": 1, "operator": None}}
ALLERGIC = PATIENT | {"allergy:0198c0de-0000-7000-8000-0000000000ab": {"name": "Lidocaine", "status": "active"}}
STARTED = "return edits.createNote(await edits.createPatient(given[0]), given[1]);"


def test_questions_that_nobody_came_to_are_counted_and_raise_no_alarm(tablet: Page) -> None:
    note = new_note(tablet, UNTOUCHED)
    edit(tablet, note, "visit")
    expect(tablet.locator(".missing-button .figure")).to_be_visible()
    lines = tablet.locator(".notices .finding")
    marked = tablet.locator(".step-mark[data-severity]")
    expect(lines).to_have_count(0)
    expect(marked).to_have_count(0)
    for step in ("consent", "check", "device"):
        tablet.locator(f".step[data-step={step}]").tap()  # seen and left without an answer
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("No signed consent")
    expect(marked).not_to_have_count(0)


def test_what_is_recorded_or_too_late_is_shown_at_once(tablet: Page) -> None:
    note = store(tablet, STARTED, [ALLERGIC, UNTOUCHED | {"numbing": {"used": True, "product": "emla"}}])
    edit(tablet, note, "visit")
    lines = tablet.locator(".notices .finding")
    expect(lines).to_have_count(1)
    expect(lines).to_contain_text("allergy to this anaesthetic")
    applied = {"used": True, "product": "emla", "applied_at": "2026-03-02T08:00:00+01:00"}
    late = store(tablet, STARTED, [ALLERGIC, UNTOUCHED | {"numbing": applied}])
    edit(tablet, late, "visit")
    expect(lines).to_have_count(1)
    tablet.locator(".other-finding").get_by_role("button", name="more").tap()
    sheet = tablet.get_by_role("dialog", name="To sign")
    expect(sheet.get_by_text("No signed consent")).to_be_visible()


def test_what_is_missing_stands_by_section_and_is_answered_where_one_tap_answers_it(tablet: Page) -> None:
    lacking = {unit: values for unit, values in COMPLETE.items() if unit not in ("check", "prp")}
    lacking["obs:T30"] = {"erythema": 1}
    note = new_note(tablet, lacking)
    edit(tablet, note, "device")
    tablet.locator(".missing-button").tap()
    sheet = tablet.get_by_role("dialog", name="To sign")
    parts = sheet.locator(".missing-part")
    assert [each.get_attribute("data-step") for each in parts.all()] == ["check", "prp", "obs"]
    sheet.get_by_role("button", name="All asked").tap()
    expect(parts).to_have_count(2)
    assert stored(tablet, note)["check"]["sunburn"] == "no"
    sheet.get_by_role("button", name="Close").tap()
    tablet.evaluate("(id) => { location.hash = `#/notes/${id}/sign`; }", note)
    prp = tablet.get_by_role("region", name="PRP", exact=True)
    prp.get_by_role("button", name="No", exact=True).tap()
    until(tablet, note, "prp.used", False)
    expect(prp.get_by_role("button", name="No", exact=True)).to_have_attribute("aria-pressed", "true")
    wait_saved(tablet)
    pain = tablet.get_by_role("region", name="After", exact=True)
    pain.get_by_role("button", name="2", exact=True).tap()
    until(tablet, note, "obs:T30.pain_now", 2)
