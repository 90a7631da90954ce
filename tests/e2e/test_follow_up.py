"""After the treatment: the task of the first day, blisters that open an adverse event, and the course that goes on."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PRACTITIONER, TABLET, open_app, sign_in
from tests.e2e.journey import Form, Note, signed_in_api, sync_now, wait_saved
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE, signable

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

SLOW = 25_000
expect.set_options(timeout=SLOW)


def treated(hours_ago: float, operator: str) -> dict[str, Any]:
    """A signable note whose needling ended so long ago; nothing has been seen since its first half hour."""
    ended = datetime.now(UTC) - timedelta(hours=hours_ago)
    day, begun = ended.date().isoformat(), ended - timedelta(minutes=20)
    fields = signable(operator, session_date=day)
    fields["needling"] |= {
        "started_at": begun.isoformat(timespec="seconds"),
        "ended_at": ended.isoformat(timespec="seconds"),
    }
    fields["consent"]["signed_on"] = day
    return {unit: values for unit, values in fields.items() if unit not in ("obs:T24", "obs:T72")}


def signed_note(server: ServerProcess, hours_ago: float) -> dict[str, Any]:
    client = signed_in_api(server, PRACTITIONER)
    with closing(client):
        patient = client.new_patient(1)
        patient["fields"] |= ANSWERED_ONCE
        patient["fields"]["identity"]["phone"] = "+44 20 7946 0000"
        fields = treated(hours_ago, client.user_id)
        note = client.op("create", "note", str(uuid4()), patient_id=patient["id"], fields=fields)
        status, body = client.push([patient, note])
        assert status == 200, body
        shown = body["results"][1]["record"]
        sign = client.op("sign", "note", note["id"], content_hash=shown["content_hash"], acknowledged=["C04", "P12"])
        status, body = client.push([sign])
    assert body["results"][0]["status"] == "applied", body
    return {"id": note["id"], "patient": patient["id"]}


def read(server: ServerProcess, path: str) -> dict[str, Any]:
    client = signed_in_api(server, PRACTITIONER)
    with closing(client):
        status, record = client.request("GET", path)
    assert status == 200, record
    return record


@pytest.fixture
def page(browser: Browser, server: ServerProcess):
    context = browser.new_context(**TABLET)
    tab = open_app(context, server)
    tab.set_default_timeout(SLOW)
    sign_in(tab)
    yield tab
    context.close()


def go(page: Page, path: str) -> None:
    page.evaluate("path => { location.hash = path; }", path)


def test_blisters_on_the_first_day_open_an_adverse_event(page: Page, server: ServerProcess) -> None:
    note = signed_note(server, hours_ago=24)
    sync_now(page)
    go(page, "/")
    page.get_by_role("link", name=re.compile(r"^Day 1 Ana Ruiz")).click()
    expect(page.get_by_role("heading", name="Day 1", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Call +44 20 7946 0000")).to_be_visible()
    page.get_by_role("button", name="Reached", exact=True).click()
    seen = Form(page)
    seen.scope.get_by_role("group", name="Redness").get_by_role("button", name=re.compile("Mild, definite")).click()
    seen.choose("New lesions", "Blisters")
    expect(page.get_by_text("All supervisors are told when you sign.")).to_be_visible()
    page.get_by_role("button", name="An adverse event is opened").click()
    page.get_by_role("button", name="Sign the follow-up").click()
    page.get_by_role("heading", name="Adverse event").wait_for()
    expect(page.get_by_role("combobox", name="What happened")).to_have_value("hsv")
    wait_saved(page)
    sync_now(page)

    fields = read(server, f"/notes/{note['id']}")["fields"]
    assert "obs:T24" not in fields
    events = [
        unit for name, unit in read(server, f"/patients/{note['patient']}")["fields"].items() if name.startswith("ae:")
    ]
    assert len(events) == 1
    assert events[0] | {"onset_at": ""} == {
        "note_id": note["id"], "term": "hsv", "onset_at": "", "scale_version": "5.0",
        "cartridge_lot": "SPC2604-02", "depth_mm": [0.5], "operator": fields["visit"]["operator"],
    }  # fmt: skip

    go(page, f"/patients/{note['patient']}")
    expect(page.get_by_text("Open adverse event: Cold sores")).to_be_visible()
    go(page, "/follow-up")
    page.get_by_role("heading", name="Follow-up").wait_for()
    expect(page.get_by_role("link", name=re.compile(r"^Day 1 Ana Ruiz"))).to_have_count(0)


def test_a_patient_who_does_not_answer_stays_on_the_list(page: Page, server: ServerProcess) -> None:
    note = signed_note(server, hours_ago=70)
    sync_now(page)
    go(page, f"/follow-up/{note['id']}/T72")
    page.get_by_role("button", name="No answer").click()
    page.get_by_role("heading", name="Follow-up").wait_for()
    row = page.locator(f"a.row[href='#/follow-up/{note['id']}/T72']")
    expect(row).to_contain_text("No answer")
    sync_now(page)
    assert read(server, f"/notes/{note['id']}")["version"] == 1


def test_a_planned_course_leads_to_the_next_note_and_to_the_recall(page: Page, server: ServerProcess) -> None:
    note = signed_note(server, hours_ago=24 * 50)
    sync_now(page)
    go(page, f"/patients/{note['patient']}")
    page.get_by_role("button", name="Begin a course").click()
    page.get_by_role("heading", name="Course of treatment").wait_for()
    plan = Form(page)
    begun = (datetime.now(UTC) - timedelta(days=60)).date().isoformat()
    page.get_by_label("Started on").fill(begun)
    plan.choose("Indication", "Acne scars")
    plan.choose("Treatment", "Needling", "PRP")
    plan.choose("Sessions planned", "4")
    plan.choose("Interval planned", "4 weeks")
    wait_saved(page)
    go(page, "/recall-due")
    late = page.locator("section.group[data-tone=reason]")
    expect(late.locator(f"a[href='#/patients/{note['patient']}']")).to_contain_text("22 days ago")

    go(page, f"/patients/{note['patient']}")
    expect(page.get_by_text("1 of 4 visits done")).to_be_visible()
    page.get_by_role("button", name="New note").click()
    page.get_by_role("navigation", name="Parts of the note").wait_for()
    editor = Note(page)
    editor.part("Visit")
    expect(editor.group("Session number").get_by_role("button", name="2, change")).to_be_visible()
    for group, answer in (("Indication", "Acne scars"), ("Treatment", "PRP")):
        expect(editor.group(group).get_by_role("button", name=answer, exact=True)).to_have_attribute(
            "aria-pressed", "true"
        )
    wait_saved(page)
    go(page, "/recall-due")
    page.get_by_role("heading", name="Recall").wait_for()
    expect(late.locator(f"a[href='#/patients/{note['patient']}']")).to_be_visible()  # a draft is no visit given
