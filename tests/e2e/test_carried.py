"""Values copied from the last visit: provisional until somebody confirms them, and undone in one tap."""

import pytest
from playwright.sync_api import Page, expect

from server.domain.catalogue import copying
from server.domain.catalogue.patient import HISTORY_KEYS
from tests.e2e.conftest import reload, store
from tests.e2e.journey import wait_saved
from tests.e2e.test_components import COMPLETE, PATIENT, edit, new_note, stored, until, zone
from tests.tablet import signable

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]

SECOND = {"visit": {"performed": "treated", "session_date": "2026-04-06", "session_no": 2}}
ASKED = PATIENT | {f"history:{each.key}": {"answer": "no"} for each in HISTORY_KEYS}
LAST = signable("", session_date="2026-03-02") | {
    "numbing": {
        "used": True, "product": "emla", "amount_g": 30, "area_cm2": 200, "occlusion": "film", "lot": "EM-1",
        "skin_intact": "yes", "residual_removed": "yes",
        "applied_at": "2026-03-02T08:00:00+01:00", "removed_at": "2026-03-02T09:00:00+01:00",
    },
    "needling": {"started_at": "2026-03-02T09:10:00+01:00", "ended_at": "2026-03-02T09:40:00+01:00", "pain_nrs": 3},
    "zone:chin": {"depth_mm": [1], "passes": 4, "endpoint": "uniform_erythema"},
    "text:plan": {"text": "Deeper next time"},
}  # fmt: skip
COURSE = """
  const [patient, fields, second] = given;
  fields.visit.operator = session.session().user.id;
  const person = await edits.createPatient(patient);
  const last = await edits.createNote(person, fields);
  await edits.sign(last);
  return [last, await edits.createNote(person, second)];
"""
CORE = """async (copying) => {
  const { carried } = await import("/static/dist/app.js");
  const { copyForward, confirming, undoCopy, touching } = carried;
  const device = { product: "skinpen", unit_code: "U-1" };
  const earlier = { prp: { used: true, drawn_ml: 20 }, device, "serum:a": { product: "HA" } };
  const now = { prp: { used: false }, device: { type: "pen" } };
  const laid = copyForward(now, earlier, { source: "n" }, () => "new", copying);
  const note = { device: { product: "skinpen" }, carried: { ...laid.carried } };
  const touched = touching(note, { device: { product: "exceed" } });
  const confirmed = confirming(note, ["device.product"]);
  return [laid, touched, confirmed, undoCopy(note), copyForward({}, {}, {}, () => "", copying),
    copyForward(now, earlier, {}, () => "")];
}"""

REVIEWED = """async () => {
  const { carried: core, diff } = await import("/static/dist/app.js");
  const { confirmedCopies } = core;
  const { changedLines } = diff;
  const carried = { confirmed: ["numbing.product", "zone:chin.passes"] };
  const line = (label, value, more) => ({ label, value, ...more });
  const now = [{ section: "Needling", lines: [line("Pain", "5"), line("Chin", "1 mm", { whole: true })] }];
  const before = [{ section: "Needling", lines: [
    line("Pain", "3"), line("Dry", "Yes"), line("Chin", "1 mm · Bleeding 1", { whole: true }),
    line("Nose", "1 mm", { whole: true }),
  ] }];
  return [confirmedCopies({ numbing: { amount_g: 20, product: "emla" }, carried }), changedLines(now, before)];
}"""


@pytest.fixture
def course(tablet: Page) -> tuple[str, str]:
    last, note = store(tablet, COURSE, [ASKED, LAST, SECOND])
    return last, note


def test_what_is_laid_touched_confirmed_and_taken_back(tablet: Page) -> None:
    laid, touched, confirmed, back, nothing, without_lists = tablet.evaluate(CORE, copying.forms())
    assert laid["device"] == {"product": "skinpen"}
    assert laid["serum:new"] == {"product": "HA"}
    assert "prp" not in laid
    assert laid["carried"]["open"] == ["device.product", "serum:new.product"]
    assert touched["carried"] == {"open": ["serum:new.product"]}
    assert confirmed["carried"] == {"open": ["serum:new.product"], "confirmed": ["device.product"]}
    assert back["device"] == {"product": None}
    assert back["carried"]["source"] is None
    assert nothing is None
    assert without_lists is None


def test_the_reviewer_is_told_what_was_only_confirmed_and_what_was_not_entered(tablet: Page) -> None:
    copies, [section] = tablet.evaluate(REVIEWED)
    assert copies == {"numbing": {"product": "emla"}}
    assert [(each["label"], each.get("is")) for each in section["lines"]] == [("Pain", "5"), ("Nose", None)]
    assert [(each["label"], each["was"]) for each in section["left"]] == [("Chin", "Bleeding 1"), ("Dry", "Yes")]


def test_a_note_with_nothing_but_its_visit_opens_where_the_last_one_is_offered(
    tablet: Page, course: tuple[str, str]
) -> None:
    tablet.evaluate("(hash) => { location.hash = hash; }", f"#/notes/{course[1]}/edit")
    expect(tablet.locator(".step[data-step=visit][aria-current]")).to_be_visible()
    expect(tablet.get_by_role("button", name="Same as last time")).to_be_visible()


def test_one_key_lays_the_last_visit_under_the_note(tablet: Page, course: tuple[str, str]) -> None:
    last, note = course
    edit(tablet, note, "visit")
    tablet.get_by_role("button", name="Same as last time").tap()
    until(tablet, note, "numbing.amount_g", 30)
    fields = stored(tablet, note)
    assert fields["carried"]["source"] == last
    assert "lot" not in fields["numbing"]
    assert "skin_intact" not in fields["numbing"]
    assert "needling" not in fields
    assert fields["zone:chin"] == {"depth_mm": [1], "passes": 4}
    assert fields["visit"]["session_no"] == 2
    assert fields.keys().isdisjoint({"text:plan", "check", "consent", "obs:T0"})
    tablet.get_by_role("button", name="Undo copy").tap()
    until(tablet, note, "numbing.amount_g", None)
    assert stored(tablet, note) == SECOND


def test_a_copied_value_is_confirmed_by_going_on_and_entered_by_touching_it(
    tablet: Page, course: tuple[str, str]
) -> None:
    note = course[1]
    edit(tablet, note, "visit")
    tablet.get_by_role("button", name="Same as last time").tap()
    edit(tablet, note, "numbing")
    expect(tablet.locator('[id="f-numbing-amount_g-field"]')).to_have_attribute("data-carried", "open")
    tablet.get_by_role("button", name="20 g", exact=True).tap()
    until(tablet, note, "numbing.amount_g", 20)
    tablet.get_by_role("button", name="Confirm and next").tap()
    expect(tablet.locator('.step[data-step="numbing"][aria-current]')).to_have_count(0)
    carried = stored(tablet, note)["carried"]
    assert "numbing.product" in carried["confirmed"]
    assert "numbing.amount_g" not in carried["confirmed"] + carried["open"]


def test_copied_values_are_confirmed_section_by_section_with_the_values_in_view(tablet: Page) -> None:
    """In the list of what is left, the button at the lower edge only leads on; each section has a button of its own."""
    parts = {
        "visit": ["visit.indication"],
        "device": ["device.type", "device.product"],
        "zone": ["zone:cheek_left.depth_mm", "zone:cheek_left.passes"],
    }
    carried = {"source_date": "2026-02-02", "open": [path for paths in parts.values() for path in paths]}
    note = new_note(tablet, COMPLETE | {"carried": carried})
    edit(tablet, note, "todo")
    tablet.get_by_role("button", name="To confirm: Visit").tap()
    confirmed: list[str] = []
    for name, paths in parts.items():
        assert stored(tablet, note)["carried"].get("confirmed", []) == confirmed
        keys = tablet.locator(f".todo-part[data-step={name}] .carried-key")
        keys.filter(has_text="review" if name == "zone" else "Confirm").last.tap()
        confirmed += paths
    tablet.wait_for_url("**/sign")
    assert stored(tablet, note)["carried"]["confirmed"] == confirmed


@pytest.mark.soak
def test_zones_are_hatched_until_they_are_confirmed_and_undo_brings_the_hatch_back(
    tablet: Page, course: tuple[str, str]
) -> None:
    note = course[1]
    edit(tablet, note, "visit")
    tablet.get_by_role("button", name="Same as last time").tap()
    edit(tablet, note, "zone")
    expect(zone(tablet, "chin")).to_have_attribute("data-provisional", "")
    tablet.locator("[id='line-zone:chin']").get_by_role("button", name="More").first.tap()
    until(tablet, note, "zone:chin.depth_mm", [1.25])
    tablet.get_by_role("button", name="Undo").tap()
    until(tablet, note, "zone:chin.depth_mm", [1])
    expect(zone(tablet, "chin")).to_have_attribute("data-provisional", "")
    tablet.locator("[id='line-zone:chin']").get_by_role("button", name="Confirm").tap()
    expect(zone(tablet, "chin")).not_to_have_attribute("data-provisional", "")


def test_a_note_with_unconfirmed_values_cannot_be_signed(tablet: Page, course: tuple[str, str]) -> None:
    note = course[1]
    edit(tablet, note, "visit")
    tablet.get_by_role("button", name="Same as last time").tap()
    until(tablet, note, "numbing.amount_g", 30)
    tablet.evaluate("(id) => { location.hash = `#/notes/${id}/sign`; }", note)
    tablet.get_by_role("button", name="copied values to confirm").tap()
    expect(tablet.get_by_role("heading", name="Still to do")).to_be_visible()


def test_a_running_clock_is_seen_on_every_screen_and_leads_to_its_note(tablet: Page, course: tuple[str, str]) -> None:
    note = course[1]
    today = tablet.evaluate("new Date().toLocaleDateString('sv')")
    store(tablet, 'return edits.setFields("note", given[0], "visit", {session_date: given[1]});', [note, today])
    edit(tablet, note, "needling")
    tablet.get_by_role("button", name="Start", exact=True).tap()
    wait_saved(tablet)
    reload(tablet)
    tablet.evaluate("location.hash = '#/patients'")
    link = tablet.get_by_role("navigation", name="Running clocks").get_by_role("link")
    expect(link).to_contain_text("needling")
    link.tap()
    tablet.get_by_role("button", name="Stop", exact=True).tap()
    expect(tablet.get_by_role("navigation", name="Running clocks")).to_have_count(0)
