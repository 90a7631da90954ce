"""A colleague calls on day seven: few taps, the approved note stays as it is, the supervisor sees one card."""

import re
from contextlib import closing

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ADMIN, SUPERVISOR, TABLET, open_app, sign_in, store
from tests.e2e.journey import signed_in_api, sync_now
from tests.e2e.taps import Thumb
from tests.e2e.test_follow_up import SLOW, go, read, signed_note
from tests.server_process import ServerProcess

FEWEST = 8
FOLLOW_UPS = 'return (await records.all("follow_up")).filter((one) => one.fields.about.note_id === given);'


def approve(server: ServerProcess, note_id: str) -> None:
    client = signed_in_api(server, SUPERVISOR)
    with closing(client):
        _, note = client.request("GET", f"/notes/{note_id}")
        op = client.op("approve", "note", note_id, content_hash=note["content_hash"], comment="")
        status, body = client.push([op])
    assert body["results"][0]["status"] == "applied", (status, body)


def screen_of(browser: Browser, server: ServerProcess, person) -> Page:
    page = open_app(browser.new_context(**TABLET), server)
    page.set_default_timeout(SLOW)
    sign_in(page, person)
    return page


def test_a_calm_call_by_a_colleague_takes_few_taps_and_is_noted_with_one(
    browser: Browser, server: ServerProcess
) -> None:
    note = signed_note(server, hours_ago=24 * 7)
    approve(server, note["id"])
    before = read(server, f"/notes/{note['id']}")
    page = screen_of(browser, server, ADMIN)
    sync_now(page)
    go(page, "/follow-up")
    thumb = Thumb(page)
    thumb.tap(page.locator(f"a.row[href='#/follow-up/{note['id']}/T7d']"))
    expect(page.get_by_role("link", name="Call +44 20 7946 0000")).to_be_visible()
    thumb.tap("Reached")
    thumb.tap("No complaints")
    thumb.tap("Sign the follow-up")
    page.get_by_role("heading", name="Follow-up").wait_for()
    print(f"\nCall on day seven, all calm: {thumb.taps} taps")
    assert thumb.taps <= FEWEST, thumb.log
    expect(page.locator(f"a.row[href='#/follow-up/{note['id']}/T7d']")).to_have_count(0)
    sync_now(page)
    after = read(server, f"/notes/{note['id']}")
    assert after == before
    (call,) = store(page, FOLLOW_UPS, note["id"])
    assert (call["state"], call["fields"]["seen"]) == (
        "signed", {"itch": 0, "pain_now": 0, "oedema": 0, "exudate": "none"},
    )  # fmt: skip
    go(page, f"/notes/{note['id']}")
    expect(page.get_by_text("not part of the signed note")).to_be_visible()
    go(page, f"/patients/{note['patient']}/print")
    expect(page.locator(".paper .summary-call")).to_contain_text("+44 20 7946 0000")
    day = page.evaluate("new Date(Date.now() + 21 * 86400000).getDate()")  # that of day seven has been
    expect(page.locator(".paper")).to_contain_text(re.compile(rf"We will ask how your skin is on \w+ {day} "))
    page.context.close()

    boss = screen_of(browser, server, SUPERVISOR)
    sync_now(boss)
    go(boss, "/review")
    expect(boss.get_by_role("heading", name="Follow-ups, 1")).to_be_visible()
    boss.get_by_role("button", name="Noted", exact=True).click()
    expect(boss.get_by_role("heading", name=re.compile("^Follow-ups,"))).to_have_count(0)
    (noted,) = store(boss, FOLLOW_UPS, note["id"])
    assert noted["state"] == "acknowledged"
    boss.context.close()


def test_a_red_flag_opens_an_event_and_stands_first_for_a_supervisor(browser: Browser, server: ServerProcess) -> None:
    note = signed_note(server, hours_ago=24 * 7)
    approve(server, note["id"])
    page = screen_of(browser, server, ADMIN)
    sync_now(page)
    go(page, f"/follow-up/{note['id']}/T7d")
    page.get_by_role("button", name="Reached", exact=True).click()
    page.get_by_role("group", name="New lesions").get_by_role("button", name="Papules").click()
    expect(page.get_by_text("A red flag waits for your answer.")).to_be_visible()
    page.get_by_role("button", name="An adverse event is opened").click()
    page.get_by_role("button", name="Sign the follow-up").click()
    page.get_by_role("heading", name="Adverse event").wait_for()
    expect(page.get_by_role("combobox", name="What happened")).to_have_value("granuloma")
    sync_now(page)
    assert read(server, f"/notes/{note['id']}")["state"] == "approved"
    held = read(server, f"/patients/{note['patient']}")["fields"]
    assert [unit["term"] for key, unit in held.items() if key.startswith("ae:")] == ["granuloma"]
    page.context.close()

    boss = screen_of(browser, server, SUPERVISOR)
    sync_now(boss)
    go(boss, "/")
    boss.get_by_role("link", name=re.compile("^Red flag after a treatment: ")).first.click()
    boss.get_by_role("button", name="Noted", exact=True).click()
    expect(boss.get_by_text("Noted by a supervisor")).to_be_visible()
    boss.context.close()
