"""Patients who are not on the tablet: said, found on the server, opened, and compared with a new one."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import ADMIN, open_app, sign_in, store

pytestmark = pytest.mark.e2e
IDENTITY = {"mrn": "M-1", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}
LONG_AGO = "2020-01-01T12:00:00.000000Z"


@pytest.mark.soak
def test_a_patient_out_of_scope_is_found_on_the_server_and_a_twin_is_said(context, server):
    note = leave_two_out_of_scope(open_app(context, server), server)
    other = context.browser.new_context(viewport={"width": 834, "height": 1194})
    page = open_app(other, server)
    sign_in(page)
    store(page, "await engine.syncNow();")
    assert store(page, 'return (await records.all("patient")).length;') == 0

    page.goto(f"{server.url}/#/notes/{note}")
    expect(page.get_by_text("Rest.")).to_be_visible()
    page.goto(f"{server.url}/#/patients")
    expect(page.get_by_text("1 more may exist on the server")).to_be_visible()
    server.stop()
    page.get_by_role("searchbox").fill("ruiz")
    expect(page.get_by_text("The patient may exist there.")).to_be_visible()
    server.start()
    page.get_by_role("searchbox").fill("ana ruiz")
    page.get_by_role("button", name="Ana Ruiz").click()
    expect(page.get_by_role("heading", name="Ana Ruiz")).to_be_visible()

    twin = {**IDENTITY, "mrn": "M-2"}
    store(page, "await edits.createPatient({identity: given}); await engine.syncNow();", twin)
    page.goto(f"{server.url}/#/")
    say_that_they_are_two(page)
    store(page, "await engine.syncNow();")
    expect(page.get_by_text("May be the same person")).to_have_count(0)
    other.close()


def leave_two_out_of_scope(page, server):
    """Ana, and Eva with the note whose id is returned, unseen for years; an admin then asks for 36 months."""
    sign_in(page, ADMIN)
    store(page, "await edits.createPatient({identity: given});", IDENTITY)
    note = store(
        page,
        """
        const patient = await edits.createPatient({identity: given});
        const note = await edits.createNote(patient, {"text:plan": {text: "Rest."}});
        await engine.syncNow();
        return note;
        """,
        {**IDENTITY, "mrn": "M-3", "given": "Eva"},
    )
    with closing(sqlite3.connect(server.data_dir / "needlepoint.db")) as connection, connection:
        connection.execute("UPDATE patient_scope SET last_at = ?, kept = 0", [LONG_AGO])
    page.goto(f"{server.url}/#/clinic")
    page.get_by_role("button", name="36 months").click()
    page.get_by_role("button", name="Save changes (1)").click()
    expect(page.get_by_role("button", name="Save changes (1)")).to_be_hidden()
    return note


def say_that_they_are_two(page):
    """From home, after a look at each of them."""
    page.get_by_role("link", name="Ana Ruiz may be recorded twice").click()
    expect(page.get_by_text("The other: ")).to_contain_text("M-1")
    page.get_by_role("link", name="Open the other").click()
    expect(page.get_by_text("The other: ")).to_contain_text("M-2")
    page.get_by_role("button", name="They are two people").click()
    page.get_by_role("textbox", name="How do you know?").fill("Both were here on one day.")
    page.get_by_role("dialog").get_by_role("button", name="They are two people").click()
    expect(page.get_by_text("May be the same person")).to_have_count(0)
