"""What becomes known after a visit: it alerts a supervisor once, and its author may say that it was known."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, Person, open_app, sign_in, store
from tests.e2e.journey import sent, wait_saved
from tests.e2e.test_components import COMPLETE, NEW_NOTE, PATIENT
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]

CREAM = {
    "used": True, "product": "lmx4", "amount_g": 20, "area_cm2": 200, "occlusion": "film", "skin_intact": "yes",
    "applied_at": "2026-03-02T08:00:00+01:00", "removed_at": "2026-03-02T08:50:00+01:00", "residual_removed": "yes",
}  # fmt: skip
LEARN = """
    const { patient_id } = await records.get("note", given);
    const allergy = { substance: "lidocaine", status: "active", severity: "severe", known_since: "2026-03-05" };
    await edits.setFields("patient", patient_id, "allergy:0191a1c0-0000-7000-8000-00000000000a", allergy);"""
ALLERGY = """
    const { patient_id } = await records.get("note", given);
    return (await records.get("patient", patient_id)).fields["allergy:0191a1c0-0000-7000-8000-00000000000a"];"""


def go(page: Page, path: str) -> None:
    page.evaluate("(path) => { location.hash = path; }", f"#{path}")


def learned_after(context: BrowserContext, server: ServerProcess, person: Person) -> tuple[Page, str]:
    """A visit with cream, signed; the allergy to it became known three days later."""
    page = open_app(context, server)
    sign_in(page, person)
    note = store(page, NEW_NOTE, [PATIENT, {**COMPLETE, "numbing": CREAM}])
    store(page, "return edits.sign(given, []);", note)
    sent(page, note, "signed")
    store(page, LEARN, note)
    return page, note


def test_an_allergy_learned_after_the_visit_alerts_a_supervisor_once(
    context: BrowserContext, server: ServerProcess
) -> None:
    page, note = learned_after(context, server, SUPERVISOR)
    go(page, "/review")
    alert = page.get_by_role("status").filter(has_text="Became known after the visit of")
    expect(alert).to_contain_text("Recorded allergy to this anaesthetic. Learned on")
    expect(alert.get_by_role("button", name="Adverse event")).to_be_visible()
    alert.get_by_role("button", name="Noted").click()
    expect(alert).to_have_count(0)
    wait_saved(page)
    assert store(page, ALLERGY, note)["noted_for"] == ["2026-03-02"]


@pytest.mark.soak
def test_its_author_may_say_that_it_was_known(context: BrowserContext, server: ServerProcess) -> None:
    page, note = learned_after(context, server, PRACTITIONER)
    go(page, f"/notes/{note}/amend")
    page.get_by_role("button", name="Review changes").click()
    finding = page.locator(".finding", has_text="Recorded allergy to this anaesthetic.")
    expect(finding).to_contain_text("Learned on Mar 5, 2026, after the visit.")
    page.get_by_role("button", name="It was known, but not written").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("She had told us, I did not write it down.")
    sheet.get_by_role("button", name="Keep the reason").click()
    expect(finding).to_contain_text("It was known, but not written when the note was signed.")
