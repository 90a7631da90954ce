"""Unsent work whose way to the server is closed: by another order of arrival, or because its author is disabled
or their login has ended."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import expect

from tests.api_client import ApiClient
from tests.e2e.conftest import ADMIN, PASSWORD, PRACTITIONER, SUPERVISOR, open_app, reload, sign_in, store, wait_until
from tests.e2e.test_sync_engine import PATIENT, VISIT, server_note, settled

pytestmark = pytest.mark.e2e
TWO = """
  const patient = await edits.createPatient(given[0]);
  return edits.createNote(patient, given[1]);
"""


def set_active(server, active: bool) -> None:
    client = ApiClient(server.port)
    with closing(client):
        client.login(ADMIN.email, PASSWORD)
        _, users = client.request("GET", "/users")
        (author,) = [user["id"] for user in users["items"] if user["email"] == PRACTITIONER.email]
        status, answer = client.request("PATCH", f"/users/{author}", {"active": active})
        assert status == 200, answer


@contextmanager
def disabled(server) -> Iterator[None]:
    set_active(server, active=False)
    try:
        yield
    finally:
        set_active(server, active=True)


def test_l9_the_file_of_a_disabled_author_is_imported_by_a_supervisor_once(tablet, browser, server, context):
    context.route(re.compile("/sync/(push|drain)"), lambda route: route.abort())
    store(tablet, TWO, [PATIENT, VISIT])
    work = store(tablet, "return outbox.exportAll();")
    with disabled(server), closing(browser.new_context()) as other:
        desk = open_app(other, server)
        sign_in(desk, SUPERVISOR)
        desk.evaluate("location.hash = '/quarantine'")
        chosen = desk.locator("input[type=file]")
        for told in ("Imported: 2", "here already: 2"):
            chosen.set_input_files({"name": "u.json", "mimeType": "application/json", "buffer": work.encode()})
            expect(desk.get_by_text(told)).to_be_visible()


def test_l13_a_note_that_arrives_before_its_patient_waits_for_it(tablet, server, context):
    def without_patient(route):
        body = route.request.post_data_json
        ops = [op for op in body["ops"] if op["type"] != "patient"]
        if not ops:
            return route.abort()  # the patient alone, before the note was written
        answer = route.fetch(post_data={**body, "ops": ops})
        said.extend(result["status"] for result in answer.json()["results"])
        route.fulfill(response=answer)

    said: list[str] = []
    context.route("**/sync/push", without_patient)
    note = store(tablet, TWO, [PATIENT, VISIT])
    assert settled(tablet)["outbox"] == 2
    assert said[0] == "retry"
    context.unroute("**/sync/push")
    assert settled(tablet) == {"outbox": 0, "connection": "online"}
    assert server_note(server, note)["fields"]["visit"]["session_no"] == 1


SENT = """async () => {
  const { outbox } = await import("/static/dist/app.js");
  return (await outbox.list()).length === 0;
}"""

SHUT_OUT = """async () => {
  const { status } = await import("/static/dist/app.js");
  const { connection, syncing } = status.currentStatus();
  return connection === "signin" && !syncing;
}"""


@pytest.mark.no_worker
def test_who_signs_in_again_need_not_wait_for_the_next_try(tablet):
    note = store(tablet, TWO, [PATIENT, VISIT])
    assert settled(tablet)["outbox"] == 0
    tablet.context.clear_cookies()
    store(tablet, 'await edits.setFields("note", given, "text:plan", {text: "Rest"});', note)
    reload(tablet)
    wait_until(tablet, SHUT_OUT)
    sign_in(tablet)
    wait_until(tablet, SENT)
