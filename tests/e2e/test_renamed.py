"""A patient who is renamed after a signature: asked at once, and the earlier name stays with what was signed."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store
from tests.e2e.test_screens import SIGNED, go, note, patient

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker, pytest.mark.soak]
expect.set_options(timeout=20_000)


def test_a_patient_who_is_renamed_is_asked_about_and_found_by_both_names(tablet: Page) -> None:
    tablet.set_viewport_size({"width": 834, "height": 1194})
    signed = store(tablet, SIGNED, [[patient(9, given="Ana", family="Ruiz"), [note()]]])[0]
    number = store(tablet, "return (await records.get('note', given)).patient_id;", signed)
    go(tablet, f"/patients/{number}/edit")
    field = tablet.get_by_label("Family name")
    field.fill("Gil")
    field.press("Tab")
    asked = tablet.locator(".banner").filter(has_text="changed after a signature")
    expect(asked).to_contain_text("Before: Ana Ruiz")
    expect(asked).to_contain_text("Now: Ana Gil")
    asked.get_by_role("button", name="It is the same person").click()
    sheet = tablet.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("She married and showed her passport.")
    sheet.get_by_role("button", name="Confirm").click()
    expect(asked).to_have_count(0)
    go(tablet, f"/notes/{signed}")
    expect(tablet.locator(".signed-as")).to_contain_text("Signed as: Ana Ruiz")
    store(tablet, "await engine.syncNow();", None)
    go(tablet, f"/patients/{number}")
    expect(tablet.locator(".patient-head")).to_contain_text("Earlier: Ana Ruiz")
    expect(tablet.locator(".trace")).to_contain_text("Confirmed: the same person")
    go(tablet, "/patients")
    tablet.get_by_role("searchbox").fill("Ruiz")
    expect(tablet.locator("a.row")).to_contain_text(["earlier Ana Ruiz"])
