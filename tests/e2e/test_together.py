"""Notes without findings, approved with one tap: those that were read, not those that scrolled by."""

from contextlib import closing
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server.domain.review_together import parts_of
from tests.api_client import ApiClient
from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, open_app, sign_in
from tests.e2e.journey import signed_in_api, sync_now
from tests.e2e.test_deck import visit
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]

ROOM_FOR_ONE = {"width": 834, "height": 2100}
SCROLL_BY = """async () => {
  const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
  const end = document.body.scrollHeight;
  for (const top of [end / 2, end, 0]) {
    scrollTo(0, top);
    await frame();
  }
}"""


@pytest.fixture(scope="module")
def two(server: ServerProcess) -> list[dict[str, Any]]:
    client = signed_in_api(server, PRACTITIONER)
    with closing(client):
        patient = client.new_patient(71)
        patient["fields"] |= ANSWERED_ONCE
        days = (date(2026, 6, 1), date(2026, 7, 13))
        fields = [visit(client.user_id, day, n) for n, day in enumerate(days)]
        del fields[0]["zone:chin"]
        notes = [client.op("create", "note", str(uuid4()), patient_id=patient["id"], fields=each) for each in fields]
        _, made = client.push([patient, *notes])
        found = [result["record"] for result in made["results"][1:]]
        signs = [client.op("sign", "note", one["id"], content_hash=one["content_hash"]) for one in found]
        _, signed = client.push([op | {"acknowledged": []} for op in signs])
        assert [one["status"] for one in signed["results"]] == ["applied"] * 2, signed
        answer_a_return(server, client)
    return found


def answer_a_return(server: ServerProcess, client: ApiClient) -> None:
    """A note that is looked at by itself, which only the whole note tells, not the row of the list."""
    patient = client.new_patient(72)
    patient["fields"] |= ANSWERED_ONCE
    note = client.op(
        "create", "note", str(uuid4()), patient_id=patient["id"], fields=visit(client.user_id, date(2026, 5, 4), 0)
    )
    client.push([patient, note])
    for n in range(2):
        _, now = client.request("GET", f"/notes/{note['id']}")
        if n:
            patch = {"unit": "text:remarks", "base_rev": now["rev"], "base": {}, "patch": {"text": "The left one."}}
            _, done = client.push([client.op("patch", "note", note["id"], **patch)])
            now = done["results"][0]["record"]
        shown = {"content_hash": now["content_hash"]}
        _, done = client.push([client.op("sign", "note", note["id"], acknowledged=[], **shown)])
        assert done["results"][0]["status"] == "applied", done
        if not n:
            boss = signed_in_api(server, SUPERVISOR)
            with closing(boss):
                said = {"comment": "Which side was it?", "content_hash": now["content_hash"]}
                _, done = boss.push([boss.op("return", "note", note["id"], **said)])
                assert done["results"][0]["status"] == "applied", done


def test_what_was_read_is_approved_and_what_scrolled_by_is_named_as_left_out(
    context: BrowserContext, server: ServerProcess, two: list[dict[str, Any]]
) -> None:
    page: Page = open_app(context, server)
    sign_in(page, SUPERVISOR)
    sync_now(page)
    page.set_viewport_size(ROOM_FOR_ONE)
    page.evaluate("location.hash = '#/review-together'")
    read, passed = page.locator(".together-note").nth(0), page.locator(".together-note").nth(1)
    expect(read).to_contain_text("All of it was on the screen")
    shown, unread = read.element_handle(), passed.locator(".together-state")
    before = unread.inner_text()
    page.evaluate("scrollBy(0, 600)")
    expect(unread).not_to_have_text(before, use_inner_text=True)  # its first lines were on the screen by now
    assert shown.evaluate("(note) => note.isConnected"), "the list was drawn anew under the reader"
    page.evaluate(SCROLL_BY)
    expect(passed).to_contain_text("Not on the screen long enough")
    page.get_by_role("button", name="Approve 1").click()
    sheet = page.get_by_role("dialog")
    expect(sheet).to_contain_text("Left out: 1")
    sheet.get_by_role("button", name="Approve 1").click()
    expect(page.get_by_role("status").filter(has_text="Approved: 1")).to_contain_text("Not on the screen long enough")
    sync_now(page)
    page.evaluate("(id) => { location.hash = `#/review/${id}`; }", two[1]["id"])
    maps = page.locator(".review-maps section")
    expect(maps).to_have_count(2)
    expect(maps.nth(0)).to_contain_text("visit 1")
    expect(maps.nth(1)).to_contain_text("This visit")
    for n, step in ((0, "0"), (1, "2")):
        expect(maps.nth(n).locator(".map-zone[data-zone=chin]")).to_have_attribute("data-step", step)
    client = signed_in_api(server, PRACTITIONER)
    with closing(client):
        first, second = (client.request("GET", f"/notes/{one['id']}")[1] for one in two)
    assert (first["state"], second["state"]) == ("approved", "signed")
    assert first["review"]["shown"]["parts"] == parts_of(first["fields"])
    assert first["review"]["shown"]["first_at"] < first["review"]["shown"]["last_at"]
