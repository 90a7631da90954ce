"""A week without the network: sixty notes and 360 photos on one tablet that is closed each evening (product.md, G5)."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, open_again, open_app, sign_in, store
from tests.e2e.journey import signed_in_api
from tests.e2e.test_screens import note, patient
from tests.photos import sha256
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

NOTES, DAYS, PHOTOS = 60, 7, 6
WRITE = """
  const made = [];
  const [notes, photos] = given;
  const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1800 });
  const pen = canvas.getContext("2d");
  /** Something like skin, another one each time, as a camera gives it: larger than what is kept. */
  const shoot = async () => {
    for (let n = 0; n < 20_000; n++) {
      pen.fillStyle = `hsl(${10 + Math.random() * 25} ${40 + Math.random() * 30}% ${45 + Math.random() * 30}%)`;
      pen.fillRect(Math.random() * 2400, Math.random() * 1800, 24, 24);
    }
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.95));
    return new Uint8Array(await blob.arrayBuffer());
  };
  for (const [patient, fields] of notes) {
    fields.visit.operator = session.session().user.id;
    const id = await edits.createNote(await edits.createPatient(patient), fields);
    for (let n = 0; n < photos; n++) {
      const { full, thumb, width, height, sha256 } = await photoFile.readPhoto(await shoot(), "image/jpeg");
      await pictures.keepPicture(id, sha256, { full, thumb });
      const named = { sha256, width, height, size: full.length, view: "frontal", taken_at: new Date().toISOString() };
      await edits.setFields("note", id, `picture:${crypto.randomUUID()}`, named);
    }
    await edits.sign(id, []);
    made.push([id, (await records.get("note", id)).content_hash]);
  }
  return made;
"""
SENT = """
  const end = performance.now() + 600_000;
  const left = async () => (await outbox.list()).length + (await pictures.countWaiting());
  while ((await left()) && performance.now() < end) await new Promise((go) => setTimeout(go, 500));
  return [await outbox.list(), await pictures.countWaiting()];
"""


def day_of_work(profile: Callable[[], BrowserContext], server: ServerProcess, day: int) -> list[Any]:
    """The tablet is opened cold, nine notes are written and signed, and it is closed."""
    context = profile()
    page = open_again(context, server.url)
    date = (datetime.now(UTC) - timedelta(days=DAYS - day)).date().isoformat()
    numbers = range(day, NOTES, DAYS)
    notes = [[patient(100 + n), note(session_date=date)] for n in numbers]
    made: list[Any] = store(page, WRITE, [notes, PHOTOS])
    context.close()
    return made


def let_the_login_end(server: ServerProcess) -> None:
    """A week has passed for the server too."""
    before = (datetime.now(UTC) - timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    with closing(sqlite3.connect(server.data_dir / "needlepoint.db")) as connection, connection:
        connection.execute("UPDATE login_session SET last_seen_at = ?, expires_at = ?", [before, before])


def check_photos(server: ServerProcess) -> int:
    """All are there, each the one of its name, and no text came after the first of them. Returns their bytes."""
    with closing(sqlite3.connect(server.data_dir / "needlepoint.db")) as connection:
        kept = connection.execute("SELECT sha256, data FROM picture").fetchall()
        acts = [row[0] for row in connection.execute("SELECT action FROM audit_entry ORDER BY n")]
    assert len(kept) == NOTES * PHOTOS
    assert all(sha256(data) == name for name, data in kept)
    photos = [n for n, action in enumerate(acts) if action == "picture.send"]
    texts = [n for n, action in enumerate(acts) if action in ("note.create", "note.patch", "note.sign")]
    assert max(texts) < min(photos), "text of all notes before any photo"
    return sum(len(data) for _name, data in kept)


def test_sixty_notes_of_a_week_arrive_by_themselves_and_their_photos_after_them(
    profile: Callable[[], BrowserContext], server: ServerProcess
) -> None:
    """Nobody gives the password again: an ended login still delivers what its person has signed."""
    context = profile()
    page = open_app(context, server)
    sign_in(page)
    store(page, "await engine.syncNow();")
    context.close()
    server.stop()
    made = [each for day in range(DAYS) for each in day_of_work(profile, server, day)]
    assert len(made) == NOTES
    let_the_login_end(server)
    server.start()
    began = time.perf_counter()
    page = open_again(profile(), server.url)
    page.set_default_timeout(700_000)
    assert store(page, SENT) == [[], 0]
    size = check_photos(server) / 1024**2
    print(f"{NOTES} notes and {NOTES * PHOTOS} photos, {size:.0f} MB, sent in {time.perf_counter() - began:.0f} s")
    with closing(signed_in_api(server, SUPERVISOR)) as client:
        kept = [client.request("GET", f"/notes/{note_id}")[1] for note_id, _seen in made]
    assert {each["state"] for each in kept} == {"signed"}
    assert [[each["id"], each["content_hash"]] for each in kept] == made
    assert {each["author_name"] for each in kept} == {PRACTITIONER.name}
