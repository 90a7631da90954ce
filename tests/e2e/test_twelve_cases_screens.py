"""The twelve cases, entered through the screens: tablet and server come to the rules that each is known to raise."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from server.domain.catalogue import section_of
from tests import twelve
from tests.e2e.conftest import open_app, sign_in, store
from tests.e2e.entering import Entering
from tests.e2e.journey import sync_now, wait_saved
from tests.e2e.test_six_cases_screens import BERLIN, JUDGED, STEPS, as_asked, enter_unit_of_note, on_the_server
from tests.e2e.test_twelve_screens import BEGIN
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE
from tests.twelve import Case, Content

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.soak]
SLOW = 30_000
PATIENT = "return edits.createPatient(given);"
NOTE = BEGIN.replace("await edits.createPatient(patient)", "patient")
ADD = {
    "device": "Another cartridge", "numbing": "Another cream", "prp": "Another draw",
    "la": "Add an injected anaesthetic", "comfort": "Add another comfort measure",
}  # fmt: skip
IN_THE_STEP_OF = {"la": "numbing", "comfort": "numbing"}
CLOCKS = ("applied_at", "removed_at")


def step_of(unit: str) -> str:
    family = unit.partition(":")[0]
    return IN_THE_STEP_OF.get(family, family)


def enter(page: Page, content: Content) -> None:
    """In the order of a treatment; that it was not done after all is said when the plan has been written."""
    entering = Entering(page)
    was_done = content["visit"]["performed"] in ("treated", "stopped")
    for step in STEPS if was_done else (*STEPS[1:], "visit"):
        units = [unit for unit in content if step_of(unit) == step]
        if units:
            page.locator(f'.step[data-step="{step}"]').click()
        for unit in units:
            family, _, key = unit.partition(":")
            if family == "zone":
                enter_site(page, entering, unit, content[unit])
            elif key and family in ADD:
                enter_another(page, entering, family, unit, content[unit])
            else:
                enter_unit_of_note(page, entering, step, unit, content[unit])


def enter_site(page: Page, entering: Entering, unit: str, site: dict[str, Any]) -> None:
    """The first run as depth and passes; where there are more, or settings of radiofrequency, run by run."""
    runs = site.get("runs") or [{"depth_mm": site["depth_mm"][0], "passes": site["passes"]}]
    first = {"depth_mm": [runs[0]["depth_mm"]], "passes": runs[0]["passes"], "endpoint": site["endpoint"]}
    enter_unit_of_note(page, entering, "zone", unit, first)
    settings = [{name: value for name, value in run.items() if name not in ("depth_mm", "passes")} for run in runs]
    if len(runs) == 1 and not settings[0]:
        return
    wait_saved(page)
    entering.unfold()
    line = page.locator(f'[id="line-{unit}"] + details')
    begin_runs = line.get_by_role("button", name="Enter run by run")
    if begin_runs.count():
        begin_runs.click()
    entering.unfold()
    line.get_by_role("group", name="Runs, row 1").wait_for()
    for number, run in enumerate([settings[0], *runs[1:]]):
        entering.unfold()
        if number:
            line.get_by_role("button", name="Add: Runs").click()
        for name, value in run.items():
            page.locator(f'[id="f-{unit}-runs-{number}-{name}-field"] button.figure').first.click()
            entering.key_in(value)


def enter_another(page: Page, entering: Entering, family: str, unit: str, values: dict[str, Any]) -> None:
    page.get_by_role("button", name=ADD[family]).click()
    entering.unfold()
    shown = page.locator(f'.unit-card [data-unit^="{family}:"]').last.get_attribute("data-unit") or ""
    rest = {name: value for name, value in values.items() if name not in (*CLOCKS, "used")}
    section = section_of("note", unit)
    assert section
    for field in entering.in_order(section, rest):
        entering.unfold()
        entering.enter(entering.field(shown, field.name), field, rest[field.name])
    for name in CLOCKS:
        if name in values:
            entering.enter_clock(f"{name}-{shown.partition(':')[2]}", values[name])


def begin(page: Page, case: Case) -> str:
    """The patient and what was before, as it was stored then; then a new note on the screen."""
    told = {"identity": twelve.IDENTITY, "body": twelve.BODY} | case.patient
    patient = ANSWERED_ONCE | told | {"identity": told["identity"] | {"mrn": case.key}}
    patient_id = store(page, PATIENT, patient)
    for content in case.before:
        store(page, NOTE, [patient_id, content])
    for content in case.elsewhere:
        store(page, BEGIN, [ANSWERED_ONCE | {"identity": twelve.IDENTITY | {"mrn": "E"}}, content])
    sync_now(page)
    page.evaluate("(id) => { location.hash = `/patients/${id}`; }", patient_id)
    page.get_by_role("button", name="New note").click()
    page.locator(".step[aria-current]").wait_for()
    return page.url.split("/notes/")[1].split("/")[0]


@pytest.mark.parametrize("case", twelve.CASES, ids=lambda case: case.key)
def test_case(browser: Browser, server: ServerProcess, case: Case) -> None:
    page = open_app(browser.new_context(**BERLIN), server)
    page.set_default_timeout(SLOW)
    sign_in(page)
    note_id = begin(page, case)
    enter(page, as_asked(case.content))
    wait_saved(page)
    judged = page.evaluate(JUDGED, note_id)
    asked = {words.split()[0] for words in case.asks}
    assert asked <= set(judged["rules"])
    sync_now(page)
    noted = {words.split()[0] for words in case.asks if words.endswith(" warn")}
    assert asked - noted <= on_the_server(server, note_id)
    page.context.close()
