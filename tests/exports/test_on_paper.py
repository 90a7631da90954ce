"""What may stand on the patient's pages, and how: fields by name, no past day as one to come, tints, the clock."""

import re
from pathlib import Path

import pytest

from server.domain.catalogue import RECORD_TYPES
from server.exports.formatting import clock_words, instant_words, moment_words, safe
from server.exports.pdf.glance import zone
from tests.exports.samples import NOW, document, note, patient
from tests.exports.test_pdf import packed, text_of

ROOT = Path(__file__).resolve().parent.parent.parent

# By hand: what of a patient's own record a page may show. A telephone number and the clinic's remarks may not.
ON_PAPER = """
    identity.mrn identity.given identity.family identity.birth_date
    body.sex_at_birth body.gender body.weight_kg body.fitzpatrick
    allergy_status.none_known
    allergy.substance allergy.name allergy.reaction allergy.severity allergy.status allergy.known_since
    allergy.ruled_out_on
    history.answer history.detail history.on history.current history.controlled history.platelets
    labs.platelets labs.platelets_on labs.hb labs.hb_on
    meds.methb_inducing
    course.started_on course.indication course.modality course.sessions_planned course.interval_weeks
    course.target_scale course.target_percent course.target course.goal course.final_review_on course.stop_reason
    course.closed_on
    ae.term ae.detail ae.onset_at ae.zone ae.ctcae_grade ae.scale_version ae.pih_cosmetic ae.expected ae.relation
    ae.suspected ae.lot ae.cartridge_lot ae.depth_mm ae.operator ae.action ae.treated_by ae.reported ae.outcome
    ae.resolved_at ae.follow_up
""".split()  # noqa: SIM905


def test_the_fields_of_a_patient_that_may_stand_on_paper_are_these() -> None:
    fields = {
        f"{section.unit}.{field.name}"
        for section in RECORD_TYPES["patient"].sections
        for field in section.fields
        if "pdf" in field.exports
    }
    assert fields == set(ON_PAPER)


def test_what_may_not_stand_on_paper_does_not() -> None:
    """Each text of the patient's record says its own name; the page says only those of the list."""
    texts = [
        (section.unit, field.name)
        for section in RECORD_TYPES["patient"].sections
        for field in section.fields
        if field.kind in ("text", "longtext")
    ]
    units: dict[str, dict[str, object]] = {"identity": {"birth_date": "1992-08-02"}}
    for unit, name in texts:
        place = {"allergy": "allergy:1", "history": "history:hsv", "course": "course:1", "ae": "ae:1"}.get(unit, unit)
        units.setdefault(place, {})[name] = f"said{unit}{name}".replace(":", "").replace("_", "")
    said = packed(text_of(document(note(1), who=patient(**units))))
    shown = {f"{unit}.{name}" for unit, name in texts if f"said{unit}{name}".replace(":", "").replace("_", "") in said}
    assert shown <= set(ON_PAPER)
    assert {"identity.mrn", "identity.family", "allergy.name"} <= shown
    assert not {"identity.phone", "text:remarks.text"} & shown


@pytest.mark.parametrize(
    ("depth", "tint"),
    [(0.25, 1), (0.49, 1), (0.5, 2), (0.99, 2), (1.0, 3), (1.49, 3), (1.5, 4), (1.99, 4), (2.0, 5), (3.0, 5)],
)
def test_a_depth_has_the_tint_of_the_key_on_the_tablet(depth: float, tint: int) -> None:
    """The key of the face map reads "< 0.5, 0.5 to 0.9, 1 to 1.4, 1.5 to 1.9, from 2"."""
    shown = document(note(1, **{"zone:chin": {"depth_mm": [0.25, depth]}})).visits[0]
    chin = next(block for block in shown.repeated("zone") if block.unit == "zone:chin")
    assert zone(chin)["level"] == tint


def colours(text: str, pattern: str) -> list[str]:
    found = re.search(pattern, text)
    assert found
    return re.findall(r"#[0-9a-f]{6}", found.group(1))


def test_each_tint_is_a_colour_of_its_own_the_same_on_tablet_and_paper() -> None:
    page = colours((ROOT / "templates/summary.typ").read_text("utf-8"), r"depth-fill = \(([^)]*)\)")
    tokens = (ROOT / "static/css/tokens.css").read_text("utf-8")
    assert page == re.findall(r"--depth-\d: (#[0-9a-f]{6});", tokens)[:6]
    assert len(set(page)) == 6
    grey = re.findall(r"--depth-\d: (#[0-9a-f]+);", (ROOT / "static/css/print.css").read_text("utf-8"))
    assert len(grey) == len(set(grey)) == 6


def test_times_are_told_by_the_clock_of_24_hours() -> None:
    assert clock_words("2026-09-08T14:02:00+02:00") == "14:02"
    assert moment_words("2026-09-08T00:05:00+02:00") == "8 September 2026, 00:05"
    assert instant_words(NOW.replace(hour=23)) == "23 November 2026, 23:15 UTC"
    text = text_of(document(note(2)))
    assert all(time in text for time in ("13:10", "13:55", "14:02", "14:41", "15:05", "16:20"))
    assert not re.search(r"\d (AM|PM)\b|\b0[1-4]:\d\d\b", text)


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_text_turns_the_reading_direction_of_a_page(mark: str) -> None:
    assert safe(f"Ana {mark}Ruiz") == "Ana Ruiz"
