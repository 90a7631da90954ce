"""What is begun is kept on the tablet until it is finished or discarded, and leaving the tablet lists all of it."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in, store, wait_until
from tests.e2e.test_components import new_note
from tests.e2e.test_two_tablets import CONFLICTS, SYNC, other, write  # noqa: F401

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
JS = Path(__file__).resolve().parents[2] / "static/src"
# Passwords and one-time codes are kept nowhere; nor is the name of a passkey, which is asked together with the key.
SECRET_SHEETS = {"proof.ts", "own-codes.ts", "own-passkeys.ts", "own-password.ts"}
NEW_BOX = "A new box, not added to the shelf yet"


def go(page: Page, path: str) -> None:
    page.evaluate("(path) => { location.hash = path; }", path)


def until_kept(page: Page, key: str) -> None:
    ask = "async (key) => (await import('/static/dist/app.js')).drafts.getDraft(key).then(Boolean)"
    wait_until(page, ask, key)


def begin_box(tablet: Page) -> None:
    go(tablet, "/shelf")
    tablet.get_by_role("button", name="Open a box").click()
    sheet = tablet.get_by_role("dialog")
    sheet.get_by_label("Product", exact=True).fill("SkinPen")
    sheet.get_by_label("Unit codes, one on each line").fill("A1\nA2")
    until_kept(tablet, "box:new")
    go(tablet, "/patients")
    expect(tablet.get_by_role("dialog")).to_have_count(0)


@pytest.mark.soak
def test_a_box_that_was_begun_is_gone_on_with_or_begun_afresh(tablet: Page) -> None:
    begin_box(tablet)
    go(tablet, "/shelf")
    tablet.get_by_role("button", name="Open a box").click()
    sheet = tablet.get_by_role("dialog")
    expect(sheet.get_by_label("Product", exact=True)).to_have_value("SkinPen")
    expect(sheet.get_by_label("Unit codes, one on each line")).to_have_value("A1\nA2")
    sheet.get_by_role("button", name="Start afresh").click()
    expect(sheet.get_by_label("Product", exact=True)).to_have_value("")
    sheet.get_by_label("Product", exact=True).fill("Exceed")
    sheet.get_by_label("LOT").fill("L7")
    sheet.get_by_role("button", name="Put it on the shelf").click()
    expect(sheet).to_have_count(0)
    assert store(tablet, "return drafts.allDrafts();") == []


def test_handing_over_lists_what_is_begun(tablet: Page) -> None:
    begin_box(tablet)
    tablet.get_by_role("button", name="menu").click()
    tablet.get_by_role("button", name="Hand over to someone else").click()
    question = tablet.get_by_role("dialog", name="Not everything is finished")
    line = question.get_by_role("link", name=re.compile(f"^{NEW_BOX}"))
    expect(line).to_contain_text("SkinPen, A1 A2")
    with tablet.expect_download() as fetched:
        question.get_by_role("button", name="Export unsent work").click()
    assert [each["key"] for each in json.loads(fetched.value.path().read_text())["drafts"]] == ["box:new"]
    question.get_by_role("button", name="Stay here").click()
    go(tablet, "/waiting")
    expect(tablet.get_by_role("link", name=re.compile(f"^{NEW_BOX}"))).to_be_visible()
    tablet.get_by_role("button", name="menu").click()
    tablet.get_by_role("button", name="Hand over to someone else").click()
    question.get_by_role("button", name="Hand over, keep it for me").click()
    expect(tablet.get_by_role("heading", name="Who is working?")).to_be_visible()
    sign_in(tablet)
    assert [each["key"] for each in store(tablet, "return drafts.allDrafts();")] == ["box:new"]


def test_a_begun_amendment_leads_to_the_note_or_follow_up_that_it_amends(tablet: Page) -> None:
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    begin = """
      const { patient_id } = await records.get("note", given);
      const [call, other] = await Promise.all(["T24", "D7"].map(async (point) => {
        const about = { note_id: given, note_version_seen: 0, point, how: "phone", reached: "yes" };
        const id = await edits.createFollowUp(patient_id, { about });
        await edits.sign(id, [], "follow_up");
        return id;
      }));
      const earlier = { seen: { note: "Less red." } };
      await drafts.saveDraft(`amend:${given}`, { reason: "Wrong lot", changes: {} });
      await drafts.saveDraft(`amend:${call}`, earlier); // the key before it named the follow-up
      await drafts.saveDraft(`amend:${other}:follow_up`, { seen: { note: "Dry." } });
      return [call, other];
    """
    call, other_call = store(tablet, begin, note)
    go(tablet, "/waiting")
    lines = tablet.get_by_role("link", name=re.compile("^An amendment, not signed · Ana Ruiz"))
    expect(lines).to_have_count(3)
    found = sorted(str(line.get_attribute("href")) for line in lines.all())
    assert found == sorted([f"#/notes/{note}/amend", f"#/calls/{call}/amend", f"#/calls/{other_call}/amend"])
    tablet.locator(f"a[href='#/calls/{call}/amend']").click()
    expect(tablet.get_by_role("heading", name="Amend the follow-up")).to_be_visible()
    until_kept(tablet, f"amend:{call}:follow_up")
    kept = {each["key"]: each["value"] for each in store(tablet, "return drafts.allDrafts();")}
    assert kept == {
        f"amend:{note}": {"reason": "Wrong lot", "changes": {}},
        f"amend:{call}:follow_up": {"seen": {"note": "Less red."}},
        f"amend:{other_call}:follow_up": {"seen": {"note": "Dry."}},
    }


@pytest.mark.soak
def test_a_correction_begun_earlier_answers_to_what_its_author_saw(tablet: Page, other) -> None:  # noqa: F811
    item = {"kind": "serum", "product": "Peptide", "lot": "P1"}
    box = store(tablet, f"const id = await edits.createLot(given); {SYNC} return id;", item)
    for lot in ("P2", None):
        go(tablet, "/shelf")
        tablet.locator("li.box", has_text="Peptide").get_by_role("button", name="Correct").click()
        sheet = tablet.get_by_role("dialog")
        if lot:
            sheet.get_by_label("LOT").fill(lot)
            until_kept(tablet, f"box:{box}")
            go(tablet, "/patients")
            write(other, box, "item", {"lot": "P9"})
            store(tablet, SYNC)
    sheet.get_by_role("button", name="Keep").click()
    expect(sheet).to_have_count(0)
    assert [[side["lot"] for side in each] for each in store(tablet, CONFLICTS, box)] == [["P1", "P2", "P9"]]


def test_every_sheet_that_asks_for_words_keeps_them() -> None:
    """A sheet closes with its screen: what was typed in it must be somewhere."""
    asks = re.compile(r"\b(?:askText|formSheet)(?:<[^>]*>)?\((?!\s*heading: string)")
    for path in JS.rglob("*.ts"):
        code = path.read_text()
        calls = [found for found in asks.finditer(code) if not code[: found.start()].endswith("function ")]
        kept = len(re.findall(r"(?:^\s+|, )kept(?:,|:| \})", code, re.M))
        if path.name in SECRET_SHEETS:
            assert (kept, "draftOf" in code) == (0, False), path.name
            continue
        assert kept >= len(calls) or path.parent.name in ("controls", "forms"), f"{path.name} keeps {kept} of {calls}"


def test_every_sheet_that_keeps_words_is_named_where_unfinished_work_is_listed() -> None:
    code = "".join(path.read_text() for path in JS.rglob("*.ts"))
    kinds = set(re.findall(r'(?:draftOf|textDraft)(?:<.*?>)?\(["`]([a-z-]+)', code))
    kinds |= set(re.findall(r'askWhy\(screen, "(\w+)"', code))
    assert {"move", "propose", "limits-reason"} <= kinds
    named = (JS / "features/patient/draft-labels.ts").read_text()
    assert [kind for kind in sorted(kinds) if not re.search(rf'^  "?{kind}"?: {{', named, re.M)] == []
