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

from tests.e2e.conftest import SUPERVISOR, give_secret, open_again, open_app, sign_in, store, wait_until
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
