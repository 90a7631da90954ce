"""Every field of a note, a patient and a follow-up has a control: what the record can hold, somebody can enter."""

import pytest
from playwright.sync_api import Page, expect

from server.domain.catalogue import RECORD_TYPES
from server.domain.catalogue.patient import HISTORY_KEYS
from tests.e2e.conftest import store
from tests.e2e.journey import wait_saved
from tests.e2e.test_components import PATIENT, edit, new_note, stored

pytestmark = [pytest.mark.e2e, pytest.mark.no_worker]
ID = "5f1d6f7e-7a52-4a9e-8a5e-0d9a2b0c4d1"
# One of each section; what opens the others is answered.
EVERYTHING = {
    "visit": {"performed": "stopped", "modality": ["rf_needling", "prp", "serum", "subcision", "peel", "laser"]},
    "device": {"type": "rf_needling", "product": "morpheus8"},
    f"device:{ID}1": {"cartridge_lot": "L-2"},
    "zone:cheek_left": {"runs": [{"depth_mm": 1, "passes": 3}]},
    f"other_site:{ID}2": {"site_text": "Old scar on the back"},
    "numbing": {"used": True},
    f"la:{ID}3": {"drug": "lidocaine"},
    f"comfort:{ID}4": {"kind": "cooling"},
    "prp": {"used": True},
    f"serum:{ID}5": {"product": "Serum"},
    f"proc:{ID}6": {"kind": "peel"},
    "needling": {"started_at": "2026-03-02T09:00:00+01:00"},
    "rf": {"power_w": 20},
    "obs:T0": {"erythema": 1},
    "aftercare": {"given": True},
    "outcome": {"gais": 1},
}
# Drawn as one thing with another id, or nobody's to enter.
ELSEWHERE = {
    "order": "the app counts",
    "zone.depth_mm": "the stepper and the map",
    "zone.passes": "the stepper beside it",
    "zone.pattern": "a site of schema 1; a run has a direction",
    "numbing.removed_at": "the clock",
    "needling.ended_at": "the clock",
    "consent.signature": "the pad",
    "consent.text_version": "the text that is shown",
    "picture.view": "the chips of each photo",
    **{f"picture.{name}": "the file says" for name in ("taken_at", "sha256", "width", "height", "size")},
    "visit.course": "the course of the patient's page",
    "visit.touch_up_of": "the visits of the patient",
    "visit.kind": "with the touch-up",
    "visit.deferral_reason": "asked of a visit that was deferred or cancelled, not of one that was stopped",
}
NOT_ENTERED = ("carried", "clock", "reason", "override", "text")
STEPS = (
    "visit", "check", "consent", "assessment", "photo", "vitals", "numbing", "device", "zone", "needling", "rf", "prp",
    "serum", "proc", "obs", "aftercare", "outcome",
)  # fmt: skip
BARS = """() => [...document.querySelectorAll("#f-outcome-gais_clinician-field .grade")]
  .map((grade) => grade.querySelectorAll(".grade-on").length)"""
DRAWN = """async (steps) => {
    const found = [];
    for (const step of steps) {
        location.hash = location.hash.replace(/[^/]*$/, step);
        while (document.querySelector(".step[aria-current]")?.dataset.step !== step)
            await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        found.push(...[...document.querySelectorAll("main [id^='f-']")].map((each) => each.id));
    }
    return found;
}"""


def test_every_field_of_a_note_has_a_control(tablet: Page) -> None:
    edit(tablet, new_note(tablet, EVERYTHING), "visit")
    drawn = {place(name) for name in tablet.evaluate(DRAWN, list(STEPS))}
    sections = [section for section in RECORD_TYPES["note"].sections if not section.unit.startswith(NOT_ENTERED)]
    fields = [(f"{section.unit}.{field.name}", field) for section in sections for field in section.fields]
    left = [path for path, field in fields if path not in drawn and not {path, field.name} & ELSEWHERE.keys()]
    assert ", ".join(left) == ""
    bars = tablet.evaluate(BARS)  # of the last step, the outcome: 1 is very much improved
    assert bars == sorted(bars, reverse=True)
    assert bars[0] > bars[-1]


# Of the other records: written by the app, or asked in another way.
ELSEWHERE_OF = {
    "patient": {
        "ae.note_id": "the visit from which the event is opened",
        "ae.scale_version": "the scale that is shown",
        "allergy.noted_for": "shown where a supervisor has noted a visit",
    },
    "follow_up": {
        "about.note_id": "the visit that is opened",
        "about.note_version_seen": "the visit that is opened",
        "about.point": "the time that is opened",
        "about.reached": "the first question, a button for each answer",
        "flags.judged": "with the answer",
        "flags.event": "the event that is opened with the signature",
    },
}
COURSE, EVENT, ALLERGY = f"course:{ID}1", f"ae:{ID}2", f"allergy:{ID}3"
PATIENT_WITH_ALL = PATIENT | {
    COURSE: {"sessions_planned": 3, "interval_weeks": 2},
    EVENT: {"term": "pih"},
    ALLERGY: {"name": "Iodine", "status": "inactive"},
    **{f"history:{key.key}": {"answer": "yes"} for key in HISTORY_KEYS},
}
TREATED = {"visit": {"performed": "treated"}, "needling": {"ended_at": "2026-03-02T09:00:00+01:00"}}
FLAGGED = {
    "about": {"point": "T28d", "at": "2026-03-30T09:00:00+02:00", "how": "phone", "reached": "yes"},
    "seen": {"new_lesions": ["nodules"]},
    "flags": {"answer": "not_an_event"},
}
NEW_CALL = """
    const note = await edits.createNote(await edits.createPatient(given[0]), given[1]);
    const { patient_id } = await records.get("note", note);
    await edits.createFollowUp(patient_id, { ...given[2], about: { ...given[2].about, note_id: note } });
    return note;
"""


def drawn_at(page: Page, hash_: str, unit: str) -> list[str]:
    page.evaluate("(hash) => { location.hash = hash; }", hash_)
    page.locator(f"main [id^='f-{unit}-']").first.wait_for()
    return page.evaluate("""() => [...document.querySelectorAll("main [id^='f-']")].map((each) => each.id)""")


def without_control(record_type: str, drawn: list[str]) -> list[str]:
    names = {place(name) for name in drawn}
    fields = [(section.unit, field.name) for section in RECORD_TYPES[record_type].sections for field in section.fields]
    left = [(unit, name) for unit, name in fields if f"{unit.partition(':')[0]}.{name}" not in names]
    return [f"{unit}.{name}" for unit, name in left if f"{unit}.{name}" not in ELSEWHERE_OF[record_type]]


@pytest.mark.soak
def test_every_field_of_a_patient_has_a_control(tablet: Page) -> None:
    here = "#/patients/" + store(tablet, "return edits.createPatient(given);", PATIENT_WITH_ALL)
    drawn = drawn_at(tablet, f"{here}/edit", "identity")
    for unit in (COURSE, EVENT):
        drawn += drawn_at(tablet, f"{here}/part/{unit}", unit)
    assert without_control("patient", drawn) == []


@pytest.mark.soak
def test_every_field_of_a_follow_up_has_a_control(tablet: Page) -> None:
    note = store(tablet, NEW_CALL, [PATIENT, TREATED, FLAGGED])
    assert without_control("follow_up", drawn_at(tablet, f"#/follow-up/{note}/T28d", "seen")) == []


def place(name: str) -> str:
    """ "f-obs:T0-pain_now-field" and "f-zone:chin-note" are of "obs.pain_now" and "zone.note"."""
    unit, _, field = name.removeprefix("f-").removesuffix("-field").rpartition("-")
    return f"{unit.partition(':')[0]}.{field}"


@pytest.mark.soak
def test_the_scars_treated_at_a_site_are_chosen_and_added_in_place(tablet: Page) -> None:
    scars = [{"type": "keloid", "zone": "chin"}, {"type": "rolling", "zone": "chin"}, {"type": "icepick"}]
    treated = {"visit": {"performed": "treated"}, "zone:chin": {"depth_mm": [1.0], "passes": 2}}
    note = new_note(tablet, treated | {"assessment": {"scar_types": [*scars, {"type": "keloid", "zone": "nose"}]}})
    edit(tablet, note, "zone")
    tablet.locator(".zone-more > summary").first.tap()
    group = tablet.locator("[data-kind=scars]")
    expect(group.get_by_role("group").first.get_by_role("button")).to_have_text(["Keloid", "Rolling", "Icepick"])
    expect(tablet.get_by_text("Raised scar at this site").first).to_be_visible()
    group.get_by_role("button", name="Rolling").tap()
    expect(tablet.get_by_text("Raised scar at this site")).to_have_count(0)
    group.get_by_text("Add a scar here").tap()
    group.get_by_role("button", name="Hypertrophic").tap()
    expect(tablet.get_by_text("Raised scar at this site").first).to_be_visible()
    wait_saved(tablet)
    written = stored(tablet, note)
    assert written["zone:chin"]["scar_ids"] == ["rolling:chin", "hypertrophic:chin"]
    assert written["assessment"]["scar_types"][-1] == {"type": "hypertrophic", "zone": "chin"}
    tablet.evaluate("(id) => { location.hash = `#/notes/${id}`; }", note)
    expect(tablet.get_by_text("Rolling, Hypertrophic")).to_be_visible()
