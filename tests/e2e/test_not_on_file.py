"""What rules need of patients and nobody has entered, in one place for the supervisor."""

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import SUPERVISOR, TABLET, open_app, sign_in, store
from tests.server_process import ServerProcess

COURSE = {"course:0192f0aa-0000-7000-8000-000000000001": {"started_on": "2026-03-02", "sessions_planned": 3}}
KNOWN = {"sex_at_birth": "male", "fitzpatrick": "III", "weight_kg": 70}


def named(family: str, **units: dict[str, object]) -> dict[str, object]:
    identity = {"mrn": family, "given": "Ana", "family": family, "birth_date": "1997-03-14"}
    return {"identity": identity, "allergy_status": {"none_known": "yes"}, "body": KNOWN, **COURSE, **units}


def test_a_missing_skin_type_is_added_in_one_place(browser: Browser, server: ServerProcess) -> None:
    page = open_app(browser.new_context(**TABLET), server)
    sign_in(page, SUPERVISOR)
    whole, lacking = named("Whole"), named("Lacking", body={"sex_at_birth": "male", "weight_kg": 70})
    ids = store(
        page, "return [await edits.createPatient(given[0]), await edits.createPatient(given[1])];", [whole, lacking]
    )
    page.evaluate("() => { location.hash = '#/settings'; }")
    page.get_by_role("link", name="Not on file").click()
    row = page.get_by_role("listitem").filter(has_text="Lacking")
    expect(row).to_contain_text("Skin type (Fitzpatrick)")
    expect(page.get_by_role("listitem").filter(has_text="Whole")).to_have_count(0)
    expect(row.get_by_role("link")).to_have_attribute("href", f"#/patients/{ids[1]}/edit")
    store(page, 'return edits.setFields("patient", given, "body", {fitzpatrick: "II"});', ids[1])
    expect(page.get_by_text("Nothing is missing")).to_be_visible()
