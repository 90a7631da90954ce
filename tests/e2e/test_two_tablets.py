"""Two tablets, one value: an edit answers to what its author was shown when they began, whatever has arrived since."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.api_client import ApiClient
from tests.e2e.conftest import ADMIN, PASSWORD, PRACTITIONER, store
from tests.e2e.test_components import edit, new_note
from tests.ops import make_patch
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]

SYNC = "await engine.syncNow();"
OLD = {"text": "Peeled on day two."}
THEIRS = {"text": "Peeled on day two. ALLERGIC REACTION, antihistamine given."}
CONFLICTS = """await engine.syncNow();
  const all = await records.all("conflict", {states: ["open"]});
  return all.filter(({fields}) => fields.about.record_id === given)
    .map(({fields: {base, mine, theirs}}) => [base.value, mine.value, theirs.value]);"""


@pytest.fixture
def other(server: ServerProcess) -> Iterator[ApiClient]:
    """The other tablet, of another person, as the server sees it."""
    client = ApiClient(server.port)
    client.login(ADMIN.email, PASSWORD)
    with closing(client):
        yield client


def write(other: ApiClient, record: str, unit: str, patch: dict[str, Any]) -> None:
    """The other tablet has the record as the server has it, changes a unit of it and sends that."""
    _, page = other.request("GET", "/sync/pull?limit=500")
    seen = next(each for each in page["changes"] if each["id"] == record)
    status, body = other.push([make_patch(other.user_id, seen, unit, patch)])
    assert (status, body["results"][0]["status"]) == (200, "applied"), body


def there(server: ServerProcess, note: str, unit: str) -> dict[str, Any]:
    client = ApiClient(server.port)
    with closing(client):
        client.login(PRACTITIONER.email, PASSWORD)
        return client.request("GET", f"/notes/{note}")[1]["fields"][unit]


def sent_note(tablet: Page, fields: dict[str, Any]) -> str:
    note = new_note(tablet, {"visit": {"performed": "treated"}, **fields})
    store(tablet, SYNC)
    return note


def test_a_text_that_moved_under_the_cursor_is_said_and_the_edit_becomes_one_conflict(tablet, server, other):
    note = sent_note(tablet, {"text:remarks": OLD})
    edit(tablet, note, "words")
    box = tablet.get_by_role("textbox", name="Remarks")
    box.focus()
    tablet.keyboard.press("End")
    write(other, note, "text:remarks", THEIRS)
    store(tablet, SYNC)
    expect(box).to_have_value(OLD["text"])
    expect(tablet.locator('[id="f-text:remarks-text-field"] .moved')).to_contain_text("ALLERGIC REACTION")
    box.dispatch_event("focus")  # as when the window comes back to the front: the box shows what it showed before
    for words in (" Calm", " now."):
        tablet.keyboard.insert_text(words)
        tablet.evaluate("async () => (await import('/static/dist/app.js')).typing.flushTyping()")
        found = store(tablet, CONFLICTS, note)
    assert found == [[OLD, {"text": OLD["text"] + " Calm now."}, THEIRS]]
    assert there(server, note, "text:remarks") == THEIRS


def test_a_text_that_came_while_the_cursor_only_stood_there_is_shown_when_it_leaves(tablet, other):
    note = sent_note(tablet, {"text:remarks": OLD})
    edit(tablet, note, "words")
    box = tablet.get_by_role("textbox", name="Remarks")
    box.focus()
    write(other, note, "text:remarks", THEIRS)
    store(tablet, SYNC)
    tablet.get_by_label("Plan").focus()
    expect(box).to_have_value(THEIRS["text"])
    box.focus()
    tablet.keyboard.press("End")
    tablet.keyboard.insert_text(" Seen.")
    box.blur()
    assert store(tablet, CONFLICTS, note) == []


def test_a_figure_entered_on_a_keypad_answers_to_what_stood_there_when_it_was_opened(tablet, server, other):
    note = sent_note(tablet, {"numbing": {"used": True, "amount_g": 10}})
    edit(tablet, note, "numbing")
    tablet.locator("#f-numbing-amount_g").click()
    write(other, note, "numbing", {"amount_g": 20})
    store(tablet, SYNC)
    tablet.get_by_role("dialog").get_by_role("textbox").fill("33")
    tablet.get_by_role("button", name="Done").click()
    expect(tablet.locator("#f-numbing-amount_g-field .moved")).to_contain_text("on another tablet")
    (conflict,) = store(tablet, CONFLICTS, note)
    assert [side["amount_g"] for side in conflict] == [10, 33, 20]
    assert there(server, note, "numbing")["amount_g"] == 20


def test_an_observation_entered_over_a_newer_value_becomes_a_conflict(tablet, server, other):
    note = sent_note(tablet, {"obs:T24": {"note": OLD["text"]}})
    edit(tablet, note, "obs")
    tablet.get_by_role("button", name="Day 1").click()
    box = tablet.locator('[id="f-obs:T24-note"]')
    box.focus()
    tablet.keyboard.press("End")
    write(other, note, "obs:T24", {"note": THEIRS["text"]})
    store(tablet, SYNC)
    tablet.keyboard.insert_text(" Calm.")
    box.blur()
    (conflict,) = store(tablet, CONFLICTS, note)
    assert [side["note"] for side in conflict] == [OLD["text"], OLD["text"] + " Calm.", THEIRS["text"]]
    assert there(server, note, "obs:T24")["note"] == THEIRS["text"]


def test_a_depth_entered_over_a_zone_and_its_undo_answer_to_what_was_shown(tablet, other):
    note = sent_note(tablet, {"device": {"product": "skinpen"}, "zone:chin": {"depth_mm": [0.5]}})
    edit(tablet, note, "zone")
    tablet.locator('[id="line-zone:chin"] .figure').first.click()
    tablet.get_by_role("dialog").get_by_role("textbox").fill("0.75")
    tablet.get_by_role("button", name="Done").click()
    assert store(tablet, CONFLICTS, note) == []
    write(other, note, "zone:chin", {"depth_mm": [1.5]})
    store(tablet, SYNC)
    tablet.get_by_role("button", name="Undo").click()
    expect(tablet.get_by_text("A value was changed on another tablet")).to_be_visible()
    assert store(tablet, CONFLICTS, note) == [[{"depth_mm": [0.75]}, {"depth_mm": [0.5]}, {"depth_mm": [1.5]}]]


def test_a_hundred_edits_that_began_before_a_slow_push_collide_with_nobody(tablet, server, context):
    note = sent_note(tablet, {"text:remarks": OLD})
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    context.route("**/sync/push", hold)
    store(
        tablet,
        """
        const shown = {rev: 1, units: {"text:remarks": given[1]}};
        for (let i = 1; i <= 100; i++) {
          await edits.setFields("note", given[0], "text:remarks", {text: `Peeled ${i}`}, shown);
          if (i === 50) globalThis.sending = engine.syncNow();
          while (i === 50 && !(await outbox.list())[0].sent) await null;
        }
        """,
        [note, OLD],
    )
    for route in held:
        route.continue_()
    context.unroute("**/sync/push")
    assert store(tablet, CONFLICTS, note) == []
    assert there(server, note, "text:remarks") == {"text": "Peeled 100"}


def test_a_sheet_answers_to_the_record_it_was_opened_with(tablet, other):
    item = {"kind": "cartridge", "product": "SkinPen", "lot": "L1", "unit_codes": ["A"]}
    box = store(tablet, "const id = await edits.createLot(given); await engine.syncNow(); return id;", item)
    tablet.evaluate("() => { location.hash = '#/shelf'; }")
    tablet.get_by_role("button", name="Correct").last.click()
    sheet = tablet.get_by_role("dialog")
    sheet.get_by_label("LOT").fill("L2")
    write(other, box, "item", {"unit_codes": ["A", "B"]})
    store(tablet, SYNC)
    sheet.get_by_role("button", name="Keep").click()
    sheet.wait_for(state="detached")
    (conflict,) = store(tablet, CONFLICTS, box)
    assert [(side["lot"], side["unit_codes"]) for side in conflict] == [
        ("L1", ["A"]),
        ("L2", ["A"]),
        ("L1", ["A", "B"]),
    ]


def test_a_decision_taken_over_other_content_than_there_is_is_not_taken(tablet, other):
    note = sent_note(tablet, {"text:remarks": OLD})
    seen = store(tablet, 'return records.get("note", given);', note)
    write(other, note, "text:remarks", THEIRS)
    store(tablet, SYNC)
    void = 'return edits.voidRecord("note", given.id, "Entered twice", given).catch((error) => error.name);'
    assert store(tablet, void, seen) == "StorageError"
    assert store(tablet, 'return (await records.get("note", given)).state;', note) == "draft"
