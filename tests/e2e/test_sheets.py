"""No entry reaches the wrong patient: a sheet closes with its screen and names its patient, as does a found draft."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import store, wait_until
from tests.e2e.test_components import edit, new_note, stored

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
JS = Path(__file__).resolve().parents[2] / "static/src"
LEAVING = {
    "back": "() => history.back()",
    "a link": "() => { location.hash = '#/patients'; }",
    "hand-over": "() => { location.hash = '#/sign-in'; }",
}
SOMEBODY = """
  const [given_name, fields] = given;
  const identity = { mrn: given_name, given: given_name, family: "Tan", birth_date: "1990-05-01" };
  return edits.createNote(await edits.createPatient({ identity }), fields);
"""


def two_notes(tablet: Page) -> tuple[str, str]:
    """The note of somebody else was seen before that of Ana Ruiz."""
    numbing = {"numbing": {"used": True, "product": "emla"}, "zone:chin": {"depth_mm": [1], "passes": 2}}
    other, mine = store(tablet, SOMEBODY, ["Mei", numbing]), new_note(tablet, numbing)
    edit(tablet, other, "numbing")
    edit(tablet, mine, "numbing")
    return other, mine


def test_a_keypad_does_not_stay_over_another_patient(tablet: Page) -> None:
    other, mine = two_notes(tablet)
    for leave in LEAVING.values():
        edit(tablet, mine, "numbing")
        tablet.locator("#f-numbing-amount_g").tap()
        expect(tablet.get_by_role("dialog", name="Amount")).to_be_visible()
        tablet.evaluate(leave)
        wait_until(tablet, "(mine) => !location.hash.includes(mine)", mine)
        expect(tablet.locator("dialog")).to_have_count(0)
    assert [stored(tablet, note)["numbing"].get("amount_g") for note in (other, mine)] == [None, None]


def test_every_sheet_is_closed_by_going_back_and_names_the_patient(tablet: Page) -> None:
    """Each is opened on the note of one patient, and left for the note of another."""
    _other, mine = two_notes(tablet)
    for step, opener in (
        ("numbing", ".missing-button"),
        ("zone", "[id='line-zone:chin'] .stepper .figure"),
        ("zone", "#site-search"),
        ("needling", ".missing-button"),
    ):
        edit(tablet, mine, step)
        if opener == "#site-search":
            tablet.locator(opener).fill("Glabella")
            tablet.locator(opener).press("Enter")
        else:
            tablet.locator(opener).first.tap()
        expect(tablet.locator("dialog .sheet-about")).to_have_text("Ana Ruiz")
        tablet.evaluate("location.hash = '#/patients'")
        expect(tablet.locator("dialog")).to_have_count(0)
        expect(tablet.get_by_role("heading", name="Patients", exact=True)).to_be_focused()


def test_the_menu_is_closed_by_going_back(tablet: Page) -> None:
    two_notes(tablet)
    tablet.evaluate("location.hash = '#/patients'")
    tablet.locator(".person-button").tap()
    expect(tablet.locator("#person-menu")).to_be_visible()
    tablet.go_back()
    expect(tablet.locator("#person-menu")).to_be_hidden()


def test_an_abandoned_entry_is_not_taken_for_the_next_patient(tablet: Page) -> None:
    cold_sores = tablet.locator("[id='f-history:hsv-answer-field']")
    tablet.evaluate("location.hash = '#/patients/new'")
    tablet.get_by_label("Given name").fill("Ana")
    cold_sores.get_by_role("button", name="Yes").tap()
    expect(cold_sores.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    for choice, kept in (("Continue this entry", "Ana"), ("Discard it", "")):
        tablet.evaluate("location.hash = '#/patients'")
        expect(tablet.get_by_role("heading", name="Patients", exact=True)).to_be_visible()
        tablet.evaluate("location.hash = '#/patients/new'")
        expect(tablet.get_by_text(re.compile(r"Unfinished entry: Ana, \d\d:\d\d"))).to_be_visible()
        expect(tablet.locator("main .field")).to_have_count(0)
        tablet.get_by_role("button", name=choice).tap()
        expect(tablet.get_by_label("Given name")).to_have_value(kept)
    expect(cold_sores.locator("[aria-pressed=true]")).to_have_count(0)


def test_sheets_are_made_in_one_place() -> None:
    """So that what holds for one holds for all."""
    makes = re.compile(r"showModal|createElement\(\"dialog\"|<dialog|\spopover\b")
    assert {path.name for path in JS.rglob("*.ts") if makes.search(path.read_text())} == {
        "dialog.ts",
        "person-menu.ts",
    }


OPENED = re.compile(r"(?<![\w.])(?:openSheet|askText|confirmSheet|formSheet|openKeypad)(?:<[^(]*>)?\(")
ABOUT_NOBODY = {
    "account.ts", "choose-patient.ts", "consent-texts.ts", "export-unsent.ts", "imports.ts", "install.ts", "leaving.ts",
    "limits-editor.ts", "own-codes.ts", "own-passkeys.ts", "own-password.ts", "palette.ts", "proof.ts", "protocols.ts",
    "scanner.ts", "shelf-box.ts", "shelf.ts", "shortcut-sheet.ts", "sign-out.ts", "user-invite.ts", "user-new.ts",
    "users.ts",
}  # fmt: skip
NAMED_OTHERWISE = {"begun.ts", "together.ts", "waiting.ts", "note.ts", "zone-list.ts"}
"""In the words of the sheet, or by the name of its options; a protocol is kept of nobody."""


def call_from(source: str, at: int) -> str:
    depth, end = 1, at
    while depth and end < len(source):
        depth += {"(": 1, ")": -1}.get(source[end], 0)
        end += 1
    return source[at:end]


def test_every_sheet_about_a_patient_names_them() -> None:
    silent = {path.name for path in JS.rglob("*.ts") if has_silent_sheet(path.read_text())}
    assert silent - ABOUT_NOBODY == NAMED_OTHERWISE


def has_silent_sheet(source: str) -> bool:
    calls = [found for found in OPENED.finditer(source) if not source[: found.start()].endswith("function ")]
    return any("about" not in call_from(source, found.end()) for found in calls)
