"""A supervisor returns a note to one of its parts; its author finds the comment there, corrects, and is approved."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api_client import ApiClient
from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, TABLET, open_app, sign_in, store
from tests.e2e.journey import Note, sent, signed_in_api, sync_now, wait_saved
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE, signable

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]

SLOW = 60_000
COMMENT = "Six passes or two? The plan said six."
expect.set_options(timeout=SLOW)


@pytest.fixture
def office(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    made = browser.new_context(**TABLET)
    yield as_person(made, server, SUPERVISOR)
    made.close()


def as_person(context: BrowserContext, server: ServerProcess, person: object) -> Page:
    page = open_app(context, server)
    page.set_default_timeout(SLOW)
    sign_in(page, person)
    sync_now(page)
    return page


def complete_note(server: ServerProcess) -> str:
    """A note with nothing missing, as the practitioner's other tablet sent it."""
    client = signed_in_api(server, PRACTITIONER)
    with closing(client):
        patient = client.new_patient(1)
        patient["fields"] |= ANSWERED_ONCE | {"body": {"sex_at_birth": "female", "fitzpatrick": "III"}}
        fields = signable(client.user_id)
        note = client.op("create", "note", str(uuid4()), patient_id=patient["id"], fields=fields)
        status, body = client.push([patient, note])
    assert status == 200, body
    assert [each["status"] for each in body["results"]] == ["applied", "applied"], body
    return note["id"]


def on_the_server(server: ServerProcess, note_id: str) -> dict:
    client = signed_in_api(server, PRACTITIONER)
    with closing(client):
        status, note = client.request("GET", f"/notes/{note_id}")
    assert status == 200, note
    return note


def go(page: Page, path: str) -> None:
    page.evaluate("(path) => { location.hash = path; }", path)


def sign(page: Page, note_id: str) -> None:
    go(page, f"/notes/{note_id}/sign")
    page.get_by_role("heading", name="What you sign").wait_for()
    page.get_by_role("button", name=re.compile("^Sign")).last.click()
    sent(page, note_id, "signed")


def give_back(page: Page, note_id: str) -> None:
    sync_now(page)
    go(page, f"/review/{note_id}")
    page.get_by_role("button", name="Return", exact=True).click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("What should be corrected?").fill(COMMENT)
    sheet.get_by_label("Where").select_option(label="Left cheek")
    sheet.get_by_role("button", name="Return to the author").click()
    page.get_by_role("status").filter(has_text="Returned").wait_for()
    go(page, "/")
    sent(page, note_id, "returned")


def test_a_returned_note_is_corrected_signed_again_and_approved(
    context: BrowserContext, server: ServerProcess, office: Page
) -> None:
    note_id = complete_note(server)
    tablet = as_person(context, server, PRACTITIONER)
    sign(tablet, note_id)
    give_back(office, note_id)
    returned = on_the_server(server, note_id)
    assert (returned["state"], returned["review"]["unit"]) == ("returned", "zone:cheek_left")

    sync_now(tablet)
    go(tablet, "/")
    tablet.get_by_role("link").filter(has_text=COMMENT).click()
    expect(tablet.get_by_text(f"Returned by {SUPERVISOR.name}")).to_be_visible()
    expect(tablet.get_by_text(COMMENT)).to_be_visible()
    expect(tablet.locator(".step[aria-current]")).to_have_attribute("data-step", "zone")
    note = Note(tablet)
    note.part("Remarks")
    note.write("Remarks", "Two passes: the skin bled early.")
    wait_saved(tablet)
    sign(tablet, note_id)
    again = on_the_server(server, note_id)
    assert (again["state"], again["version"]) == ("signed", 2)

    sync_now(office)
    go(office, f"/review/{note_id}")
    office.get_by_role("button", name="Approve").click()
    office.get_by_role("status").filter(has_text="Approved").wait_for()
    go(office, "/")
    sent(office, note_id, "approved")
    approved = on_the_server(server, note_id)
    assert approved["state"] == "approved"
    assert approved["fields"]["text:remarks"]["text"] == "Two passes: the skin bled early."


@pytest.mark.soak
def test_it_opens_at_the_time_the_comment_is_about(context: BrowserContext, server: ServerProcess) -> None:
    """Right after the treatment, not a day later; the amendment of a signed note begins with the day after."""
    note_id = complete_note(server)
    for person, kind, more in (
        (PRACTITIONER, "sign", {"acknowledged": []}),
        (SUPERVISOR, "return", {"comment": COMMENT, "unit": "obs:T0"}),
    ):
        client = signed_in_api(server, person)
        with closing(client):
            _, note = client.request("GET", f"/notes/{note_id}")
            _, body = client.push([client.op(kind, "note", note_id, content_hash=note["content_hash"], **more)])
        assert body["results"][0]["status"] == "applied", body
    tablet = as_person(context, server, PRACTITIONER)
    go(tablet, f"/notes/{note_id}/edit")
    expect(tablet.locator(".step[aria-current]")).to_have_attribute("data-step", "obs")
    expect(tablet.locator(".time-points [aria-pressed=true]")).to_contain_text("Right after")
    expect(tablet.locator("[data-unit='obs:T0']")).to_be_visible()


def test_a_return_is_pinned_to_a_field_answered_in_five_taps_and_the_change_alone_is_reviewed(
    context: BrowserContext, server: ServerProcess, office: Page
) -> None:
    """Three taps for the supervisor, also without the network; the author lands on that field at that time point."""
    note_id = complete_note(server)
    with closing(signed_in_api(server, PRACTITIONER)) as client:
        decide(client, "sign", note_id, acknowledged=[])
    sync_now(office)
    go(office, f"/review/{note_id}")
    at_t0 = office.locator(".lines-group").filter(has_text="Right after")
    server.stop()
    count = taps(office)
    at_t0.get_by_role("button", name="Redness").click()
    office.get_by_role("dialog").get_by_role("button", name="Please check").click()
    office.get_by_role("dialog").get_by_role("button", name="Return to the author").click()
    assert count() == 3
    office.get_by_role("status").filter(has_text="Returned").wait_for()
    go(office, "/")
    server.start()
    sent(office, note_id, "returned")

    tablet = as_person(context, server, PRACTITIONER)
    go(tablet, "/")
    count = taps(tablet)
    tablet.get_by_role("link").filter(has_text="Please check").click()
    expect(tablet.locator(".time-points [aria-pressed=true]")).to_contain_text("Right after")
    field = tablet.locator("[id='f-obs:T0-erythema-field']")
    expect(field.locator(":focus")).to_have_count(1)
    field.get_by_role("button", name=re.compile("^2")).click()
    wait_saved(tablet)
    tablet.get_by_role("button", name="Review and sign").click()
    tablet.get_by_role("heading", name="What you sign").wait_for()
    tablet.get_by_role("button", name=re.compile("^Sign")).last.click()
    sent(tablet, note_id, "signed")
    assert count() <= 5

    sync_now(office)
    go(office, f"/review/{note_id}")
    card = office.locator(".review-card")
    expect(card.get_by_role("button", name="Changed since the return")).to_have_attribute("aria-pressed", "true")
    expect(card.locator("dd.change")).to_have_count(1)
    expect(card.locator(".pins")).to_contain_text("Please check")
    go(office, f"/notes/{note_id}")
    rounds = office.get_by_role("region", name="Rounds of the review").get_by_role("listitem")
    expect(rounds.filter(has_text="Corrected and signed by")).to_have_count(1)


def taps(page: Page) -> Callable[[], int]:
    page.evaluate("() => { window.tapped = 0; addEventListener('click', () => { window.tapped += 1; }, true); }")
    return lambda: page.evaluate("window.tapped")


def test_l10_an_amendment_refused_after_the_return_is_read_in_the_note_and_taken_into_it(
    context: BrowserContext, server: ServerProcess
) -> None:
    """Its author, or a supervisor from home, reads the text in words; nothing of it has to be typed again."""
    note_id = complete_note(server)
    text = "Burning after the second pass."
    tablet = as_person(context, server, PRACTITIONER)
    with closing(signed_in_api(server, PRACTITIONER)) as client:
        decide(client, "sign", note_id, acknowledged=[])
    tablet.evaluate("async () => (await import('/static/dist/app.js')).engine.syncNow()")
    context.route("**/sync/push", lambda route: route.abort())
    store(tablet, AMEND, [note_id, text])
    with closing(signed_in_api(server, SUPERVISOR)) as client:
        decide(client, "return", note_id, comment=COMMENT)
    context.unroute("**/sync/push")
    store(tablet, "await engine.syncNow(); await engine.syncNow();")
    go(tablet, "/")
    tablet.get_by_role("link").filter(has_text="1 refused or imported entry").click()
    card = tablet.get_by_role("article").filter(has_text="Amendment")
    expect(card).to_contain_text(text)
    expect(card.get_by_role("button", name="Enter as my edit")).to_be_visible()
    go(tablet, f"/notes/{note_id}")
    refused = tablet.locator(".banner").filter(has_text="Refused by the server, kept on this tablet")
    expect(refused).to_contain_text(text)
    refused.get_by_role("button", name="Take into the note").click()
    tablet.wait_for_url(f"**/#/notes/{note_id}/edit*")
    expect(tablet.locator(".banner").filter(has_text="Refused by the server")).to_have_count(0)
    left = store(tablet, "await engine.syncNow(); return status.currentStatus();")
    assert (left["waiting"], left["attention"]) == (0, 0)
    assert on_the_server(server, note_id)["fields"]["text:remarks"]["text"] == text


def test_a_refused_edit_that_is_taken_up_replaces_nothing_written_meanwhile(
    context: BrowserContext, server: ServerProcess
) -> None:
    """It is based on what its author saw then: the newer text stays, and both become a conflict."""
    note_id = complete_note(server)
    tablet = as_person(context, server, PRACTITIONER)
    store(tablet, "await engine.syncNow();")
    context.route("**/sync/push", lambda route: route.abort())
    store(tablet, REFUSED, [note_id, "Two passes, no more."])
    with closing(signed_in_api(server, PRACTITIONER)) as client:
        newer = {"base_rev": 1, "base": {}, "patch": {"text": "ALLERGIC REACTION, antihistamine given"}}
        _, body = client.push([client.op("patch", "note", note_id, unit="text:remarks", **newer)])
        assert body["results"][0]["status"] == "applied", body
    store(tablet, "await engine.syncNow();")
    go(tablet, f"/notes/{note_id}")
    tablet.get_by_role("button", name="Take into the note").click()
    tablet.wait_for_url(f"**/#/notes/{note_id}/edit*")
    context.unroute("**/sync/push")
    mine = store(tablet, CONFLICTS)
    assert mine == [{"text": "Two passes, no more."}]
    assert on_the_server(server, note_id)["fields"]["text:remarks"]["text"] == newer["patch"]["text"]


def decide(client: ApiClient, kind: str, note_id: str, **more: object) -> None:
    _, note = client.request("GET", f"/notes/{note_id}")
    _, body = client.push([client.op(kind, "note", note_id, content_hash=note["content_hash"], **more)])
    assert body["results"][0]["status"] == "applied", body


AMEND = "await edits.amend(given[0], 'Seen at home the same evening.', {'text:remarks': {text: given[1]}}, []);"
REFUSED = """
  await edits.setFields("note", given[0], "text:remarks", {text: given[1]});
  await queue.reject({op_id: (await outbox.list()).at(-1).op_id, error: {code: "validation", detail: "Refused."}});
"""
CONFLICTS = """
  await engine.syncNow();
  return (await records.all("conflict")).map(({fields}) => fields.mine.value);
"""
