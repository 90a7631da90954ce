"""A week without the network: sixty notes in the browser of one tablet that is closed each evening (product.md, G5)."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, open_again, open_app, sign_in, store
from tests.e2e.journey import signed_in_api
from tests.e2e.test_screens import note, patient
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

NOTES, DAYS = 60, 7
WRITE = """
  const made = [];
  for (const [patient, fields] of given) {
    fields.visit.operator = session.session().user.id;
    const id = await edits.createNote(await edits.createPatient(patient), fields);
    await edits.sign(id, []);
    made.push([id, (await records.get("note", id)).content_hash]);
  }
  return made;
"""
SENT = """
  const end = performance.now() + 180_000;
  while ((await outbox.list()).length && performance.now() < end) await new Promise((go) => setTimeout(go, 200));
  return outbox.list();
"""


def day_of_work(profile: Callable[[], BrowserContext], server: ServerProcess, day: int) -> list[Any]:
    """The tablet is opened cold, nine notes are written and signed, and it is closed."""
    context = profile()
    page = open_again(context, server.url)
    date = (datetime.now(UTC) - timedelta(days=DAYS - day)).date().isoformat()
    numbers = range(day, NOTES, DAYS)
    made: list[Any] = store(page, WRITE, [[patient(100 + n), note(session_date=date)] for n in numbers])
    context.close()
    return made


def let_the_login_end(server: ServerProcess) -> None:
    """A week has passed for the server too."""
    before = (datetime.now(UTC) - timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    with closing(sqlite3.connect(server.data_dir / "needlepoint.db")) as connection, connection:
        connection.execute("UPDATE login_session SET last_seen_at = ?, expires_at = ?", [before, before])


def test_sixty_notes_of_a_week_arrive_by_themselves(
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
    assert store(open_again(profile(), server.url), SENT) == []
    with closing(signed_in_api(server, SUPERVISOR)) as client:
        kept = [client.request("GET", f"/notes/{note_id}")[1] for note_id, _seen in made]
    assert {each["state"] for each in kept} == {"signed"}
    assert [[each["id"], each["content_hash"]] for each in kept] == made
    assert {each["author_name"] for each in kept} == {PRACTITIONER.name}
