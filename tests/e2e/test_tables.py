"""Many records out and in: an export is asked for and cancelled, a table is looked at, imported and taken back."""

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import SUPERVISOR, open_app, sign_in
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker, pytest.mark.soak]
TABLE = """MRN;Given names;Family name;Date of birth;Visit date
00451;Ana;Ruiz;14.03.1997;02.03.2026
00452;Otto;Klein;31.02.1950;02.03.2026
"""


def test_a_table_comes_in_and_goes_and_an_export_is_cancelled(context: BrowserContext, server: ServerProcess) -> None:
    page = open_app(context, server)
    sign_in(page, SUPERVISOR)
    page.goto(f"{server.url}/#/imports")
    file = {"name": "old practice.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.get_by_label("File (CSV in UTF-8, or XLSX)").set_input_files(file)
    expect(page.get_by_label("MRN")).to_have_value("patient.identity.mrn")
    page.get_by_label("Order of dates").select_option("dmy")
    expect(page.get_by_text("Whether the patient was treated is missing").first).to_be_visible()
    page.get_by_label("All visits of this file were treatments").check()
    expect(page.get_by_text("“31.02.1950” is not a date in the chosen order.")).to_be_visible()
    counts = "new patients: 1 · new visits: 1 · rows left out: 1"
    expect(page.get_by_text(counts, exact=True)).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text(f"Imported · {counts}")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("taken back")).to_be_visible()

    page.goto(f"{server.url}/#/exports")
    everything = page.get_by_label("Everything of the clinic, for another server of ours (JSON)")
    expect(everything).to_have_count(0)
    page.get_by_label("All patients of the clinic").check()
    everything.check()
    page.get_by_role("button", name="Make the files").click()
    expect(page.get_by_text("0 of")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("cancelled")).to_be_visible()
