"""Who saw and did what: what is opened without a network is told afterwards, and a supervisor reads it."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PRACTITIONER, SUPERVISOR, open_app, sign_in, store, wait_ready, wait_until
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.soak]
PATIENT = {"identity": {"mrn": "M-7", "given": "Lucía", "family": "Ruiz", "birth_date": "1997-03-14"}}
NOTED = """async () => {
  const { local } = await import("/static/dist/app.js");
  const rows = await local.local().read(["meta"], ({ meta }) => meta.getAll());
  return rows.filter(({ name }) => name.startsWith("seen ")).length >= 2;
}"""


def test_w12_what_is_read_without_a_network_is_told_and_shown(tablet: Page, server: ServerProcess, browser) -> None:
    patient = store(tablet, "const id = await edits.createPatient(given); await engine.syncNow(); return id;", PATIENT)
    server.stop()
    tablet.goto(f"{server.url}/#/patients/{patient}")
    wait_ready(tablet)
    expect(tablet.get_by_role("heading", name="Lucía Ruiz")).to_be_visible()
    tablet.evaluate("dispatchEvent(new Event('beforeprint'))")
    wait_until(tablet, NOTED)
    server.start()
    store(tablet, "await engine.syncNow(); await engine.syncNow();")
    desk = browser.new_context(viewport={"width": 834, "height": 1194}, has_touch=True)
    try:
        page = open_app(desk, server)
        sign_in(page, SUPERVISOR)
        store(page, "await engine.syncNow();")
        page.goto(f"{server.url}/#/patients/{patient}")
        page.get_by_role("link", name="Who saw and did what").click()
        rows = page.locator(".trail-row")
        for words in ("entered the patient", "opened the patient on", "printed the patient's page on"):
            expect(rows.filter(has_text=f"{PRACTITIONER.name} {words}")).to_have_count(1)
        page.goto(f"{server.url}/#/audit")
        expect(rows.filter(has_text="Lucía Ruiz").first).to_be_visible()
        page.get_by_label("Person").select_option(label=SUPERVISOR.name)
        expect(rows.filter(has_text=f"{PRACTITIONER.name} entered")).to_have_count(0)
        expect(rows.filter(has_text=f"{SUPERVISOR.name} read the audit trail").first).to_be_visible()
    finally:
        desk.close()
