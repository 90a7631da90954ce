"""The screens around a note, by touch and keyboard: they open, show the stored state and can be left."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import (
    ADMIN,
    PASSWORD,
    PRACTITIONER,
    SUPERVISOR,
    choose_secret,
    open_app,
    sign_in,
    store,
    wait_until,
)
from tests.tablet import ANSWERED_ONCE, signable

pytestmark = pytest.mark.e2e
expect.set_options(timeout=20_000)

SCREENS = (
    "/", "/patients", "/patients/new", "/follow-up", "/recall-due", "/review", "/conflicts", "/waiting",
    "/settings", "/ready", "/users", "/registry", "/shelf", "/lot-recall", "/protocols", "/nowhere",
)  # fmt: skip
PHONE = {"width": 390, "height": 844}
SIGNED = """
  const made = [];
  for (const [patient, notes] of given) {
    const id = await edits.createPatient(patient);
    for (const fields of notes) {
      fields.visit.operator = session.session().user.id;
      const note = await edits.createNote(id, fields);
      await edits.sign(note, []);
      made.push(note);
    }
  }
  await engine.syncNow();
  return made;
"""
STATE = "const note = await records.get('note', given); return note.state;"
RETURNED = """async (id) =>
  (await (await import("/static/dist/app.js")).records.get("note", id)).state === "returned" """
NARROW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll("button, a.row, a.button, a.place, .chip, select, main input")]
  .filter((each) => each.offsetParent !== null && !each.classList.contains("skip-link"))
  .filter((each) => !["checkbox", "radio"].includes(each.type))
  .filter((each) => each.getBoundingClientRect().height < 44)
  .map((each) => each.outerHTML.slice(0, 90))"""


def patient(number: int, **identity: str) -> dict:
    named = {
        "mrn": f"S-{number}",
        "given": "Łucja",
        "family": f"Müller {number}",
        "birth_date": "1990-05-04",
    } | identity
    return {"identity": named, **ANSWERED_ONCE, "body": {"sex_at_birth": "female", "fitzpatrick": "III"}}


def note(session_no: int = 1, depth: float = 0.5, **visit: object) -> dict:
    fields = signable("", session_no=session_no, sessions_planned=4, interval_weeks_planned=4, **visit)
    return fields | {"zone:cheek_left": {"depth_mm": [depth], "passes": 2, "endpoint": "light_erythema"}}


def go(page: Page, path: str) -> None:
    page.evaluate(f"location.hash = '#{path}'")


@contextmanager
def cut_off(page: Page) -> Iterator[None]:
    """The server answers others while this tablet's requests die on the way."""
    page.context.route("**/api/v1/sync/**", lambda route: route.abort())
    yield
    page.context.unroute("**/api/v1/sync/**")


@pytest.fixture
def faults(context):
    """Errors of any page of this context; a test that takes it fails when there was one."""
    found: list[str] = []
    context.on("weberror", lambda error: found.append(str(error.error)))
    yield found
    assert found == []


@pytest.fixture
def office(browser, server):
    """A second browser, for the supervisor."""
    made = browser.new_context(viewport={"width": 1194, "height": 834}, has_touch=True)
    page = open_app(made, server)
    sign_in(page, SUPERVISOR)
    store(page, "await engine.syncNow();")
    yield page
    made.close()


@pytest.mark.parametrize("person", [PRACTITIONER, SUPERVISOR, ADMIN], ids=lambda person: person.role)
def test_every_screen_opens_for_every_role_and_fits_a_phone(context, server, faults, person):
    page = open_app(context, server)
    sign_in(page, person)
    page.set_viewport_size(PHONE)
    for path in SCREENS:
        go(page, path)
        expect(page.locator("main h1, main h2").first).to_be_attached()
        expect(page.locator(".skeleton")).to_have_count(0)
        assert page.evaluate(NARROW) <= 0, f"{path} is wider than a phone"
        assert page.evaluate(SMALL) == [], path


def test_sign_in_tells_wrong_from_unreachable(context, server):
    page = open_app(context, server)
    page.fill("#email", PRACTITIONER.email)
    page.fill("#password", "not the right one at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    server.stop()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    server.start()
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    choose_secret(page)
    expect(page.locator(".person-name")).to_have_text(PRACTITIONER.name)


def test_a_patient_and_a_note_are_begun_with_the_server_gone(tablet, server, faults):
    store(tablet, "await engine.syncNow();")
    go(tablet, "/")
    expect(tablet.get_by_role("button", name="New note")).to_be_visible()
    server.stop()
    try:
        tablet.get_by_role("button", name="New note").click()
        tablet.get_by_role("button", name="New patient").click()
        tablet.get_by_role("button", name="Create and begin the note").click()
        expect(tablet.get_by_role("alert")).to_contain_text("Record number, Given names")
        for name, value in patient(1)["identity"].items():
            tablet.fill(f"#f-identity-{name}", value)
        tablet.get_by_role("button", name="Create and begin the note").click()
        tablet.wait_for_url(re.compile("/notes/.*/edit"))
        found = store(
            tablet, "const all = await records.all('note'); return all.find((each) => each.local.created).fields.visit;"
        )
        assert found["performed"] == "treated"
        assert found["session_no"] == 1
        go(tablet, "/waiting")
        expect(tablet.get_by_role("link", name=re.compile("Łucja Müller 1, visit 1 New note"))).to_be_visible()
        with tablet.expect_download() as download:
            tablet.get_by_role("button", name="Export unsent work").click()
        kinds = [op["kind"] for op in json.loads(download.value.path().read_text())["waiting"]]
        assert kinds.count("create") == 2
        tablet.locator(".person-button").click()
        tablet.get_by_role("button", name="Sign out").click()
        expect(tablet.get_by_role("dialog")).to_contain_text("Not everything is sent")
        tablet.get_by_role("button", name="Stay signed in").click()
    finally:
        server.start()
    store(tablet, "await engine.syncNow();")
    expect(tablet.locator(".status-strip")).to_contain_text("0 waiting")


@pytest.mark.soak
def test_search_finds_without_accents_by_number_and_by_date(tablet, faults):
    store(
        tablet,
        "await edits.createPatient(given);",
        patient(77, given="Zoë", family="Ångström", birth_date="1988-02-09"),
    )
    go(tablet, "/patients")
    for typed in ("angst", "zoe ang", "S-77", "9.2.1988", "1988-02-09"):
        tablet.fill("#search", typed)
        expect(tablet.locator("main .row")).to_have_count(1)
        expect(tablet.locator("main .row")).to_contain_text("Zoë Ångström")
    tablet.fill("#search", "nobody of this name")
    expect(tablet.locator(".empty")).to_contain_text("Nobody found")


@pytest.mark.soak
def test_the_same_name_and_birth_date_is_warned_of(tablet, faults):
    same = {"given": "Ada", "family": "Twin", "birth_date": "1991-01-01"}
    store(tablet, "await edits.createPatient(given);", patient(2, **same))
    go(tablet, "/patients/new")
    for name, value in same.items():
        tablet.fill(f"#f-identity-{name}", value.upper() if name == "given" else value)
    expect(tablet.get_by_role("alert")).to_contain_text("already")
    tablet.fill("#f-identity-given", "Bea")
    expect(tablet.get_by_role("alert")).to_have_count(0)
    tablet.fill("#f-identity-mrn", "s 2")
    tablet.get_by_role("button", name="Create the patient").click()
    expect(tablet.get_by_text("A record number belongs to one patient.")).to_be_visible()
    expect(tablet.locator("#f-identity-mrn")).to_be_focused()
    expect(tablet.locator("#f-identity-mrn")).to_have_attribute("autocorrect", "off")
    tablet.get_by_role("link", name="Open that one").click()
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Ada Twin")


def test_the_deck_approves_with_one_key_takes_back_and_returns_pinned(tablet, server, office, faults):
    pair = [patient(10), [note(1, session_date="2026-10-20"), note(2, 1.5)]]
    first, second, third = store(tablet, SIGNED, [pair, [patient(11), [note()]]])
    store(office, "await engine.syncNow();")
    office.evaluate(f"location.hash = '#/review/{second}'")
    expect(office.locator(".review-name")).to_have_text("Łucja Müller 10")
    expect(office.locator(".review-body")).to_contain_text(re.compile("Left cheek.*0.5 mm.*→.*1.5 mm", re.DOTALL))
    office.locator(".review-name").focus()
    office.keyboard.press("a")
    office.get_by_role("button", name="Undo").click()
    expect(office.locator(".review-name")).to_be_focused()
    assert store(office, STATE, second) == "signed"
    office.keyboard.press("a")
    expect(office.get_by_text("Approved")).to_be_visible()
    go(office, f"/review/{third}")
    expect(office.locator(".review-name")).to_have_text("Łucja Müller 11")
    office.locator(".review-name").focus()
    office.keyboard.press("r")
    office.get_by_label("What should be corrected?").fill("Which cheek bled longer?")
    office.get_by_label("Where").select_option(label="Left cheek")
    office.get_by_role("button", name="Return to the author").click()
    go(office, "/")
    wait_until(office, RETURNED, third)
    store(office, "await engine.syncNow();")
    store(tablet, "await engine.syncNow();")
    assert store(tablet, STATE, second) == "approved"
    go(tablet, "/")
    expect(tablet.get_by_text("Which cheek bled longer?")).to_be_visible()
    assert store(tablet, "return (await records.get('note', given)).review.unit;", third) == "zone:cheek_left"
    assert store(office, STATE, first) == "signed"


def test_two_texts_stand_side_by_side_until_somebody_chooses(tablet, office, server, faults):
    made = "const p = await edits.createPatient(given); await engine.syncNow(); return p;"
    person = store(tablet, made, patient(20))
    store(office, "await engine.syncNow();")
    change = "await edits.setFields('patient', given[0], 'text:remarks', {text: given[1]}); await engine.syncNow();"
    with cut_off(tablet):
        store(tablet, change, [person, "Prefers mornings"])
        store(office, change, [person, "Prefers evenings"])
    store(tablet, "await engine.syncNow();")
    go(tablet, "/conflicts")
    tablet.get_by_role("link", name=re.compile("Łucja Müller 20")).click()
    decide = tablet.locator(".bar .button--primary")
    expect(decide).to_be_disabled()
    expect(tablet.locator(".side[data-side=mine]")).to_contain_text("Prefers mornings")
    expect(tablet.locator(".side[data-side=theirs]")).to_contain_text("Prefers evenings")
    tablet.get_by_role("button", name="Combine both texts").click()
    tablet.get_by_label("Your wording").fill("Mornings or evenings, never noon")
    decide.click()
    expect(tablet.locator(".empty")).to_contain_text("No conflicting edits")
    store(tablet, "await engine.syncNow();")
    store(office, "await engine.syncNow();")
    text = store(office, "return (await records.get('patient', given)).fields['text:remarks'].text;", person)
    assert text == "Mornings or evenings, never noon"


def test_what_came_after_the_signature_becomes_an_amendment(tablet, browser, server, faults):
    begin = """const p = await edits.createPatient(given[0]);
      given[1].visit.operator = session.session().user.id;
      const n = await edits.createNote(p, given[1]);
      await engine.syncNow(); return n;"""
    late = "await edits.setFields('note', given, 'text:plan', {text: 'Vitamin C from Friday'}); await engine.syncNow();"
    made = store(tablet, begin, [patient(25), note()])
    other = browser.new_context()
    desk = open_app(other, server)
    sign_in(desk, PRACTITIONER)
    store(desk, "await engine.syncNow();")
    with cut_off(tablet):
        store(tablet, late, made)
        store(desk, "await edits.sign(given, []); await engine.syncNow();", made)
    other.close()
    store(tablet, "await engine.syncNow();")
    go(tablet, "/conflicts")
    tablet.get_by_role("link", name=re.compile("Changed after it was signed")).click()
    expect(tablet.locator(".side[data-side=mine]")).to_contain_text("Vitamin C from Friday")
    tablet.get_by_role("button", name="Amend the note with this").click()
    tablet.wait_for_url(re.compile(f"/notes/{made}/amend"))
    expect(tablet.get_by_text("Vitamin C from Friday").first).to_be_visible()


def test_what_the_server_refuses_stays_until_a_word_is_typed(tablet, faults):
    fields = note()
    del fields["needling"]
    store(tablet, SIGNED, [[patient(30), [fields]]])
    go(tablet, "/waiting")
    refusal = tablet.locator(".refusal")
    expect(refusal).to_contain_text("missing")
    refusal.get_by_role("button", name="Discard").click()
    sure = tablet.get_by_role("button", name="Discard for good")
    expect(sure).to_be_disabled()
    tablet.locator("dialog input").fill("discard")
    sure.click()
    expect(refusal).to_have_count(0)


@pytest.mark.soak
def test_an_invitation_is_shown_once_and_the_last_administrator_stays(context, server, browser, faults):
    page = open_app(context, server)
    sign_in(page, ADMIN)
    go(page, "/users")
    page.get_by_role("button", name="Add a person").click()
    page.fill("#new-name", "Rosa Marín")
    page.fill("#new-email", "rosa@clinic.example")
    page.get_by_role("button", name="Add and make the link").click()
    link = page.locator("#invite-link").input_value()
    page.get_by_role("button", name="Done").click()
    page.get_by_label(f"Role of {ADMIN.name}").select_option("practitioner")
    expect(page.get_by_role("alert")).to_contain_text("last administrator")
    guest = browser.new_context()
    theirs = guest.new_page()
    theirs.goto(link)
    start = theirs.get_by_role("button", name="Start working")
    theirs.fill("#password", "too short")
    theirs.fill("#again", "too short")
    expect(start).to_be_disabled()
    for password in ("rosa@clinic rosa@clinic", "seven quiet lanterns"):
        theirs.fill("#password", password)
        theirs.fill("#again", password)
        start.click()
        if password.startswith("rosa"):
            expect(theirs.get_by_role("alert")).to_contain_text("too easy to guess")
    choose_secret(theirs)
    expect(theirs.locator(".person-button")).to_be_visible()
    guest.close()


@pytest.mark.soak
def test_the_printed_page_says_what_the_server_does_not_know(tablet, server, faults):
    store(tablet, "await engine.syncNow();")
    server.stop()
    try:
        store(tablet, SIGNED, [[patient(40), [note(2, 1.25)]]])
        go(tablet, "/patients")
        tablet.fill("#search", "S-40")
        tablet.locator("main .row").click()
        tablet.get_by_role("link", name="Print on this tablet").click()
        expect(tablet.locator(".summary-warning")).to_contain_text("not yet confirmed by the server")
        expect(tablet.locator(".summary")).to_contain_text("1.25 mm")
        expect(tablet.locator(".summary .map-face")).to_be_visible()
        tablet.emulate_media(media="print")
        expect(tablet.locator(".bar")).to_be_hidden()
    finally:
        server.start()
