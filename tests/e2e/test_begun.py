"""Entries that were only begun: they are not stored before a value is entered, and a draft is not a treated visit."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store, wait_until
from tests.e2e.test_components import PATIENT, edit, new_note, stored, until
from tests.tablet import signable

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
COURSE = {"started_on": "2026-03-01", "sessions_planned": 4, "interval_weeks": 4}
SIGNED = """
  const [patient, fields, draft] = given;
  fields.visit.operator = session.session().user.id;
  const person = await edits.createPatient(patient);
  const note = await edits.createNote(person, fields);
  await edits.sign(note);
  if (draft) await edits.createNote(person, draft);
  return [person, note];
"""


def go(page: Page, path: str) -> None:
    page.evaluate("(path) => { location.hash = path; }", path)


def units(page: Page, person: str, section: str) -> dict[str, Any]:
    fields = store(page, 'return (await records.get("patient", given)).fields;', person)
    return {unit: values for unit, values in fields.items() if unit.startswith(f"{section}:")}


def until_kept(page: Page, person: str, section: str) -> dict[str, Any]:
    wait_until(
        page,
        """async ([id, section]) => {
          const { records } = await import("/static/dist/app.js");
          return Object.keys((await records.get("patient", id)).fields).some((unit) => unit.startsWith(section));
        }""",
        [person, f"{section}:"],
    )
    [kept] = units(page, person, section).values()
    return kept


@pytest.mark.parametrize(
    ("path", "press", "section", "field", "answer", "kept"),
    [
        ("", "Report an adverse event", "ae", "term", "Milia", {"term": "milia", "scale_version": "5.0"}),
        ("", "Begin a course", "course", "sessions_planned", "4", {"sessions_planned": 4}),
        ("/edit", "Add to Allergies", "allergy", "severity", "Mild", {"severity": "mild", "status": "active"}),
    ],
)
def test_nothing_is_kept_before_something_is_said(
    tablet: Page, path: str, press: str, section: str, field: str, answer: str, kept: dict[str, Any]
) -> None:
    person = store(tablet, "return edits.createPatient(given);", PATIENT)
    for said in (False, True):
        go(tablet, f"/patients/{person}{path}")
        tablet.get_by_role("button", name=press).tap()
        control = tablet.locator(f"[id^='f-{section}'][id$='-{field}-field']")
        expect(control).to_be_visible()
        if not said:
            go(tablet, "/patients")
            expect(tablet.get_by_role("heading", name="Patients", exact=True)).to_be_visible()
            assert units(tablet, person, section) == {}
        elif control.locator("select").count():
            control.locator("select").select_option(label=answer)
        else:
            control.get_by_role("button", name=answer, exact=True).tap()
    assert until_kept(tablet, person, section).items() >= kept.items()


def test_an_event_after_a_visit_knows_the_visit_once_something_is_said(tablet: Page) -> None:
    person, note = store(tablet, SIGNED, [PATIENT, signable("", session_date="2026-03-02"), None])
    go(tablet, f"/notes/{note}")
    tablet.get_by_role("button", name="Adverse event").tap()
    term = tablet.locator("[id^='f-ae'][id$='-term-field'] select")
    expect(term).to_be_visible()
    assert units(tablet, person, "ae") == {}
    term.select_option(label="Milia")
    kept = until_kept(tablet, person, "ae")
    assert (kept["note_id"], kept["term"]) == (note, "milia")
    assert kept["operator"]


def test_a_row_is_kept_once_something_is_said_in_it(tablet: Page) -> None:
    note = new_note(tablet, {"prp": {"used": True}})
    for said in (False, True):
        edit(tablet, note, "prp")
        tablet.get_by_role("button", name="Add: Spins").tap()
        row = tablet.get_by_role("group", name="Spins, row 1")
        expect(row).to_be_visible()
        if not said:
            go(tablet, "/patients")
            expect(tablet.get_by_role("heading", name="Patients", exact=True)).to_be_visible()
            assert "spins" not in stored(tablet, note)["prp"]
    figure = row.get_by_role("button", name=re.compile("change$"))
    figure.first.tap()
    tablet.get_by_role("dialog").get_by_role("textbox").fill("1340")
    tablet.get_by_role("button", name="Done").tap()
    until(tablet, note, "prp.spins", [{"rpm": 1340}])
    expect(tablet.get_by_role("group", name="Spins, row 2")).to_have_count(0)


def test_a_draft_is_discarded_where_it_is_edited(tablet: Page) -> None:
    person = store(tablet, "return edits.createPatient(given);", PATIENT)
    note = store(tablet, "return edits.createNote(given, { visit: { performed: 'treated' } });", person)
    for sure in (False, True):
        edit(tablet, note, "visit")
        tablet.get_by_role("button", name="Discard this draft").tap()
        sheet = tablet.get_by_role("dialog", name="Discard this draft?")
        expect(sheet.locator(".sheet-about")).to_have_text("Ana Ruiz")
        expect(sheet).to_contain_text("A supervisor can take it back into use.")
        expect(sheet.get_by_role("button", name="Discard the draft")).to_be_disabled()
        if not sure:
            sheet.get_by_role("button", name="Keep the draft").tap()
            continue
        sheet.get_by_role("button", name="Opened by mistake").tap()
        sheet.get_by_role("button", name="Discard the draft").tap()
    expect(tablet.get_by_role("heading", name="Ana Ruiz", level=1)).to_be_visible()
    expect(tablet.get_by_text("No visit yet")).to_be_visible()
    kinds = "return (await outbox.list()).filter((op) => op.record_id === given).map((op) => [op.kind, op.reason]);"
    state = 'return (await records.get("note", given)).state;'
    assert store(tablet, state, note) == "void"
    assert store(tablet, kinds, note) in ([], [["create", None], ["void", "Opened by mistake"]])


def test_a_draft_is_no_visit_given(tablet: Page) -> None:
    """The patient stays on the list of those who are late, and paper tells only what was signed."""
    today = datetime.now(UTC).date()
    then = (today - timedelta(days=60)).isoformat()
    patient = PATIENT | {"course:0198c0de-0000-7000-8000-00000000000a": COURSE | {"started_on": then}}
    draft = {"visit": {"performed": "treated", "session_date": today.isoformat(), "session_no": 2}}
    draft["device"] = {"product": "exceed", "cartridge_lot": "UNSIGNED-7"}
    person, _note = store(tablet, SIGNED, [patient, signable("", session_date=then), draft])
    go(tablet, "/recall-due")
    late = tablet.get_by_role("region", name="Late").or_(tablet.locator("section.group[data-tone=reason]"))
    expect(late.locator(f"a[href='#/patients/{person}']")).to_be_visible()
    go(tablet, f"/patients/{person}")
    expect(tablet.get_by_text("1 of 4 visits done")).to_be_visible()
    go(tablet, f"/patients/{person}/print")
    paper = tablet.locator(".summary")
    expect(paper.locator("tr[data-done]")).to_have_count(4)
    expect(paper.locator("tr[data-done=true]")).to_have_count(1)
    expect(tablet.locator(".no-print .summary-warning")).to_contain_text("One visit is not signed yet and is left out")
    expect(paper).not_to_contain_text("UNSIGNED-7")
