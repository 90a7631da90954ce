"""The controls: the face map paints, clocks write times, typed text is kept, and every control can be tapped."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import conftest
from tests.e2e.conftest import PRACTITIONER, open_app, reload, shown_box, sign_in, store, wait_until
from tests.e2e.journey import wait_saved
from tests.server_process import ServerProcess
from tests.tablet import ANSWERED_ONCE

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]

TOKENS = Path(__file__).parents[2] / "static/css/tokens.css"
STEPS = [
    "todo", "visit", "check", "consent", "numbing", "device", "zone", "needling", "prp", "serum", "obs", "aftercare",
    "words",
]  # fmt: skip
PATIENT = ANSWERED_ONCE | {
    "identity": {"mrn": "M-7", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"},
    "body": {"sex_at_birth": "male", "fitzpatrick": "III", "weight_kg": 70},
}
QUESTIONS = [
    "hsv_active", "active_acne", "infection", "open_wound", "sunburn", "filler_toxin_14d", "peel_laser", "surgery",
    "retinoid_acid_24h", "nsaid_48h", "steroid_local_1m", "steroid_systemic_2w", "recent_fever",
]  # fmt: skip
COMPLETE = {
    "visit": {
        "performed": "treated", "session_date": "2026-03-02", "session_no": 1, "operator": None,
        "indication": ["acne_scar"],
    },
    "check": dict.fromkeys(QUESTIONS, "no"),
    "consent": {"procedure": True, "photo_clinical": True},
    "photo": {"taken": "yes"},
    "aftercare": {"given": True},
    "numbing": {"used": False},
    "prp": {"used": False},
    "device": {"type": "pen", "product": "skinpen", "cartridge_lot": "SPC2604-02"},
    "needling": {
        "started_at": "2026-03-02T09:00:00+01:00", "ended_at": "2026-03-02T09:30:00+01:00", "pain_nrs": 3,
    },
    "zone:cheek_left": {"depth_mm": [1.25], "passes": 4},
    "obs:T0": {"erythema": 2},
    "obs:T30": {"erythema": 1, "pain_now": 1},
}  # fmt: skip
NEW_NOTE = """
  const [patient, fields] = given;
  if (fields.visit && "operator" in fields.visit) fields.visit.operator = session.session().user.id;
  return edits.createNote(await edits.createPatient(patient), fields);
"""
TARGETS = """() => ["button", "a[href]", "input", "select", "textarea", "summary"]
  .flatMap((name) => [...document.querySelectorAll(`main ${name}`)])
  .filter((each) => each.checkVisibility() && !each.matches("[type=checkbox]") && !each.closest(".visually-hidden"))
  .map((each) => [each.textContent.trim().slice(0, 24), each.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height && Math.min(box.width, box.height) < 44)
  .map(([words, box]) => `${words} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
FIRST_CONTROL = """() => {
  scrollTo(0, 0);
  const shown = [...document.querySelectorAll(".note-work :is(button, input, textarea, select, summary, .map-zone)")];
  const tops = shown.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().top);
  return [Math.round(Math.min(...tops) + 8), Math.round(document.querySelector(".bar").getBoundingClientRect().top)];
}"""
OVERFLOW = """() => [...document.querySelectorAll("main *")]
  .filter((each) => each.checkVisibility() && !each.closest(".steps, .visually-hidden"))
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => `${each.tagName} ${each.getAttribute("class")}`)"""


@pytest.fixture(scope="module")
def tablet(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """One for all of them: each writes a note of its own."""
    context = browser.new_context(**conftest.TABLET)
    context.add_init_script(conftest.WITHOUT_WORKER)
    page = open_app(context, server)
    sign_in(page)
    yield page
    context.close()


def new_note(page, fields) -> str:
    return store(page, NEW_NOTE, [PATIENT, fields])


def stored(page, note: str) -> dict:
    wait_saved(page)
    return store(page, 'return (await records.get("note", given)).fields;', note)


def edit(page, note: str, step: str) -> None:
    page.evaluate("(hash) => { location.hash = hash; }", f"#/notes/{note}/edit/{step}")
    page.wait_for_selector(f".step[data-step={step}][aria-current]")


def until(page, note: str, path: str, value) -> None:
    """Wait until the store holds this value; ``path`` is "unit.field"."""
    unit, name = path.split(".")
    script = """async ([id, unit, name, value]) => {
      const { records } = await import("/static/dist/app.js");
      const held = (await records.get("note", id)).fields[unit]?.[name] ?? null;
      return JSON.stringify(held) === JSON.stringify(value);
    }"""
    wait_until(page, script, [note, unit, name, value])


def zone(page, key: str):
    return page.locator(f'.map-zone[data-zone="{key}"]')


def test_a_depth_paints_zones_mirrors_and_is_taken_back(tablet):
    note = new_note(tablet, {"device": {"type": "pen", "product": "skinpen"}})
    edit(tablet, note, "zone")
    tablet.get_by_role("button", name="1.25", exact=True).tap()
    zone(tablet, "cheek_left").tap()
    until(tablet, note, "zone:cheek_left.depth_mm", [1.25])
    tablet.get_by_role("button", name="Mirror").tap()
    until(tablet, note, "zone:cheek_right.depth_mm", [1.25])
    tablet.get_by_role("button", name="Undo").tap()
    until(tablet, note, "zone:cheek_right.depth_mm", None)
    expect(zone(tablet, "cheek_left")).to_have_attribute("aria-label", "Left cheek, 1.25 mm")


def test_zones_can_be_tapped_first_and_given_a_depth_together(tablet):
    note = new_note(tablet, {"device": {"product": "skinpen"}})
    edit(tablet, note, "zone")
    zone(tablet, "forehead").tap()
    zone(tablet, "neck").tap(position={"x": 60, "y": 60})
    tablet.get_by_role("button", name="0.5", exact=True).tap()
    until(tablet, note, "zone:forehead.depth_mm", [0.5])
    until(tablet, note, "zone:neck.depth_mm", [0.5])


def test_a_tap_on_a_small_area_asks_which_zone_was_meant(tablet):
    note = new_note(tablet, {"device": {"product": "skinpen"}})
    edit(tablet, note, "zone")
    tablet.get_by_role("button", name="0.25", exact=True).tap()
    zone(tablet, "nostril_left").tap()
    sheet = tablet.get_by_role("dialog", name="Which site?")
    expect(sheet.get_by_role("button", name="Left nostril")).to_contain_text("never needled")
    sheet.get_by_role("button", name="Nose").tap()
    until(tablet, note, "zone:nose.depth_mm", [0.25])
    assert "zone:nostril_left" not in stored(tablet, note)


def test_the_map_is_painted_from_the_keyboard(tablet):
    note = new_note(tablet, {"device": {"product": "skinpen"}})
    edit(tablet, note, "zone")
    tablet.get_by_role("button", name="0.75", exact=True).press("Enter")
    zone(tablet, "forehead").focus()
    tablet.keyboard.press("ArrowRight")
    tablet.keyboard.press("Enter")
    key = tablet.evaluate("document.activeElement.dataset.zone")
    assert key != "forehead"
    until(tablet, note, f"zone:{key}.depth_mm", [0.75])


def test_patient_left_is_at_the_right_of_the_map(tablet):
    edit(tablet, new_note(tablet, {"device": {"product": "skinpen"}}), "zone")
    middle = shown_box(tablet.locator(".map-face"))
    for side, at_right in (("left", True), ("right", False)):
        box = shown_box(zone(tablet, f"cheek_{side}"))
        assert (box["x"] + box["width"] / 2 > middle["x"] + middle["width"] / 2) is at_right


def test_a_clock_writes_its_time_survives_a_reload_and_is_corrected(tablet):
    note = new_note(tablet, {"numbing": {"used": True, "planned_min": 1}})
    edit(tablet, note, "numbing")
    tablet.get_by_role("button", name="Cream on", exact=True).tap()
    tablet.wait_for_selector(".stopwatch[data-state=running]")
    written = stored(tablet, note)["numbing"]["applied_at"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", written)
    reload(tablet)
    tablet.wait_for_selector(".stopwatch[data-state=running]")
    tablet.locator(".stopwatch summary").first.tap()
    tablet.get_by_role("button", name="5 minutes earlier").tap()
    expect(tablet.locator(".stopwatch np-elapsed")).to_have_text(re.compile(r"0:0[5-9]:\d\d"))
    expect(tablet.locator(".stopwatch-reached")).to_be_visible()
    assert stored(tablet, note)["numbing"]["applied_at"] < written


def test_a_birth_date_with_a_year_of_two_digits_is_asked_again(tablet):
    tablet.evaluate("location.hash = '#/patients/new'")
    box = tablet.get_by_label("Date of birth")
    box.fill("0097-06-01")
    field = tablet.locator("#f-identity-birth_date-field")
    expect(field.get_by_role("status").filter(has_text="four digits")).to_be_visible()
    expect(field.get_by_role("button", name="Today")).to_have_count(0)
    assert store(tablet, 'return (await drafts.getDraft("patient:new"))?.identity?.birth_date ?? null;') is None
    tablet.get_by_role("button", name="Create the patient").tap()
    expect(tablet.get_by_role("alert")).to_contain_text("Date of birth")
    box.fill("1997-06-01")
    expect(field.locator(".field-range")).to_be_hidden()


def test_a_finding_names_the_allergy_as_it_is_on_record(tablet):
    allergy = {"substance": "other", "name": "EMLA cream (lidocaine)", "status": "active"}
    patient = {**PATIENT, "allergy:0192f0aa-0000-7000-8000-000000000001": allergy}
    note = store(tablet, NEW_NOTE, [patient, {"numbing": {"used": True, "product": "emla"}}])
    edit(tablet, note, "numbing")
    finding = tablet.locator(".finding").filter(has_text="Recorded allergy to this anaesthetic.").first
    expect(finding).to_contain_text("On record: EMLA cream (lidocaine)")


def test_none_and_a_sign_clear_each_other(tablet):
    note = new_note(tablet, {"numbing": {"used": True, "toxicity": ["tinnitus"]}})
    edit(tablet, note, "numbing")
    signs = tablet.locator("#f-numbing-toxicity-field")
    for answer, held in (("Seizure", ["tinnitus", "seizure"]), ("None", ["none"]), ("Seizure", ["seizure"])):
        signs.get_by_role("button", name=answer, exact=True).click()
        until(tablet, note, "numbing.toxicity", held)


def test_the_keypad_writes_a_figure_and_a_comma_is_a_decimal_mark(tablet):
    note = new_note(tablet, {"numbing": {"used": True}})
    edit(tablet, note, "numbing")
    figure = tablet.locator("#f-numbing-amount_g")
    figure.tap()
    for key in "12.5":
        tablet.get_by_role("dialog").get_by_role("button", name=key, exact=True).tap()
    tablet.get_by_role("button", name="Done").tap()
    until(tablet, note, "numbing.amount_g", 12.5)
    figure.tap()
    tablet.get_by_role("textbox", name="Amount").fill("7,5")
    tablet.keyboard.press("Enter")
    until(tablet, note, "numbing.amount_g", 7.5)


def test_typing_is_kept_while_the_page_is_drawn_again_and_said_to_be_saved(tablet):
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    edit(tablet, note, "words")
    box = tablet.get_by_label("Plan")
    box.press_sequentially("Same depth next")
    store(tablet, 'await edits.setFields("note", given, "visit", {room: "2"});', note)
    box.press_sequentially(" time")
    until(tablet, note, "text:plan.text", "Same depth next time")
    expect(tablet.locator('[id="f-text:plan-text-field"] .saved')).to_have_text("saved")
    expect(box).to_have_value("Same depth next time")


def test_typing_is_stored_when_the_screen_is_left_at_once(tablet):
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    edit(tablet, note, "words")
    tablet.get_by_role("textbox", name="Remarks").press_sequentially("Left early")
    tablet.evaluate("() => { location.hash = '#/patients'; }")
    until(tablet, note, "text:remarks.text", "Left early")


def test_words_stay_with_the_field_they_were_typed_in(tablet):
    note = new_note(tablet, {"visit": {"performed": "treated"}})
    edit(tablet, note, "obs")
    times = tablet.get_by_role("group", name="Time of the observation")
    times.get_by_role("button", name="Right after").tap()
    tablet.locator('[id="f-obs:T0-note-field"] details, details:has([id="f-obs:T0-note"]) > summary').first.tap()
    tablet.locator('[id="f-obs:T0-note"]').fill("2 vesicles on day 4.")
    times.get_by_role("button", name="15 to 30 minutes").dispatch_event("click")
    tablet.locator('[id="f-obs:T30-note"]').wait_for(state="attached")
    expect(tablet.locator('[id="f-obs:T30-note"]')).to_have_value("")
    until(tablet, note, "obs:T0.note", "2 vesicles on day 4.")
    assert "obs:T30" not in stored(tablet, note)


def test_one_tap_answers_what_is_left_and_a_second_tap_takes_an_answer_back(tablet):
    note = new_note(tablet, {"visit": {"performed": "treated"}, "check": {"sunburn": "yes"}})
    edit(tablet, note, "check")
    tablet.get_by_role("button", name="All asked").tap()
    until(tablet, note, "check.infection", "no")
    assert stored(tablet, note)["check"]["sunburn"] == "yes"
    tablet.get_by_role("group", name="Sunburn in the area").get_by_role("button", name="Yes").tap()
    until(tablet, note, "check.sunburn", None)


def test_a_missing_entry_leads_to_its_field(tablet):
    edit(tablet, new_note(tablet, {"visit": {"performed": "treated"}}), "words")
    tablet.get_by_role("button", name="missing to sign").tap()
    tablet.get_by_role("dialog").get_by_role("button", name="Pain now").tap()
    expect(
        tablet.get_by_role("group", name="Pain now").get_by_role("button", name="0", exact=False).first
    ).to_be_focused()


def test_a_finding_asks_for_its_reason_beside_the_field(tablet):
    on_skin = {"used": True, "residual_removed": "no"}
    note = new_note(tablet, {"numbing": on_skin, "needling": {"started_at": "2026-03-02T09:00:00+01:00"}})
    edit(tablet, note, "numbing")
    tablet.get_by_label("Why is this right for this patient?").fill("Thin film left on purpose")
    until(tablet, note, "reason:D02.text", "Thin film left on purpose")


def test_a_reason_is_void_when_its_value_changes_until_somebody_says_that_it_holds(tablet):
    agreed = {"consent": COMPLETE["consent"] | {"off_label": True}}
    note = new_note(tablet, {**COMPLETE, **agreed, "zone:forehead": {"depth_mm": [2.0], "passes": 2}})
    tablet.evaluate("(id) => { location.hash = `#/notes/${id}/sign`; }", note)
    card = tablet.locator(".finding", has_text="mm is deep for this site (limit 1.5 mm).")
    card.get_by_label("Why is this right for this patient?").fill("A thick scar, with care.")
    expect(card.get_by_text("Reason given")).to_be_visible()
    store(tablet, 'return edits.setFields("note", given, "zone:forehead", {depth_mm: [2.25]});', note)
    expect(
        card.get_by_text("This was written for: Forehead. 2 mm is deep for this site (limit 1.5 mm).")
    ).to_be_visible()
    expect(card.get_by_text("Needs a reason")).to_be_visible()
    card.get_by_role("button", name="Still holds").tap()
    expect(card.get_by_text("Reason given")).to_be_visible()
    rows = stored(tablet, note)["reason:N02"]["judged"]
    assert {(row["at"], len(row["fp"]), "2.25" in row["shown"]) for row in rows} == {("zone:forehead", 64, True)}
    assert len(rows) == 2  # deep for the site, and deeper than the device was tested for: one cause, one reason


def test_a_follow_up_is_not_held_up_by_what_became_known_since(tablet):
    cream = {
        "used": True, "product": "lmx4", "amount_g": 20, "area_cm2": 200, "occlusion": "film", "skin_intact": "yes",
        "applied_at": "2026-03-02T08:00:00+01:00", "removed_at": "2026-03-02T08:50:00+01:00",
        "residual_removed": "yes",
    }  # fmt: skip
    note = new_note(tablet, {**COMPLETE, "numbing": cream})
    learn = """
        const { patient_id } = await records.get("note", given);
        await edits.sign(given, []);
        const allergy = { substance: "lidocaine", status: "active", severity: "severe" };
        await edits.setFields("patient", patient_id, "allergy:0191a1c0-0000-7000-8000-00000000000a", allergy);"""
    store(tablet, learn, note)
    tablet.evaluate("(id) => { location.hash = `#/follow-up/${id}/T24`; }", note)
    tablet.get_by_role("button", name="Reached", exact=True).tap()
    tablet.get_by_role("group", name="Redness").get_by_role("button", name="Almost clear").tap()
    tablet.get_by_role("button", name="Sign the follow-up").tap()
    tablet.wait_for_url("**/#/follow-up")
    assert "obs:T24" not in stored(tablet, note)
    about_it = 'return (await records.all("follow_up")).filter(({fields}) => fields.about.note_id === given);'
    (call,) = store(tablet, about_it, note)
    assert (call["state"], call["fields"]["seen"]) == ("signed", {"erythema": 1})


def test_a_note_is_read_signed_and_amended(tablet):
    note = new_note(tablet, COMPLETE)
    tablet.evaluate("(id) => { location.hash = `#/notes/${id}/sign`; }", note)
    expect(tablet.get_by_text("Everything that is needed to sign")).to_be_visible()
    tablet.get_by_role("button", name="Sign").tap()
    expect(tablet.get_by_role("list", name="Where this note is")).to_be_visible()
    tablet.get_by_role("link", name="Amend").tap()
    tablet.locator(".step[data-step=obs]").tap()
    tablet.get_by_role("button", name="Right after").tap()
    tablet.get_by_role("group", name="Redness").get_by_role("button", name="Almost clear").tap()
    tablet.get_by_role("button", name="Review changes").tap()
    reload(tablet)
    expect(tablet.get_by_role("row", name="Redness")).to_contain_text("1 · Almost clear")
    tablet.get_by_label("Why is the note amended?").fill("Redness was less than written.")
    tablet.get_by_role("button", name="Sign the amendment").tap()
    tablet.wait_for_url(f"**/#/notes/{note}")
    assert stored(tablet, note)["obs:T0"] == {"erythema": 1}


@pytest.mark.parametrize(
    ("width", "height"), [(390, 844), (834, 1194), pytest.param(1194, 834, marks=pytest.mark.soak)]
)
def test_every_control_can_be_hit_and_nothing_runs_off_the_side(tablet, width, height):
    filled = {**COMPLETE, "numbing": {"used": True, "product": "emla"}, "prp": {"used": True, "spins": [{"rpm": 1500}]}}
    note = new_note(tablet, filled)
    tablet.set_viewport_size({"width": width, "height": height})
    for step in STEPS:
        edit(tablet, note, step)
        assert tablet.evaluate(TARGETS) == [], step
        assert tablet.evaluate(OVERFLOW) == [], step
        first, bar = tablet.evaluate(FIRST_CONTROL)
        assert first <= bar, f"{step}: the first control is below the first screen"
    edit(tablet, note, "zone")
    tablet.evaluate("scrollTo(0, 0)")
    face, bar = shown_box(tablet.locator(".map-face")), shown_box(tablet.locator(".bar"))
    assert width < 800 or face["y"] + face["height"] <= bar["y"], "the map is not whole"


@pytest.mark.soak
def test_text_of_twice_the_size_still_fits_a_phone(tablet):
    note = new_note(tablet, COMPLETE)
    tablet.set_viewport_size({"width": 390, "height": 844})
    for step in STEPS:
        edit(tablet, note, step)
        tablet.evaluate("() => document.documentElement.style.setProperty('font-size', '200%')")
        assert tablet.evaluate(OVERFLOW) == [], step


def test_the_two_writings_of_the_dark_theme_are_one():
    text = TOKENS.read_text(encoding="utf-8")
    wished, chosen = re.findall(r"\[data-theme=(?:\"light\"\]\)|\"dark\"\]) \{(.*?)\n *\}", text, re.DOTALL)
    assert [line.strip() for line in wished.strip().splitlines()] == [
        line.strip() for line in chosen.strip().splitlines()
    ]


def test_arrow_keys_walk_a_group_and_tab_leaves_it(context, server):
    page = open_app(context, server)
    sign_in(page, PRACTITIONER)
    edit(page, new_note(page, {"visit": {"performed": "treated"}}), "visit")
    page.get_by_role("button", name="Treated", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Stopped", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.field')?.id") != "f-visit-performed-field"
