"""The clinic's own: limits changed and approved reach a tablet, a box opened offline is sent, a lot is recalled."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ADMIN, SUPERVISOR, TABLET, open_app, reload, sign_in, store
from tests.e2e.journey import sync_now, wait_saved
from tests.server_process import ServerProcess

pytestmark = pytest.mark.e2e

NEXT_YEAR, LAST_YEAR = ((datetime.now(UTC) + timedelta(days=days)).date().isoformat() for days in (365, -365))
CHEEK = 'import("/static/dist/app.js").then(({forms}) => forms.currentForms().limits.zones.cheek.warn_mm)'


@pytest.fixture
def desk(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """The administrator's own tablet."""
    context = browser.new_context(**TABLET)
    page = open_app(context, server)
    sign_in(page, ADMIN)
    yield page
    context.close()


def go(page: Page, server: ServerProcess, path: str, heading: str) -> None:
    page.goto(f"{server.url}/#{path}")
    expect(page.get_by_role("heading", name=heading, exact=True, level=1)).to_be_visible()


def fill_box(page: Page, **texts: str) -> None:
    page.get_by_role("button", name="Open a box").last.click()
    sheet = page.get_by_role("dialog")
    for label, text in texts.items():
        sheet.get_by_label(label.replace("_", " ")).fill(text)
    sheet.get_by_role("button", name="Put it on the shelf").click()
    expect(sheet).to_be_hidden()


@pytest.mark.soak
def test_a_limit_is_changed_with_a_reason_approved_and_reaches_another_tablet(desk, tablet, server):
    go(desk, server, "/registry", "Registry")
    expect(desk.get_by_text("Not yet approved")).to_be_visible()
    cheek = desk.get_by_role("region", name="Cheek", exact=True)
    note_above = cheek.get_by_label(re.compile("^Warn above"))
    note_above.fill("9")
    desk.get_by_role("button", name="Save changes (1)").click()
    give_reason(desk, "Too deep on purpose, to see it refused.")
    expect(cheek.get_by_text("is above the one that needs a reason")).to_be_visible()
    expect(note_above).to_have_value("9")
    note_above.fill("1.25")
    wait_saved(desk)
    reload(desk)
    expect(note_above).to_have_value("1.25")
    expect(cheek.get_by_text("was 1.5")).to_be_visible()
    desk.get_by_role("button", name="Save changes (1)").click()
    give_reason(desk, "Our own audit of last spring.")
    expect(desk.get_by_text("was 1.5")).to_have_count(0)
    expect(desk.get_by_role("button", name="Approve")).to_have_count(0)
    desk.get_by_role("button", name="History", exact=True).click()
    expect(desk.get_by_role("row", name="Cheek Warn above 1.5 1.25")).to_be_visible()
    expect(desk.get_by_text("“Our own audit of last spring.”")).to_be_visible()

    sign_in(desk, SUPERVISOR)
    reload(desk)
    desk.get_by_role("button", name="Approve").click()
    desk.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(desk.get_by_text(f"Approved by {SUPERVISOR.name} on")).to_be_visible()

    tablet.evaluate("async () => (await import('/static/dist/app.js')).engine.checkEverything()")
    assert tablet.evaluate(CHEEK) == 1.25
    go(tablet, server, "/registry", "Registry")
    expect(tablet.get_by_text(f"Approved by {SUPERVISOR.name} on")).to_be_visible()
    expect(tablet.get_by_role("button", name="Approve")).to_have_count(0)
    expect(
        tablet.get_by_role("region", name="Cheek", exact=True).get_by_label(re.compile("^Warn above"))
    ).to_have_count(0)


def give_reason(page: Page, text: str) -> None:
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox").fill(text)
    sheet.get_by_role("button", name="Save the limits").click()
    expect(sheet).to_be_hidden()


@pytest.mark.soak
def test_without_the_server_the_registry_is_read_only(tablet, server):
    sync_now(tablet)
    server.stop()
    try:
        go(tablet, server, "/registry", "Registry")
        expect(tablet.get_by_text("which cannot be reached now")).to_be_visible(timeout=15_000)
        expect(
            tablet.get_by_role("region", name="Cheek", exact=True).get_by_text("Reason required above", exact=True)
        ).to_be_visible()
    finally:
        server.start()


def test_a_box_opened_offline_is_sent_and_a_recall_finds_who_had_it(desk, tablet, server):
    sync_now(tablet)
    server.stop()
    try:
        go(tablet, server, "/shelf", "Shelf")
        codes = "U-1\nU-2\nU-1\n"
        texts = {"Product": "SkinPen cartridge", "LOT": "SP-24118", "Expiry": NEXT_YEAR}
        fill_box(tablet, **texts, **{"Unit_codes,_one_on_each_line": codes})
        fill_box(tablet, Product="Old cartridge", LOT="SP-1", Expiry=LAST_YEAR)
        expect(tablet.get_by_text("2 of 2 left")).to_be_visible()
        expect(tablet.get_by_text("expired")).to_be_visible()
    finally:
        server.start()
    sync_now(tablet)
    assert store(tablet, "return (await outbox.list()).length;") == 0
    offered = store(tablet, "const lots = await records.all('lot');" + OPTIONS)
    assert [(option["lot"], option["expiry"], option["code"]) for option in offered] == [
        ("SP-24118", NEXT_YEAR, "U-1"),
        ("SP-24118", NEXT_YEAR, "U-2"),
    ]
    note = store(tablet, NEW_NOTE, {"cartridge_lot": "SP-24118", "cartridge_expiry": NEXT_YEAR, "unit_code": "U-1"})
    sync_now(tablet)
    offered = store(tablet, "const lots = await records.all('lot');" + OPTIONS)
    assert [option["code"] for option in offered] == ["U-2"]

    sync_now(desk)
    assert store(desk, "return (await records.all('lot')).length;") == 2
    go(desk, server, "/lot-recall", "Lot recall")
    desk.get_by_label("LOT of a cartridge").fill("sp 24118")
    desk.get_by_role("button", name="Find the patients").click()
    expect(desk.get_by_role("heading", name="sp 24118 · patients: 1 · visits: 1")).to_be_visible()
    expect(desk.get_by_role("link", name="Ana Ruiz")).to_have_attribute("href", f"#/notes/{note}")
    expect(desk.get_by_text("unit U-1")).to_be_visible()
    with desk.expect_download() as fetched:
        desk.get_by_role("button", name="As a table (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(fetched.value.path().read_text("utf-8-sig"))))
    assert [(row["patient.family"], row["lot"], row["unit_code"]) for row in rows] == [("Ruiz", "SP-24118", "U-1")]


OPTIONS = """
  const { shelfChips, traceability } = await import("/static/dist/app.js");
  const { unitsInUse } = traceability;
  return shelfChips.shelfOptions({ kind: "cartridge", lots, inUse: unitsInUse(await records.all("note")) });
"""
NEW_NOTE = """
  const identity = { mrn: "M-1", given: "Ana", family: "Ruiz", birth_date: "1997-03-14" };
  const patient = await edits.createPatient({ identity });
  return edits.createNote(patient, { visit: { session_date: "2026-11-20" }, device: { type: "pen", ...given } });
"""


def test_a_used_unit_is_named_on_the_tablet_before_it_is_signed(tablet, server):
    found = store(
        tablet,
        """
      const { noteModel, traceability } = await import("/static/dist/app.js");
      const { lotKey, unitsInUse } = traceability;
      const patient = await edits.createPatient({ identity: { family: "Roe" } });
      const ids = [];
      for (const unit_code of ["X-1", "x 1"]) ids.push(await edits.createNote(patient, { device: { unit_code } }));
      const note = await records.get("note", ids[1]);
      const inUse = unitsInUse(await records.all("note"));
      const around = { patient: null, notes: [], forms: forms.currentForms(), unitsInUse: inUse };
      const { judged } = noteModel.judge({ content: note.fields, note, ...around });
      return [lotKey("x 1"), judged.fact("device", "unit_used")];
    """,
    )
    assert found == ["x1", True]


@pytest.mark.soak
def test_a_note_is_kept_as_a_protocol_renamed_and_removed(tablet, server):
    note = store(
        tablet,
        """
      const patient = await edits.createPatient({ identity: { family: "Poe" } });
      return edits.createNote(patient, {
        visit: { performed: "treated", session_date: "2026-11-20", indication: ["acne_scar"] },
        device: { type: "pen", product: "skinpen", cartridge_lot: "SP-7" },
        "zone:cheek_left": { depth_mm: [1.5], passes: 4, endpoint: "light_erythema" },
      });
    """,
    )
    go(tablet, server, f"/notes/{note}", "Poe")
    tablet.get_by_role("button", name="Keep as protocol").click()
    sheet = tablet.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("Cheeks, deep")
    sheet.get_by_role("button", name="Keep the protocol").click()
    expect(tablet.get_by_role("heading", name="Cheeks, deep")).to_be_visible()
    tablet.get_by_text("What it writes").click()
    card = tablet.get_by_role("article")
    expect(card).to_contain_text("1.5 mm")
    expect(card).not_to_contain_text("SP-7")
    tablet.get_by_role("button", name="Rename", exact=True).click()
    sheet.get_by_role("textbox").fill("Cheeks")
    sheet.get_by_role("button", name="Rename").click()
    expect(tablet.get_by_role("heading", name="Cheeks", exact=True)).to_be_visible()
    sync_now(tablet)
    assert store(tablet, "return (await outbox.list()).length;") == 0
    tablet.get_by_role("button", name="Remove", exact=True).click()
    sheet.get_by_role("button", name="Remove the protocol").click()
    expect(tablet.get_by_text("No protocol yet")).to_be_visible()


@pytest.mark.soak
def test_a_supervisor_finds_the_recall_and_a_practitioner_does_not(browser, tablet, server):
    context = browser.new_context(**TABLET)
    page = open_app(context, server)
    sign_in(page, SUPERVISOR)
    for who, count in ((page, 1), (tablet, 0)):
        go(who, server, "/settings", "More")
        expect(who.get_by_role("link", name="Registry")).to_have_count(1)
        expect(who.get_by_role("link", name="Lot recall")).to_have_count(count)
    context.close()
