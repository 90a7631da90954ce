"""What a tablet keeps over a kill, a sign-out and a hand-over: what is unsent stays with the one who wrote it."""

import os
import signal

import pytest
from playwright.sync_api import Error, expect

from tests.e2e.conftest import PRACTITIONER, SECRET, SUPERVISOR, open_again, open_app, sign_in, store, wait_ready

pytestmark = pytest.mark.e2e
PATIENT = {"identity": {"mrn": "M-1", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}
VISIT = {"visit": {"performed": "treated", "session_date": "2026-11-20", "session_no": 1}}
NEW_NOTE = """
  const patient = await edits.createPatient(given[0]);
  return edits.createNote(patient, given[1]);
"""


def new_note(page) -> str:
    return store(page, NEW_NOTE, [PATIENT, VISIT])


@pytest.fixture
def offline(tablet, server):
    """The tablet while its server is stopped; started again afterwards."""
    store(tablet, "await engine.syncNow();")
    server.stop()
    yield tablet
    if server.pid is None:
        server.start()


def test_saved_work_survives_the_kill_of_the_browser(profile, server):
    context = profile()
    page = open_app(context, server)
    sign_in(page)
    store(page, "await engine.syncNow();")
    server.stop()
    try:
        note = new_note(page)
        store(page, 'await edits.setFields("note", given, "text:plan", {text: "Retinol pause"});', note)
        kill_browser(context)
        page = open_again(profile(), f"{server.url}/#/waiting")
        found = store(
            page, 'return [await records.get("note", given), (await outbox.list()).map((op) => op.kind)];', note
        )
    finally:
        server.start()
    assert found[0]["fields"]["text:plan"] == {"text": "Retinol pause"}
    assert found[0]["fields"]["visit"] == VISIT["visit"]
    assert found[1] == ["create", "create", "patch"]


def kill_browser(context) -> None:
    """SIGKILL to the browser's main process, found by the debugger itself; the rest of it dies with it."""
    session = (
        context.browser.new_browser_cdp_session() if context.browser else context.new_cdp_session(context.pages[0])
    )
    pids = [
        each["id"] for each in session.send("SystemInfo.getProcessInfo")["processInfo"] if each["type"] == "browser"
    ]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(Error):
        context.pages[0].reload(timeout=10_000)


def test_signing_out_with_unsent_work_lists_it_and_with_force_keeps_it(offline):
    new_note(offline)
    first = store(offline, "return session.signOut();")
    assert (first["done"], len(first["pending"])) == (False, 2)
    found = store(offline, "await session.signOut({force: true}); return [session.session(), await persons.people()];")
    assert found[0] is None
    assert [(person["name"], person["pending"], person["signedIn"]) for person in found[1]] == [
        (PRACTITIONER.name, 2, False)
    ]


def test_who_signed_out_without_a_network_is_asked_for_the_password(profile, server):
    """Neither a reload nor a restart brings the session back, and the server ends it as soon as it can be asked."""
    context = profile()
    page = open_app(context, server)
    sign_in(page)
    store(page, "await engine.syncNow();")
    server.stop()
    store(page, "await session.signOut();")
    server.start()
    with page.expect_response("**/api/v1/logout") as ended:
        page.reload()
    assert ended.value.status == 200
    assert page.evaluate("async () => (await fetch('/api/v1/me')).status") == 401
    wait_ready(page)
    expect(page.get_by_role("heading", name="Who is working?")).to_be_visible()
    assert store(page, "return session.session();") is None
    context.close()
    page = open_again(profile(), server.url)
    page.get_by_role("button", name=PRACTITIONER.name).click()
    expect(page.get_by_label("Password")).to_be_visible()
    sign_in(page)
    store(page, "await engine.syncNow();")
    assert store(page, "await session.endLogin(); return status.currentStatus().connection;") == "online"


def test_nobody_sees_the_queue_of_another(offline, server):
    new_note(offline)
    store(offline, "await session.signOut({force: true});")
    server.start()
    sign_in(offline, SUPERVISOR)
    found = store(
        offline, "return [await outbox.list(), (await persons.people()).map((each) => [each.name, each.pending])];"
    )
    # What the other one wrote waits, or the tablet has delivered it by itself since the server is back.
    assert found in [[[], [[SUPERVISOR.name, 0], [PRACTITIONER.name, count]]] for count in (0, 2)]
    sign_in(offline)
    store(offline, "await engine.syncNow();")
    ask = "return [await outbox.list(), status.currentStatus().connection, (await records.all('note')).length];"
    assert store(offline, ask) == [[], "online", 1]


def test_a_colleague_takes_over_without_a_network_and_nothing_is_sent_in_the_wrong_name(offline, server):
    server.start()
    sign_in(offline, SUPERVISOR)
    store(offline, "await engine.syncNow();")
    server.stop()
    chosen = """
      const person = (await persons.people()).find(({name}) => name === given[0]);
      await session.giveSecret(given[1], person.key);
      return session.session().user.name;
    """
    assert store(offline, chosen, [PRACTITIONER.name, SECRET]) == PRACTITIONER.name
    new_note(offline)
    server.start()
    found = store(
        offline, "await engine.syncNow(); return [status.currentStatus().connection, (await outbox.list()).length];"
    )
    assert found == ["signin", 2]
    sign_in(offline)
    store(offline, "await engine.syncNow();")
    assert store(offline, "return (await outbox.list()).length;") == 0


@pytest.mark.soak
def test_w3_a_reset_is_shown_at_the_next_sign_in_until_it_was_read(context, server):
    server.flask("users", "reset", SUPERVISOR.email)
    page = open_app(context, server)
    sign_in(page, SUPERVISOR)
    page.goto(f"{server.url}/#/")
    notice = page.locator(".banner", has_text="another password for you was made by the server's console")
    expect(notice).to_have_count(1)
    notice.get_by_role("button", name="I have read this").click()
    expect(notice).to_have_count(0)
    page.reload()
    wait_ready(page)
    expect(page.get_by_role("heading", name="Home")).to_have_count(1)
    expect(notice).to_have_count(0)
