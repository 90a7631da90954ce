"""Who holds the tablet: nobody sees or does anything without their own device secret, with or without a network."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import (
    PASSWORD,
    PRACTITIONER,
    SECRET,
    SUPERVISOR,
    give_secret,
    open_app,
    reload,
    sign_in,
    store,
    wait_started,
)

pytestmark = pytest.mark.e2e
PATIENT = {"identity": {"mrn": "M-1", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}}
NEW_PATIENT = "return edits.createPatient(given);"
TWENTY_NOTES = """
  const patient = await edits.createPatient(given);
  for (let n = 10; n < 30; n++) await edits.createNote(patient, { "text:plan": { text: `Note ${n}` } });
"""
RECEIVED = """
  const notes = await records.all("note");
  return notes.filter(({ rev, fields }) => rev && fields["text:plan"]).map(({ fields }) => fields["text:plan"].text);
"""
SYNC = "await engine.syncNow();"
HEADING = "Device secret"


@pytest.fixture
def offline(tablet: Page, server: Any) -> Any:
    store(tablet, SYNC)
    server.stop()
    yield tablet
    if server.pid is None:
        server.start()


def heading(page: Page, name: str) -> Any:
    return page.get_by_role("heading", name=name, exact=True)


def enter(page: Page, secret: str) -> None:
    page.get_by_label("Your device secret").fill(secret)
    page.get_by_role("button", name="Open", exact=True).click()


def test_w1_a_first_sign_in_asks_for_a_secret_of_ones_own(context: Any, server: Any) -> None:
    page = open_app(context, server)
    page.get_by_label("Email").fill(PRACTITIONER.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(heading(page, "Choose a device secret")).to_be_visible()
    start = page.get_by_role("button", name="Start working")
    for secret, again, is_good in (
        ("123456789", "123456789", False),
        (PASSWORD, PASSWORD, False),
        (SECRET, SECRET + " ", False),
        (SECRET, SECRET, True),
    ):
        page.get_by_label("Device secret", exact=True).fill(secret)
        page.get_by_label("Type it again").fill(again)
        expect(start).to_be_enabled(enabled=is_good)
    assert store(page, "return session.session();") is None
    start.click()
    expect(heading(page, "Home")).to_be_visible()
    me = page.evaluate("async () => (await fetch('/api/v1/me')).json()")
    assert (len(me["keys"]["signing"]), me["keys"]["recovery"]) == (1, True)
    kept = page.evaluate(ROWS)
    assert SECRET not in kept
    assert PASSWORD not in kept


ROWS = """async () => {
  const opened = await new Promise((done, fail) => {
    const asked = indexedDB.open("needlepoint:device");
    Object.assign(asked, { onsuccess: () => done(asked.result), onerror: fail });
  });
  const all = [];
  for (const name of opened.objectStoreNames) {
    const rows = opened.transaction(name).objectStore(name).getAll();
    all.push(await new Promise((done) => { rows.onsuccess = () => done(rows.result); }));
  }
  opened.close();
  return JSON.stringify(all);
}"""


def test_w1_nobody_is_anybody_by_a_tap_a_reload_or_a_new_window(offline: Page, server: Any) -> None:
    """A tile, or a reload, is not the person."""
    store(offline, NEW_PATIENT, PATIENT)
    offline.evaluate("() => { location.hash = '#/patients'; }")
    expect(heading(offline, "Patients")).to_be_visible()
    offline.reload()
    wait_started(offline)
    expect(heading(offline, HEADING)).to_be_visible()
    assert "Ruiz" not in offline.content()
    window = offline.context.new_page()
    window.goto(f"{server.url}/#/patients")
    wait_started(window)
    expect(heading(window, HEADING)).to_be_visible()
    for page in (offline, window):
        assert store(page, "return session.session();") is None
        with pytest.raises(Exception, match="Nobody is signed in"):
            store(page, "return outbox.list();")
    window.close()
    offline.get_by_role("button", name="Back").click()
    offline.get_by_role("button", name=PRACTITIONER.name).click()
    enter(offline, "a pocket full of lint")
    expect(offline.get_by_text("This is not your device secret.")).to_be_visible()
    assert store(offline, "return session.session();") is None
    enter(offline, SECRET)
    expect(heading(offline, "Patients")).to_be_visible()
    assert len(store(offline, "return outbox.list();")) == 1


def test_k8_wrong_tries_cost_time_and_nothing_else(offline: Page) -> None:
    """The page's clock is set; the waits survive a reload and are longer each time."""
    offline.clock.install()
    reload_locked(offline)
    for _ in range(2):
        enter(offline, "not this one, no")
        expect(offline.get_by_text("This is not your device secret.")).to_be_visible()
    for wait in (30, 60, 120, 240, 480, 900, 900):
        enter(offline, "not this one, no")
        expect(offline.get_by_text("Too many wrong attempts.")).to_be_visible()
        reload_locked(offline)
        expect(offline.get_by_text("Too many wrong attempts.")).to_be_visible()
        left = store(offline, "return keys.waitFor(session.lastName());")
        assert wait - 20 <= left <= wait
        offline.get_by_label("Your device secret").fill(SECRET)
        expect(offline.get_by_role("button", name="Open", exact=True)).to_be_disabled()
        offline.clock.fast_forward(wait * 1000 + 1000)
        expect(offline.get_by_role("button", name="Open", exact=True)).to_be_enabled()
    enter(offline, SECRET)
    expect(heading(offline, "Home")).to_be_visible()
    assert store(offline, "return keys.waitFor(session.lastName());") == 0


def reload_locked(page: Page) -> None:
    page.reload()
    wait_started(page)
    expect(heading(page, HEADING)).to_be_visible()


def test_k6_a_tablet_left_alone_locks_in_all_windows_and_goes_on_where_it_was(context: Any, server: Any) -> None:
    page = open_app(context, server)
    page.clock.install()
    sign_in(page)
    store(page, SYNC)
    other = open_app(context, server, "/patients")
    expect(heading(other, "Patients")).to_be_visible()
    page.evaluate("() => { location.hash = '#/settings'; }")
    expect(heading(page, "More")).to_be_visible()
    page.clock.fast_forward(4 * 60_000)
    expect(heading(page, "More")).to_be_visible()
    page.clock.fast_forward(61_000)
    expect(heading(page, HEADING)).to_be_visible()
    expect(heading(other, HEADING)).to_be_visible()
    assert [store(each, "return session.session();") for each in (page, other)] == [None, None]
    give_secret(page)
    expect(heading(page, "More")).to_be_visible()


def test_k7_a_hand_over_asks_the_next_one_and_keeps_the_work_apart(offline: Page, server: Any) -> None:
    server.start()
    store(offline, "await session.lock();")
    sign_in(offline, SUPERVISOR)
    store(offline, SYNC)
    store(offline, "await session.lock();")
    server.stop()
    reload(offline)
    person = "(await persons.people()).find(({ name }) => name === given).key"
    give = f"await session.giveSecret({json.dumps(SECRET)}, {person});"
    store(offline, give, PRACTITIONER.name)
    store(offline, NEW_PATIENT, PATIENT)
    store(offline, "await session.lock();")
    store(offline, give, SUPERVISOR.name)
    assert store(offline, "return outbox.list();") == []
    assert store(offline, "return records.all('patient');") == []


def test_k4_what_waits_is_signed_and_goes_while_the_tablet_is_locked(offline: Page, server: Any) -> None:
    """It does not wait for its author to come back."""
    patient = store(offline, NEW_PATIENT, PATIENT)
    store(offline, "await session.lock();")
    server.start()
    store(offline, SYNC)
    assert store(offline, "return (await persons.people())[0].pending;") == 0
    assert offline.evaluate(CODE, f"/api/v1/patients/{patient}") == "locked", "the cookie alone reads nothing"
    offline.goto(f"{server.url}/#/patients/{patient}")
    give_secret(offline)
    expect(heading(offline, "Ana Ruiz")).to_be_visible()
    store(offline, SYNC)
    record = store(offline, "return records.get('patient', given);", patient)
    assert (record["rev"], store(offline, "return outbox.list();")) == (1, [])
    sent = store(offline, SENT)
    assert all(
        op["signature"]["key"] == store(offline, "return keys.keysOpenFor(session.lastName()).id;") for op in sent
    )


CODE = "async (path) => (await (await fetch(path)).json()).code"
SENT = """
  const rows = await local.local().read(["sent"], ({ sent }) => sent.getAll());
  return payload.opsOf(rows, local.local().name);
"""


def test_k3_a_forgotten_secret_comes_back_with_the_password_and_loses_nothing(offline: Page, server: Any) -> None:
    store(offline, TWENTY_NOTES, PATIENT)
    reload_locked(offline)
    server.start()
    offline.get_by_role("button", name="I have forgotten it").click()
    offline.get_by_label("Password").fill(PASSWORD)
    offline.get_by_role("button", name="Sign in").click()
    expect(heading(offline, "Choose another device secret")).to_be_visible()
    for label in ("Device secret", "Type it again"):
        offline.get_by_label(label, exact=True).fill("another pocket of lots")
    offline.get_by_role("button", name="Start working").click()
    expect(offline.locator(".welcome")).to_have_count(0)
    store(offline, SYNC)
    assert store(offline, "return outbox.list();") == []
    assert sorted(store(offline, RECEIVED)) == [f"Note {n}" for n in range(10, 30)]
    reload_locked(offline)
    enter(offline, SECRET)
    expect(offline.get_by_text("This is not your device secret.")).to_be_visible()
    enter(offline, "another pocket of lots")
    expect(offline.locator("#secret")).to_have_count(0)


def test_k6_timers_go_on_without_a_patient_while_it_is_locked(tablet: Page) -> None:
    store(tablet, SYNC)
    note = """
      const patient = await edits.createPatient(given);
      const applied_at = new Date(Date.now() - 41 * 60_000).toISOString();
      await edits.createNote(patient, { visit: { performed: "treated" }, numbing: { applied_at } });
    """
    store(tablet, note, PATIENT)
    tablet.evaluate("() => { location.hash = '#/'; }")
    expect(tablet.locator(".clock-strip", has_text="Ruiz")).to_be_visible()
    store(tablet, "await session.lock();")
    tablet.reload()
    wait_started(tablet)
    strip = tablet.locator(".clock-strip", has_text="cream on")
    expect(strip).to_contain_text(PRACTITIONER.name)
    expect(strip).to_contain_text("41")
    assert "Ruiz" not in tablet.content()
