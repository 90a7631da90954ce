"""A photo from the camera to the card of the review: sealed here at once, sent after its text, without its place."""

import base64
import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SUPERVISOR, give_secret, open_again, open_app, sign_in, store, wait_ready, wait_until
from tests.e2e.test_people import kill_browser
from tests.e2e.test_screens import go, note, patient
from tests.photos import CANARY, skin
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e

MAKE = """
  given[1].visit.operator = session.session().user.id;
  const id = await edits.createNote(await edits.createPatient(given[0]), given[1]);
  await engine.syncNow();
  return id;
"""
PICTURES = """
  const { fields } = await records.get("note", given);
  return Object.keys(fields).filter((unit) => unit.startsWith("picture:")).map((unit) => fields[unit]);
"""
ALL_SENT = """async () => {
  const { status } = await import("/static/dist/app.js");
  const { waiting, photos } = status.currentStatus();
  return waiting === 0 && photos === 0;
}"""


def choose(page: Page, *photos: bytes) -> None:
    files = [{"name": f"IMG_{n}.jpg", "mimeType": "image/jpeg", "buffer": photo} for n, photo in enumerate(photos)]
    page.locator("input[type=file][multiple]").set_input_files(files)


def rows(server: ServerProcess, query: str) -> list[Any]:
    with closing(sqlite3.connect(server.data_dir / "needlepoint.db")) as connection:
        return connection.execute(query).fetchall()


def holds(folder: Path, *wanted: bytes) -> list[str]:
    files = [(path, path.read_bytes()) for path in folder.rglob("*") if path.is_file()]
    return [path.name for path, held in files if any(each in held for each in wanted)]


def test_a_photo_survives_a_kill_arrives_after_its_text_and_says_nothing_of_its_place(
    profile, context, server, tmp_path
) -> None:
    folder, taken = tmp_path / "profile", [skin(1), skin(2)]
    first = profile()
    tablet = open_app(first, server)
    sign_in(tablet)
    note_id = store(tablet, MAKE, [patient(801), note()])
    server.stop()
    go(tablet, f"/notes/{note_id}/edit/photo")
    tablet.get_by_role("group", name="View of the next photo").get_by_role("button", name="Front").click()
    choose(tablet, *taken)
    cards = tablet.locator(".photo-card")
    expect(cards).to_have_count(2)
    expect(cards.first.locator("img")).to_be_visible()
    expect(tablet.get_by_role("status").filter(has_text="Saving photos")).to_have_count(0)
    named = store(tablet, PICTURES, note_id)
    assert sorted(each["view"] for each in named) == ["frontal", "oblique_left"]
    kill_browser(first)
    assert holds(folder, CANARY, b"JFIF\0", bytes([0xFF, 0xD8, 0xFF, 0xE0])) == [], "bytes of a photo in clear"
    server.start()
    tablet = open_again(profile(), f"{server.url}/#/waiting")
    sign_in(tablet)  # a killed browser may have kept no cookie yet
    wait_until(tablet, ALL_SENT)
    assert store(tablet, PICTURES, note_id) == named
    kept = rows(server, "SELECT sha256, data, width, height FROM picture ORDER BY sha256")
    assert [row[0] for row in kept] == sorted(each["sha256"] for each in named)
    for _sha256, data, width, height in kept:
        assert Image.open(io.BytesIO(data)).size == (width, height) == (1600, 1200)
        assert not Image.open(io.BytesIO(data)).getexif()
        assert CANARY not in data
    order = rows(server, "SELECT action FROM audit_entry WHERE action IN ('note.patch', 'picture.send') ORDER BY n")
    assert [action for (action,) in order[-2:]] == ["picture.send"] * 2
    store(tablet, "await edits.sign(given); await engine.syncNow();", note_id)
    assert rows(server, f"SELECT state FROM record WHERE id = '{note_id}'") == [("signed",)]

    desk = open_app(context, server)
    sign_in(desk, SUPERVISOR)
    go(desk, f"/review/{note_id}")
    shown = desk.locator(".review-photos .photo-button")
    expect(shown).to_have_count(2)
    expect(shown.first.locator("img")).to_be_visible()
    shown.first.click()
    whole = desk.get_by_role("dialog").locator("np-photo img")
    expect(whole).to_have_attribute("alt", re.compile("Front"))
    assert whole.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 1600


SHOT = """async ([photo, later]) => {
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  const file = new File([bytes], "image.jpg", { type: "image/jpeg" });
  const input = document.querySelector("input[type=file][capture]");
  const real = Date.now;
  const comeBack = () => document.dispatchEvent(new Event("visibilitychange"));
  input.dispatchEvent(new Event("click"));
  Date.now = () => real() + later;
  comeBack();
  const files = new DataTransfer();
  files.items.add(file);
  input.files = files.files;
  input.dispatchEvent(new Event("change"));
  document.querySelector("#photo-next + * button:last-child").click();
  comeBack();
}"""


@pytest.mark.no_worker
def test_a_tablet_that_locks_itself_while_the_camera_is_out_keeps_the_shot_under_its_view(tablet) -> None:
    """The camera was out for longer than the tablet waits; another view is tapped while the photo is drawn anew."""
    note_id = store(tablet, MAKE, [patient(802), note()])
    go(tablet, f"/notes/{note_id}/edit/photo")
    tablet.get_by_role("group", name="View of the next photo").get_by_role("button", name="Front").click()
    tablet.evaluate(SHOT, [base64.b64encode(skin(3, (3000, 2250))).decode(), 6 * 60_000])
    give_secret(tablet)
    [named] = store(tablet, PICTURES, note_id)
    assert (named["view"], bool(named["taken_at"])) == ("frontal", True)
    assert (named["width"], named["height"]) == (2048, 1536)
    assert store(tablet, "return Boolean(await pictures.readFile(given, 'full'))", named["sha256"])


HOLD = """() => {
  const real = window.createImageBitmap;
  const gone = new Promise((go) => { window.goOn = go; });
  window.createImageBitmap = async (...given) => {
    window.isHeld = true;
    await gone;
    return real(...given);
  };
}"""
OTHER_LOCKS = "async () => (await import('/static/dist/app.js')).session.lock()"
HELD = "() => window.isHeld"
SHOT_MARK = "async (key) => Boolean(await (await import('/static/dist/app.js')).drafts.getDraft(key))"


NO_MARK = f"async (key) => !(await ({SHOT_MARK})(key))"
#: A plain event opens nothing.
TELL_CAMERA = "(told) => document.querySelector('input[type=file][capture]').dispatchEvent(new Event(told))"


@pytest.mark.no_worker
def test_a_page_that_is_closed_while_the_camera_is_out_says_that_a_photo_is_missing(tablet) -> None:
    note_id = store(tablet, MAKE, [patient(803), note()])
    go(tablet, f"/notes/{note_id}/edit/photo")
    tablet.get_by_role("group", name="View of the next photo").get_by_role("button", name="45° left").click()
    mark = f"photo:{note_id}"
    for told, script in (("click", SHOT_MARK), ("cancel", NO_MARK), ("click", SHOT_MARK)):
        tablet.evaluate(TELL_CAMERA, told)
        wait_until(tablet, script, mark)
    tablet.reload()
    wait_ready(tablet)
    lost = tablet.get_by_role("status").filter(has_text="A photo is not here: 45° left")
    expect(lost).to_be_visible()
    go(tablet, "/")
    tablet.get_by_role("link", name="A photo is not here").click()
    expect(lost).to_be_visible()
    expect(tablet.get_by_role("button", name="45° left", pressed=True)).to_be_visible()
    choose(tablet, skin(4))
    expect(tablet.locator(".photo-card")).to_have_count(1)
    expect(lost).to_have_count(0)
    wait_until(tablet, NO_MARK, mark)


@pytest.mark.soak
@pytest.mark.no_worker
def test_a_note_says_when_it_is_nearly_full_and_takes_no_photo_too_many(tablet) -> None:
    note_id = store(tablet, MAKE, [patient(805), note()])
    go(tablet, f"/notes/{note_id}/edit/photo")
    cards, status = tablet.locator(".photo-card"), tablet.get_by_role("status")
    choose(tablet, *(skin(n, (64, 48)) for n in range(47)))
    expect(cards).to_have_count(47)
    expect(status.filter(has_text="of 60 photos")).to_have_count(0)
    choose(tablet, skin(47, (64, 48)))
    expect(status.filter(has_text="48 of 60 photos")).to_be_visible()
    choose(tablet, *(skin(n, (64, 48)) for n in range(48, 61)))
    expect(
        tablet.get_by_role("alert").filter(has_text="1 photo was not added: a note takes at most 60")
    ).to_be_visible()
    expect(tablet.get_by_text("This note has 60 photos, as many as it takes.")).to_be_visible()
    expect(tablet.locator("input[type=file][multiple]")).to_have_count(0)
    camera = [{"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": skin(70, (64, 48))}]
    cards.first.locator("input[type=file]").set_input_files(camera)
    expect(status.filter(has_text="Saving photos")).to_have_count(0)
    expect(cards).to_have_count(60)
    wait_until(tablet, ALL_SENT)
    assert store(tablet, "return (await outbox.listRefused()).length") == 0


@pytest.mark.no_worker
def test_a_tablet_that_is_locked_in_another_tab_stores_the_photo_that_is_being_drawn(tablet) -> None:
    note_id = store(tablet, MAKE, [patient(804), note()])
    other = tablet.context.new_page()
    other.goto(tablet.url)
    wait_ready(other)
    go(tablet, f"/notes/{note_id}/edit/photo")
    tablet.evaluate(HOLD)
    choose(tablet, skin(5))
    wait_until(tablet, HELD)
    other.evaluate(OTHER_LOCKS)
    expect(tablet.locator("body")).to_be_hidden()
    with tablet.expect_event("load"):
        tablet.evaluate("() => window.goOn()")
    wait_ready(tablet)
    [named] = store(tablet, PICTURES, note_id)
    assert store(tablet, "return Boolean(await pictures.readFile(given, 'full'))", named["sha256"])
