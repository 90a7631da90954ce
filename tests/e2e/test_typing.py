"""What is typed: handed over within a second, called saved when it is, never dropped without a question.

The clock of these pages stands still unless a test moves it, so that a pause is a pause and not a slow machine.
"""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import open_again, open_app, sign_in, store
from tests.e2e.test_components import edit, new_note, until
from tests.e2e.test_people import kill_browser

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]

WORDS = "Redness settles within a day, the patient keeps the cream and calls at once when a blister shows. "
SAVED = "return status.currentStatus().saved;"
TEXT = 'return (await records.get("note", given)).fields["text:remarks"]?.text ?? "";'
BEHIND = 'await edits.setFields("note", given, "visit", {room: String(Math.random())});'  # in line after what was typed
MARK = '[id="f-text:remarks-text-field"] .saved'


def remarks(page: Page, note: str):
    """The box of the remarks with the cursor in it, on a page whose clock stands still: at the present, for the watch
    that locks an idle tablet began before and would find that years have passed."""
    edit(page, note, "words")
    box = page.get_by_role("textbox", name="Remarks")
    box.focus()
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=2))
    return box


def type_on(page: Page, text: str, ms: int) -> None:
    for letter in text:
        page.keyboard.insert_text(letter)
        page.clock.run_for(ms)


@pytest.fixture
def note(tablet: Page) -> str:
    return new_note(tablet, {"visit": {"performed": "treated"}})


def test_of_224_characters_typed_without_a_pause_a_kill_loses_the_last_second(profile, server):
    context = profile()
    tablet = open_app(context, server)
    sign_in(tablet)
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    remarks(tablet, note)
    text = (WORDS * 3)[:224]
    type_on(tablet, text, 50)
    said = store(tablet, SAVED)
    store(tablet, BEHIND, note)
    kill_browser(context)
    tablet = open_again(profile(), f"{server.url}/#/waiting")
    kept = store(tablet, TEXT, note)
    assert text.startswith(kept)
    assert (len(text) - len(kept) <= 20, said) == (True, False), len(kept)


def test_a_pause_of_150_ms_hands_over_and_only_then_it_is_called_saved(tablet, note):
    remarks(tablet, note)
    type_on(tablet, "Calm", 100)
    assert store(tablet, SAVED) is False
    assert store(tablet, TEXT, note) == ""
    tablet.clock.run_for(50)
    assert store(tablet, BEHIND + TEXT, note) == "Calm"
    expect(tablet.locator(MARK)).to_have_text("saved")
    expect(tablet.locator("[data-fact=saved] .fact-long")).to_have_text("on this tablet")
    tablet.keyboard.insert_text("er")
    assert store(tablet, SAVED) is False
    expect(tablet.locator(MARK)).not_to_be_visible()


def test_leaving_a_field_hands_over_at_once(tablet, note):
    remarks(tablet, note)
    tablet.keyboard.insert_text("Left early")
    tablet.keyboard.press("Tab")
    assert store(tablet, BEHIND + TEXT, note) == "Left early"


HOLD = """
  const request = indexedDB.open(local.fileOf(local.local().name));
  await new Promise((done) => { request.onsuccess = done; });
  const held = request.result.transaction(["outbox"], "readwrite").objectStore("outbox");
  await new Promise((done) => {
    const hold = () => { done(); if (!globalThis.letGo) held.count().onsuccess = hold; };
    held.count().onsuccess = hold;
  });
"""


def test_while_a_write_hangs_nothing_is_called_saved(tablet, note):
    remarks(tablet, note)
    strip = tablet.locator("[data-fact=saved] .fact-long")
    expect(strip).to_have_text("on this tablet")
    store(tablet, HOLD)
    tablet.keyboard.insert_text("Calm")
    tablet.keyboard.press("Tab")
    tablet.clock.run_for(5_000)
    expect(strip).to_have_text("saving")
    expect(tablet.locator(MARK)).to_have_text("")
    assert store(tablet, SAVED) is False
    tablet.evaluate("() => { globalThis.letGo = true; }")
    assert store(tablet, BEHIND + TEXT, note) == "Calm"
    expect(strip).to_have_text("on this tablet")
    expect(tablet.locator(MARK)).to_have_text("saved")


FULL = """() => {
  const {put} = IDBObjectStore.prototype;
  globalThis.empty = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""


def test_a_screen_with_what_could_not_be_saved_is_not_left_without_a_question(tablet, note):
    edit(tablet, note, "words")
    tablet.evaluate(FULL)
    box = tablet.get_by_role("textbox", name="Remarks")
    box.fill("Calm")
    box.blur()
    expect(tablet.get_by_role("alert")).to_contain_text("Not saved on this tablet")
    expect(tablet.locator("[data-fact=saved] .fact-long")).to_have_text("not saved")
    tablet.get_by_role("link", name="Needlepoint").click()
    question = tablet.get_by_role("dialog", name="Not saved on this tablet")
    question.get_by_role("button", name="Stay on this page").click()
    expect(box).to_have_value("Calm")
    assert note in tablet.url
    tablet.evaluate("globalThis.empty()")
    tablet.get_by_role("button", name="Try again").click()
    until(tablet, note, "text:remarks.text", "Calm")
    tablet.get_by_role("link", name="Needlepoint").click()
    expect(tablet.get_by_role("heading", name="Home")).to_be_attached()
    expect(question).not_to_be_attached()


def test_what_could_not_be_saved_is_given_up_only_in_so_many_words(tablet, note):
    edit(tablet, note, "words")
    tablet.evaluate(FULL)
    tablet.get_by_role("textbox", name="Remarks").fill("Calm")
    tablet.get_by_role("link", name="Needlepoint").click()
    tablet.get_by_role("dialog").get_by_role("button", name="Leave without saving").click()
    expect(tablet.get_by_role("heading", name="Home")).to_be_attached()
    expect(tablet.locator("[data-fact=saved] .fact-long")).to_have_text("on this tablet")


def test_signing_out_asks_about_an_unfinished_amendment_and_keeps_it(tablet, note):
    begin = "await drafts.saveDraft(`amend:${given}`, {reason: 'Wrong lot', changes: {}}); await engine.syncNow();"
    store(tablet, begin, note)
    edit(tablet, note, "words")
    tablet.get_by_role("button", name="menu").click()
    tablet.get_by_role("button", name="Sign out").click()
    question = tablet.get_by_role("dialog", name="Not everything is finished")
    expect(question.get_by_role("link", name=re.compile("^An amendment, not signed · Ana Ruiz"))).to_be_visible()
    with tablet.expect_download() as fetched:
        question.get_by_role("button", name="Export unsent work").click()
    (kept,) = json.loads(fetched.value.path().read_text())["drafts"]
    assert (kept["key"], kept["value"]["reason"]) == (f"amend:{note}", "Wrong lot")
    question.get_by_role("button", name="Sign out anyway").click()
    tablet.wait_for_url("**/#/sign-in")
    sign_in(tablet)
    assert store(tablet, "return (await drafts.getDraft(`amend:${given}`)).reason;", note) == "Wrong lot"


def test_a_reason_to_void_a_note_is_kept_until_it_is_discarded(tablet, note):
    tablet.evaluate("(hash) => { location.hash = hash; }", f"#/notes/{note}")
    tablet.get_by_role("button", name="Declare void").click()
    tablet.get_by_role("dialog").get_by_role("textbox").fill("The wrong patient")
    tablet.get_by_role("dialog").get_by_role("button", name="Close").click()
    tablet.get_by_role("button", name="Declare void").click()
    expect(tablet.get_by_role("dialog").get_by_role("textbox")).to_have_value("The wrong patient")
    tablet.get_by_role("dialog").get_by_role("button", name="Close").click()
    store(tablet, "await engine.syncNow();")
    tablet.get_by_role("button", name="menu").click()
    tablet.get_by_role("button", name="Sign out").click()
    question = tablet.get_by_role("dialog", name="Not everything is finished")
    question.get_by_role("button", name="Discard", exact=True).click()
    tablet.get_by_role("button", name="Discard for good").click()
    expect(question.get_by_role("link", name="A reason to declare a record void")).to_have_count(0)
    assert store(tablet, "return (await drafts.allDrafts()).length;") == 0


def test_a_box_takes_what_the_server_takes_and_says_when_it_is_full(tablet, note, server):
    edit(tablet, note, "visit")
    tablet.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    room = tablet.get_by_label("Room")
    room.focus()
    tablet.keyboard.insert_text("x" * 410)
    expect(tablet.get_by_text("410 of 500 characters")).to_be_visible()
    tablet.keyboard.insert_text("y" * 110)
    expect(tablet.get_by_text("Full: 500 characters. Anything beyond was not taken.")).to_be_visible()
    written = """
      await engine.syncNow();
      const { fields } = await records.get("note", given);
      return [fields.visit.room, (await local.local().read(["attention"], (db) => db.attention.count()))];
    """
    assert store(tablet, written, note) == ["x" * 410 + "y" * 90, 0]
