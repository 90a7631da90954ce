"""The six cases, entered through the screens: tablet and server come to the rules that each is known to raise."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from server.cli.demo import cases
from server.cli.demo.scenario import Patient, merged
from server.domain.catalogue.sites import SITE_KEYS
from server.domain.rules import RULES
from tests.e2e.conftest import PRACTITIONER, TABLET, open_app, sign_in, store
from tests.e2e.entering import CLOCKS, Entering
from tests.e2e.journey import signed_in_api, sync_now, wait_saved
from tests.server_process import ServerProcess

pytestmark = [pytest.mark.e2e, pytest.mark.soak]  # how all are judged: tests/services/test_six_cases.py
AT_ONCE = {"T0": "Right after", "T30": "15 to 30 minutes"}
STEPS = (
    "visit", "check", "consent", "assessment", "photo", "vitals", "numbing", "device", "zone", "needling", "prp",
    "serum", "obs", "aftercare", "outcome", "words",
)  # fmt: skip
WARNINGS = {row["id"] for row in RULES["rows"] if row["severity"] == "warn"}
MADE_ELSEWHERE = ("course", "ae")  # a course is begun, and an event reported, on pages of their own
BERLIN = {**TABLET, "timezone_id": "Europe/Berlin"}  # where the times of the cases were written down
JUDGED = """async (id) => {
  const { forms, noteModel, noteParts, typing } = await import("/static/dist/app.js");
  document.activeElement?.blur();
  typing.flushTyping();
  const found = await new Promise((done) => {
    const stop = noteParts.watchNote(id, (found) => setTimeout(() => done(found, stop?.())));
  });
  const { judged } = noteModel.judge({ ...found, content: found.note.fields, forms: forms.currentForms() });
  return { fields: found.note.fields, rules: [...new Set(judged.findings.map(({ rule }) => rule))] };
}"""


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
        """async (mrn) => (await (await import("/static/dist/app.js")).records.all("patient"))
            .find((one) => one.fields.identity.mrn === mrn).id""",
        identity["mrn"],
    )
    page.evaluate("(id) => { location.hash = `/patients/${id}/edit`; }", patient_id)
    page.get_by_role("heading", name="Edit patient").wait_for()
    for unit in sorted(unit for unit in patient.fields if unit.partition(":")[0] not in ("identity", *MADE_ELSEWHERE)):
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
    return list(STEPS) if fields["visit"]["performed"] == "treated" else [*STEPS[1:], "visit"]


def as_asked(fields: dict[str, Any]) -> dict[str, Any]:
    """Whether PRP was used is not asked at a visit whose treatments leave it out."""
    modality = fields["visit"].get("modality")
    is_asked = not modality or "prp" in modality or fields.get("prp", {}).get("used")
    return fields if is_asked else {unit: values for unit, values in fields.items() if unit != "prp"}


def enter_note(page: Page, fields: dict[str, Any]) -> None:
    entering = Entering(page)
    for step in steps_for(fields):
        units = [unit for unit in fields if step_of(unit) == step]
        if not units:
            continue
        page.locator(f'.step[data-step="{step}"]').click()
        for unit in units:
            enter_unit_of_note(page, entering, step, unit, fields[unit])
    reasons = {unit: values["text"] for unit, values in fields.items() if unit.startswith("reason:")}
    if reasons:
        wait_saved(page)
        page.evaluate("location.hash = location.hash.replace(/edit.*/, 'sign')")
    for unit, text in reasons.items():
        boxes = page.locator(f'main textarea[id^="f-{unit}"]')
        boxes.first.fill(text)
        for _ in range(1, boxes.count()):
            page.get_by_role("button", name="Still holds").first.click()


def written_before(page: Page, unit: str, values: dict[str, Any]) -> None:
    """No screen offers an observation of the next day in a note any more; a note in which it stands keeps it."""
    wait_saved(page)
    store(page, 'return edits.setFields("note", location.hash.split("/")[2], ...given);', [unit, values])


def enter_unit_of_note(page: Page, entering: Entering, step: str, unit: str, values: dict[str, Any]) -> None:
    key = unit.partition(":")[2]
    if step == "obs" and key not in AT_ONCE:
        return written_before(page, unit, values)
    if step == "obs":
        times = page.get_by_role("group", name="Time of the observation")
        times.get_by_role("button", name=AT_ONCE[key], exact=True).click()
    clocks = {"numbing": ("applied_at", "removed_at"), "needling": ("started_at", "ended_at")}.get(unit, ())
    rest = {name: value for name, value in values.items() if name not in (*clocks, "course")}
    if step == "zone":
        entering.unfold()
        search = page.locator("#site-search")
        search.fill(next(site.label for site in SITE_KEYS if site.key == key))
        search.press("Enter")
        entering.key_in(values["depth_mm"][0])
        page.locator(f'[id="line-{unit}"] .stepper button.figure').last.click()
        entering.key_in(values["passes"])
        rest = {name: value for name, value in rest.items() if name not in ("depth_mm", "passes")}
    screen_unit = None
    if step == "serum":
        page.get_by_role("button", name="Add a serum").click()
        screen_unit = page.locator('.unit-card [data-unit^="serum:"]').last.get_attribute("data-unit")
    entering.enter_unit("note", unit, rest, screen_unit)
    for name in clocks:
        if name in values:
            entering.enter_clock(name, values[name])


def same(entered: dict[str, Any], told: dict[str, Any]) -> None:
    """What stands in the record is what the case tells, to the field; ids and people are this tablet's own."""
    serums = [unit for unit in entered if unit.startswith("serum:")]
    names = {unit: unit for unit in told} | dict(
        zip(serums, [unit for unit in told if unit.startswith("serum:")], strict=True)
    )
    assert {names.get(unit, unit) for unit in entered} == set(told)
    if told["visit"]["performed"] != "treated":
        entered["visit"].pop("session_no", None)  # the tablet numbers a visit before it knows that nothing was done
        told = {**told, "visit": {name: value for name, value in told["visit"].items() if name != "session_no"}}
    for unit, values in entered.items():
        left = {name: value for name, value in told[names[unit]].items() if name != "course"}
        assert plain(values) == plain(left), unit


def plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: alike(value) for name, value in values.items() if name not in ("operator", "assessor", "judged")}


def alike(value: Any) -> Any:
    """Times to the minute, and a set in any order: what a screen can say."""
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return datetime.fromisoformat(value).astimezone(UTC).replace(second=0, microsecond=0)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return value


def on_the_server(server: ServerProcess, note_id: str) -> set[str]:
    """The rules the server names when the note is signed with every warning noted, or when it refuses the signature."""
    client = signed_in_api(server, PRACTITIONER)
    _, note = client.request("GET", f"/notes/{note_id}")
    seen = {"content_hash": note["content_hash"], "acknowledged": sorted(WARNINGS)}
    _, body = client.push([client.op("sign", "note", note_id, **seen)])
    (result,) = body["results"]
    _, note = client.request("GET", f"/notes/{note_id}")
    client.close()
    findings = note["findings"] if result["status"] == "applied" else result["error"]["findings"]
    assert note["state"] == ("signed" if result["status"] == "applied" else "draft"), result
    return {finding["rule"] for finding in findings}


def mend(page: Page, written: dict[str, Any], right: dict[str, Any]) -> None:
    """Correct what differs: here times of the cream, and depths."""
    entering = Entering(page)
    for unit in (unit for unit in right if right[unit] != written[unit]):
        page.locator(f'.step[data-step="{step_of(unit)}"]').click()
        for name in (name for name in right[unit] if right[unit][name] != written[unit][name]):
            if name in CLOCKS:
                entering.enter_clock(name, right[unit][name])
            else:
                assert name == "depth_mm", name
                page.locator(f'[id="line-{unit}"] .stepper button.figure').first.click()
                entering.key_in(right[unit][name][0])


def has_times(fields: dict[str, Any]) -> bool:
    """Also of the check: the first answer stamps its time, and that it was on another day is said afterwards."""
    names = {name for values in fields.values() for name in values}
    return any(name == "at" or name.endswith("_at") for name in names)


def judge(
    page: Page, server: ServerProcess, note_id: str, written: dict[str, Any], rules: set[str], refused: set[str]
) -> None:
    """The tablet names all that speaks; the server, when it refuses the signature, what stands in its way."""
    wait_saved(page)
    judged = page.evaluate(JUDGED, note_id)
    clock = judged["fields"].pop("clock", {})
    assert set(clock) == ({"late"} if has_times(written) else set())
    if clock:  # the times of a case are entered long after its day, and the note says so
        rules = rules | {"T17"}
    same(judged["fields"], written)
    assert set(judged["rules"]) == rules | refused
    sync_now(page)
    assert on_the_server(server, note_id) == (refused or rules)
    sync_now(page)  # signed there: only a signed visit counts towards the next


@pytest.mark.parametrize("patient", cases.load(), ids=lambda case: case.key)
def test_case(browser: Browser, server: ServerProcess, patient: Patient) -> None:
    context = browser.new_context(**BERLIN)
    page = open_app(context, server)
    sign_in(page)
    patient_id = create_patient(page, patient)
    for note in patient.notes:
        page.evaluate("(id) => { location.hash = `/patients/${id}`; }", patient_id)
        page.get_by_role("button", name="New note").click()
        page.locator(".step[aria-current]").wait_for()
        note_id = page.url.split("/notes/")[1].split("/")[0]
        wrong = next((set(step.text.split(",")) for step in note.steps if step.op == "refused"), set())
        final = as_asked(note.final)
        written = as_asked(merged(note.final, note.draft)) if wrong else final
        enter_note(page, written)
        judge(page, server, note_id, written, set(note.rules), wrong)
        if wrong:
            mend(page, written, final)
            judge(page, server, note_id, final, set(note.rules), set())
    context.close()
