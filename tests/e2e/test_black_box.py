"""All the unsent work of a tablet travels in a file: a supervisor imports it, once, and nothing in it is lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import SUPERVISOR, open_app, sign_in, store
from tests.e2e.test_components import edit, new_note
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
SYNC = "await engine.syncNow();"
WRITE = 'await edits.setFields("note", given, "text:remarks", {text: "Swollen since noon"});'
DRAFT = "await drafts.saveDraft(`amend:${given}`, {reason: 'Wrong lot of the cream', changes: {}});"


@pytest.fixture
def desk(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """The supervisor's tablet."""
    made = browser.new_context()
    page = open_app(made, server)
    sign_in(page, SUPERVISOR)
    yield page
    made.close()


def go(page: Page, path: str) -> None:
    page.evaluate("(path) => { location.hash = path; }", path)


def test_the_work_of_a_tablet_that_cannot_send_reaches_the_record_by_a_file(tablet, desk, context, tmp_path):
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    store(tablet, SYNC)
    context.route("**/sync/push", lambda route: route.abort())
    store(tablet, WRITE + DRAFT, note)
    go(tablet, "/waiting")
    with tablet.expect_download() as fetched:
        tablet.get_by_role("button", name="Export unsent work").click()
    file = tmp_path / "unsent.json"
    fetched.value.save_as(file)

    store(desk, SYNC)
    go(desk, "/quarantine")
    box = desk.get_by_label("Import the unsent work of a tablet")
    for said in ("Imported: 1", "here already: 1"):
        box.set_input_files(file)
        expect(desk.get_by_role("status").filter(has_text=said)).to_be_visible()
        expect(desk.locator("article.refusal")).to_have_count(1)
    card = desk.locator("article.refusal")
    expect(card).to_contain_text("author as stated")
    expect(card).to_contain_text("Swollen since noon")
    expect(desk.get_by_text("Wrong lot of the cream")).to_be_visible()

    context.unroute("**/sync/push")
    store(tablet, SYNC)
    assert store(tablet, "return [(await outbox.list()).length, status.currentStatus().attention];") == [0, 1]
    edit(tablet, note, "words")
    expect(tablet.get_by_text("Swollen since noon")).to_be_visible()
    expect(tablet.get_by_role("button", name="Take into the note")).to_be_visible()

    card.get_by_role("button", name="Keep with the record").click()
    expect(card).to_have_count(0)
    go(desk, f"/notes/{note}")
    kept = desk.locator(".banner", has_text="Kept with this record, not part of it")
    expect(kept).to_contain_text("Swollen since noon")
    expect(kept).to_contain_text(f"Kept here by {SUPERVISOR.name}")
