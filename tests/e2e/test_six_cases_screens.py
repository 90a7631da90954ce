"""The six cases, entered through the screens: tablet and server come to the rules that each is known to raise."""

import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from server.cli.demo import cases
from server.cli.demo.story import Patient
from tests.e2e.conftest import open_app, sign_in
from tests.e2e.entering import Entering
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e
STEPS = "visit check consent numbing device zone needling prp serum obs aftercare words".split()


def step_of(unit: str) -> str:
    return "words" if unit.startswith("text:") else unit.partition(":")[0]


def create_patient(page: Page, patient: Patient) -> str:
    page.evaluate("location.hash = '/patients/new'")
    identity = patient.fields["identity"]
    page.get_by_role("heading", name="New patient").wait_for()
    entering = Entering(page)
    entering.enter_unit("patient", "identity", identity)
    page.get_by_role("button", name=re.compile("^Create")).last.click()
    page.wait_for_url(re.compile(r"#/(patients/(?!new)|notes/)"))
    patient_id = page.evaluate(
        """async (mrn) => (await (await import("/static/js/store/records.js")).all("patient"))
            .find((one) => one.fields.identity.mrn === mrn).id""",
        identity["mrn"],
    )
    page.evaluate("(id) => { location.hash = `/patients/${id}/edit`; }", patient_id)
    page.get_by_role("heading", name="Edit patient").wait_for()
    for unit in sorted(set(patient.fields) - {"identity"}):
        entering.enter_unit("patient", unit, patient.fields[unit], added(page, unit))
    return patient_id


def added(page: Page, unit: str) -> str | None:
    """For an entry of which there may be several: a new one, by the id the tablet gave it."""
    kind, _, identity = unit.partition(":")
    if len(identity) != 36:
        return None
    entries = page.locator(f"#section-{kind} fieldset")
    count = entries.count()
    page.locator(f"#section-{kind} > button").last.click()
    entries.nth(count).wait_for()
    name = entries.nth(count).locator(".field").first.get_attribute("id") or ""
    return re.sub(r"^f-|-[a-z_]+-field$", "", name)


def steps_for(fields: dict[str, Any]) -> list[str]:
    """In the order of a treatment; that it was not done after all is said when the plan has been written."""
    treated = fields["visit"].get("performed") == "treated"
    return STEPS if treated else [*STEPS[1:], "visit"]


def enter_note(page: Page, fields: dict[str, Any]) -> None:
    entering = Entering(page)
    for step in steps_for(fields):
        units = [unit for unit in fields if step_of(unit) == step]
        if not units:
            continue
        page.locator(f'.step[data-step="{step}"]').click()
        for unit in units:
            enter_unit_of_note(page, entering, step, unit, fields[unit])


def enter_unit_of_note(page: Page, entering: Entering, step: str, unit: str, values: dict[str, Any]) -> None:
    key = unit.partition(":")[2]
    if step == "obs":
        times = page.get_by_role("group", name="Time of the observation")
        times.get_by_role("button", name=re.compile(f"^{key}")).click()
    clocks = {"numbing": ("applied_at", "removed_at"), "needling": ("started_at", "ended_at")}.get(unit, ())
    rest = {name: value for name, value in values.items() if name not in clocks}
    if step == "zone":
        entering.unfold()
        page.locator(".zone-add select").select_option(key)
        entering.key_in(values["depth_mm"][0])
        entering.unfold()
        rest.pop("depth_mm")
    screen_unit = None
    if step == "serum":
        page.get_by_role("button", name="Add a serum").click()
        screen_unit = page.locator(".serum .form").last.get_attribute("data-unit")
    entering.enter_unit("note", unit, rest, screen_unit)
    for name in clocks:
        if name in values:
            entering.enter_clock(name, values[name])


@pytest.mark.parametrize("patient", cases.load(), ids=lambda patient: patient.key)
def test_case(context: BrowserContext, server: ServerProcess, patient: Patient) -> None:
    page = open_app(context, server)
    sign_in(page)
    patient_id = create_patient(page, patient)
    for note in patient.notes:
        page.evaluate("(id) => { location.hash = `/patients/${id}`; }", patient_id)
        page.get_by_role("button", name="New note").click()
        page.locator(".step[aria-current]").wait_for()
        enter_note(page, note.draft)
