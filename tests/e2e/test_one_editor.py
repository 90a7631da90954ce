"""Two windows of one tablet: one writes in a note, the other reads it until it takes over or the first one leaves."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store, wait_ready
from tests.e2e.test_components import edit, new_note, until

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
PLAN = "text:plan"


@pytest.fixture
def other(tablet: Page, server) -> Page:
    window = tablet.context.new_page()
    window.goto(server.url)
    wait_ready(window)
    yield window
    window.close()


def open_words(page: Page, note: str) -> None:
    page.evaluate("(hash) => { location.hash = hash; }", f"#/notes/{note}/edit/words")


def test_two_windows_do_not_overwrite_each_other(tablet: Page, other: Page) -> None:
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    edit(tablet, note, "words")
    tablet.get_by_label("Plan").focus()
    tablet.keyboard.insert_text("ALLERGIC REACTION, antihistamine given")
    open_words(other, note)
    expect(other.get_by_role("heading", name="This note is open in another window")).to_be_visible()
    expect(other.get_by_label("Plan")).to_have_count(0)

    other.get_by_role("button", name="Write here instead").click()
    expect(other.get_by_label("Plan")).to_have_value("ALLERGIC REACTION, antihistamine given")
    expect(tablet.get_by_role("heading", name="This note is open in another window")).to_be_visible()
    other.get_by_label("Plan").press("End")
    other.keyboard.insert_text(" at once")
    until(other, note, f"{PLAN}.text", "ALLERGIC REACTION, antihistamine given at once")

    other.evaluate("location.hash = '#/'")
    expect(tablet.get_by_label("Plan")).to_have_value("ALLERGIC REACTION, antihistamine given at once")
    assert store(tablet, 'return (await records.all("conflict")).length;') == 0


def test_the_waiting_window_can_read_the_note(tablet: Page, other: Page) -> None:
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    edit(tablet, note, "words")
    open_words(other, note)
    other.get_by_role("link", name="Read the note").click()
    expect(other).to_have_url(f"{other.url.partition('#')[0]}#/notes/{note}")
    expect(other.locator("h1")).to_be_visible()


def test_two_windows_do_not_overwrite_each_other_in_a_patient(tablet: Page, other: Page) -> None:
    patient = store(tablet, 'return await edits.createPatient({identity: {given: "Ana", family: "Ruiz"}});')
    address = f"#/patients/{patient}/edit"
    tablet.evaluate("(hash) => { location.hash = hash; }", address)
    expect(tablet.get_by_label("Family name")).to_have_value("Ruiz")
    other.evaluate("(hash) => { location.hash = hash; }", address)
    first, second = tablet, other
    expect(second.get_by_role("heading", name="This patient is open in another window")).to_be_visible()
    second.get_by_role("button", name="Write here instead").click()
    expect(second.get_by_label("Family name")).to_have_value("Ruiz")
    expect(first.get_by_role("link", name="To the patient")).to_be_visible()


def test_a_follow_up_in_another_window_leads_to_its_note(tablet: Page, other: Page) -> None:
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    tablet.evaluate("(hash) => { location.hash = hash; }", f"#/follow-up/{note}/T24")
    expect(tablet.get_by_role("button", name="No answer")).to_be_visible()
    other.evaluate("(hash) => { location.hash = hash; }", f"#/follow-up/{note}/T24")
    other.get_by_role("link", name="Read the note").click()
    expect(other.locator("h1")).to_be_visible()
    expect(other.get_by_role("heading", name="is not on this tablet")).to_have_count(0)
