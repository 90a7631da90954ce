"""A person is disabled while their tablet has unsent notes: these arrive, and the tablet says what is going on."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.api_client import ApiClient
from tests.e2e.conftest import ADMIN, PASSWORD, PRACTITIONER, SUPERVISOR, store

pytestmark = pytest.mark.e2e
PATIENT = {"identity": {"mrn": "M-1", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}
VISIT = {"visit": {"performed": "treated", "session_date": "2026-11-20", "session_no": 1}}
WRITE = """
  const note = await edits.createNote(await edits.createPatient(given[0]), given[1]);
  await engine.syncNow();
  return note;
"""
EDIT_AND_SYNC = """
  await edits.setFields("note", given, "text:plan", {text: "Rest " + Math.random()});
  await engine.syncNow();
  const kept = await new Promise((done) => outbox.watchAttention(done));
  return [(await outbox.list()).length, kept.map(({error}) => error.code)];
"""


@pytest.fixture
def admin(server: Any) -> Iterator[ApiClient]:
    with closing(ApiClient(server.port)) as client:
        client.login(ADMIN.email, PASSWORD)
        yield client


def let_in(admin: ApiClient, active: bool) -> None:
    _, users = admin.request("GET", "/users")
    (user,) = [each for each in users["items"] if each["email"] == PRACTITIONER.email]
    status, body = admin.request("PATCH", f"/users/{user['id']}", {"active": active})
    assert status == 200, body


def unsent(admin: ApiClient) -> int:
    return sum(each["pending_ops"] for each in admin.request("GET", "/devices")[1]["items"])


def end_the_time(server: Any) -> None:
    with closing(sqlite3.connect(server.data_dir / "needlepoint.db")) as connection, connection:
        connection.execute("UPDATE user_account SET drains_until = '2026-01-01T00:00:00.000000Z' WHERE active = 0")


def test_what_a_disabled_person_wrote_arrives_and_the_tablet_says_so(
    tablet: Page, server: Any, admin: ApiClient
) -> None:
    note = store(tablet, WRITE, [PATIENT, VISIT])
    let_in(admin, active=False)
    assert store(tablet, EDIT_AND_SYNC, note) == [0, ["drained"]]
    tablet.goto(f"{server.url}/#/waiting")
    expect(tablet.get_by_text("Your access has been ended.")).to_be_visible()
    assert unsent(admin) == 0
    with closing(ApiClient(server.port)) as boss:
        boss.login(SUPERVISOR.email, PASSWORD)
        (item,) = boss.request("GET", "/quarantine")[1]["items"]
        assert (item["source"], item["author_name"], item["is_stated"]) == ("drained", PRACTITIONER.name, True)
        assert "text:plan" not in boss.request("GET", f"/notes/{note}")[1]["fields"]

    end_the_time(server)
    assert store(tablet, EDIT_AND_SYNC, note) == [1, ["drained"]]
    expect(tablet.get_by_text("The server no longer accepts anything from here.")).to_be_visible()
    with tablet.expect_download() as saved:
        tablet.get_by_role("button", name="Export unsent work").click()
    assert "Rest" in saved.value.path().read_text()

    let_in(admin, active=True)
    store(tablet, "await engine.syncNow();")
    expect(tablet.get_by_role("link", name="Sign in again to send")).to_be_visible()
