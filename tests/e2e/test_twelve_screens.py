"""Three of the twelve cases by hand: a visit that was stopped, radiofrequency away from the cheeks with an injection,
and a second cartridge that another patient had already. What all twelve raise is in tests/services."""

import re
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import twelve
from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, Person, store
from tests.e2e.journey import sent, signed_in_api, sync_now, wait_saved
from tests.e2e.test_calls import screen_of
from tests.e2e.test_components import edit, stored
from tests.e2e.test_follow_up import go
from tests.e2e.test_six_cases_screens import JUDGED
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.soak]
BEGIN = """
  const [patient, fields] = given;
  const held = Object.entries(fields).map(([unit, values]) =>
    [unit, Object.fromEntries(Object.entries(values).map(([name, value]) =>
      [name, value === "operator" ? session.session().user.id : value]))]);
  return edits.createNote(await edits.createPatient(patient), Object.fromEntries(held));
"""
CASES = {case.key: case for case in twelve.CASES}
APPROVAL = "Your assessment, in your own words"


def begin(page: Page, key: str, *without: str, **more: dict[str, Any]) -> str:
    """The note of the case as far as it is entered, ``without`` what this test enters by hand."""
    case = CASES[key]
    told = {"identity": twelve.IDENTITY, "body": twelve.BODY} | case.patient
    patient = ANSWERED_ONCE | told | {"identity": told["identity"] | {"mrn": f"M-{key}"}}
    kept = [unit for unit in case.content if not {unit, unit.partition(":")[0]} & set(without)]
    content = {unit: case.content[unit] for unit in kept} | more
    return str(store(page, BEGIN, [patient, content]))


def found(page: Page, note_id: str) -> list[str]:
    wait_saved(page)
    return sorted(page.evaluate(JUDGED, note_id)["rules"])


def to_sign(page: Page, note_id: str) -> None:
    go(page, f"/notes/{note_id}/sign")
    page.get_by_role("heading", name="What you sign").wait_for()


def answer_all(page: Page, words: str) -> None:
    """A reason in every box, and every warning taken note of."""
    for box in page.locator("main textarea[id^='f-reason:']").all():
        if not box.input_value():
            box.fill(words)
            box.blur()
            wait_saved(page)
    for held in page.get_by_role("button", name="Still holds").all():
        held.click()
        wait_saved(page)
    for tick in page.get_by_role("checkbox", name="I have taken note of this").all():
        tick.check()


def sign(page: Page) -> None:
    page.get_by_role("button", name="Sign", exact=False).last.click()
    page.get_by_role("heading", name="What you sign").wait_for(state="detached")
    sync_now(page)


def read(server: ServerProcess, note_id: str, person: Person = PRACTITIONER) -> dict[str, Any]:
    client = signed_in_api(server, person)
    with closing(client):
        status, record = client.request("GET", f"/notes/{note_id}")
    assert status == 200, record
    return record


def approve_in_own_words(browser: Browser, server: ServerProcess, note_id: str, words: str) -> None:
    boss = screen_of(browser, server, SUPERVISOR)
    sync_now(boss)
    go(boss, f"/review/{note_id}")
    boss.get_by_role("button", name=re.compile("^Approve")).first.click()
    sheet = boss.get_by_role("dialog", name="Approve what was done")
    sheet.get_by_label(APPROVAL).fill(words)
    sheet.get_by_role("button", name="Approve").click()
    sheet.wait_for(state="detached")
    sent(boss, note_id, "approved")
    boss.context.close()


def test_w5_a_seizure_after_the_cream_of_a_visit_first_called_cancelled(
    browser: Browser, server: ServerProcess
) -> None:
    """One tap makes it a stopped visit and keeps all entries; no step of needling is asked; without a consent it is
    approved only in the supervisor's own words."""
    page = screen_of(browser, server, PRACTITIONER)
    visit = CASES["W5"].content["visit"] | twelve.CANCELLED
    note = begin(page, "W5 called cancelled", "consent", "photo", visit=visit)
    to_sign(page, note)
    expect(page.get_by_text("Something was given at this visit.")).to_be_visible()
    before = stored(page, note)
    page.get_by_role("button", name="It was stopped").click()
    expect(page.get_by_text("Something was given at this visit.")).to_have_count(0)
    assert stored(page, note) == before | {"visit": before["visit"] | {"performed": "stopped"}}
    assert found(page, note) == ["A14", "A18", "A22", "C01", "C05"]
    expect(page.get_by_label("What was done, and why?")).to_have_count(1)
    answer_all(page, "Called for help, oxygen, handed over to the ambulance.")
    sign(page)
    signed = read(server, note)
    assert (signed["state"], signed["fields"]["visit"]["performed"]) == ("signed", "stopped")
    page.context.close()
    approve_in_own_words(browser, server, note, "Consent was on paper, scanned today.")
    approved = read(server, note)
    assert (approved["state"], approved["review"]["comment"]) == ("approved", "Consent was on paper, scanned today.")


def test_w4_radiofrequency_with_its_own_depths_and_an_injection(browser: Browser, server: ServerProcess) -> None:
    """3.0 mm at the jawline by radiofrequency, entered run by run, and nerve blocks and cooling in their lists."""
    page = screen_of(browser, server, PRACTITIONER)
    note = begin(page, "W4", "la")
    edit(page, note, "zone")
    line = page.locator("[id='line-zone:jawline_left']")
    expect(line.get_by_text("3 mm with radiofrequency is deep for this site (limit 2 mm).")).to_be_visible()
    edit(page, note, "numbing")
    page.get_by_role("button", name="Add an injected anaesthetic").tap()
    card = page.locator(".unit-card").last
    card.get_by_role("button", name="Lidocaine", exact=True).tap()
    card.get_by_role("group", name=re.compile("^Technique")).get_by_role("button", name="Nerve block").tap()
    for label, figure in (("Strength", "2"), ("Volume", "8")):
        card.get_by_role("group", name=re.compile(f"^{label}")).get_by_role("button", name=re.compile("change$")).tap()
        page.get_by_role("dialog").get_by_role("textbox").fill(figure)
        page.get_by_role("dialog").get_by_role("button", name="Done").tap()
    expect(card.get_by_text("160")).to_be_visible()
    page.get_by_role("button", name="Add another comfort measure").tap()
    page.locator(".unit-card").last.get_by_role("button", name="Cooling", exact=True).tap()
    written = stored(page, note)
    shot = next(values for unit, values in written.items() if unit.startswith("la:"))
    assert shot == {"drug": "lidocaine", "technique": "nerve_block", "strength_pct": 2, "ml": 8}
    assert [values for unit, values in written.items() if unit.startswith("comfort:")] == [{"kind": "cooling"}]
    asked = {words.split()[0] for words in CASES["W4"].asks}
    assert asked <= set(found(page, note)) <= asked | {"O07", "X05", *CASES["W4"].later}
    to_sign(page, note)
    expect(page.get_by_text("Local anaesthetics together reach 107").first).to_be_visible()
    page.context.close()


def test_w2_a_second_cartridge_that_another_patient_had(browser: Browser, server: ServerProcess) -> None:
    """Its code is told at its own card, and the author says why."""
    page = screen_of(browser, server, PRACTITIONER)
    begin(page, "W3", device={"unit_code": "u 32", "cartridge_lot": "DP-2"})
    note = begin(page, "W2", f"device:{twelve.B}")
    edit(page, note, "device")
    page.get_by_role("button", name="Another cartridge").tap()
    card = page.get_by_role("region", name="Device and cartridge 2")
    for name, words in (("unit_code", "U-32"), ("cartridge_lot", "DP-2")):
        entry = card.locator(f"input[id$='-{name}']")
        entry.fill(words)
        entry.press("Tab")
    wait_saved(page)
    expect(card.get_by_text("Cartridge already used at another visit or twice at this one.").first).to_be_visible()
    to_sign(page, note)
    answer_all(page, "Opened by mistake, reported to the clinic today.")
    sign(page)
    signed = read(server, note)
    second = next(unit for unit in signed["fields"] if unit.startswith("device:"))
    assert [(one["rule"], one["severity"]) for one in signed["findings"] if one["at"] == second] == [("N05", "reason*")]
    page.context.close()
