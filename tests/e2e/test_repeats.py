"""A visit that holds more than one of a thing, away from the face, and no step that its treatment does not need."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store
from tests.e2e.journey import wait_saved
from tests.e2e.test_components import edit, new_note, stored

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
BEGUN = {
    "visit": {"performed": "treated", "modality": ["needling"]},
    "device": {"type": "pen", "product": "dermapen4", "unit_code": "U-1"},
    "numbing": {"used": False},
    "zone:thigh_left": {"depth_mm": [1], "passes": 3},
}


def test_a_second_cartridge_an_injection_without_cream_and_runs_of_a_site(tablet: Page) -> None:
    note = new_note(tablet, BEGUN)
    edit(tablet, note, "device")
    expect(tablet.locator(".step[data-step=prp], .step[data-step=serum], .step[data-step=proc]")).to_have_count(0)
    tablet.get_by_role("button", name="Another cartridge").tap()
    code = tablet.get_by_role("region", name="Device and cartridge 2").locator("input[id$='-unit_code']")
    code.fill("U-2")
    code.press("Tab")
    wait_saved(tablet)
    edit(tablet, note, "numbing")
    tablet.get_by_role("button", name="Add an injected anaesthetic").tap()
    tablet.get_by_role("region", name="Injected anaesthetic").get_by_role("button", name="Lidocaine").tap()
    wait_saved(tablet)
    edit(tablet, note, "zone")
    tablet.locator(".zone-more > summary").tap()
    tablet.get_by_role("button", name="Enter run by run").tap()
    wait_saved(tablet)
    written = stored(tablet, note)
    second = next(unit for unit in written if unit.startswith("device:"))
    injected = next(unit for unit in written if unit.startswith("la:"))
    assert (written["device"]["unit_code"], written[second]) == ("U-1", {"unit_code": "U-2"})
    assert written[injected] == {"drug": "lidocaine"}
    assert written["zone:thigh_left"] == {"runs": [{"depth_mm": 1, "passes": 3}]}


@pytest.mark.soak
def test_plasma_alone_opens_no_step_of_needling(tablet: Page) -> None:
    note = new_note(tablet, {"visit": {"performed": "treated", "modality": ["prp"]}})
    edit(tablet, note, "prp")
    for step in ("device", "zone", "needling", "serum"):
        expect(tablet.locator(f".step[data-step={step}]")).to_have_count(0)


@pytest.mark.soak
def test_a_touch_up_names_the_visit_it_completes_and_takes_its_number(tablet: Page) -> None:
    day = {"performed": "treated", "session_date": "2026-11-02", "session_no": 2}
    first = new_note(tablet, {"visit": day})
    again = (
        'return edits.createNote((await records.get("note", given)).patient_id, { visit: { performed: "treated" } });'
    )
    note = store(tablet, again, first)
    edit(tablet, note, "visit")
    tablet.locator("main details.more summary").tap()
    tablet.get_by_role("button", name="Touch-up", exact=True).tap()
    tablet.get_by_role("group", name="Visit that it completes").get_by_role("button", name="visit 2").tap()
    written = stored(tablet, note)["visit"]
    assert (written["kind"], written["touch_up_of"], written["session_no"]) == ("touch_up", first, 2)
