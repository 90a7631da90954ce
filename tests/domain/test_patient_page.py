"""What the patient's page may say, over generated notes and in the cases that once went wrong."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.catalogue import Field, section_of
from server.domain.given import exposures
from server.domain.limits import LIMITS
from server.domain.patient_page import patient_page
from server.domain.patient_page.words import LANGUAGES, LINK, PAGE
from server.exports.patient_page import Names, page_of
from tests.domain.strategies import content

pytestmark = pytest.mark.slow

NOW = datetime(2026, 10, 19, 16, tzinfo=UTC)
NAMES = Names("Ana Ruiz", "1997-03-14", "NP-1", "N. Vidal", "North", phone="+44 20 7946 0000")
# What stands on a box or names a place: the only text of a note that the page repeats.
ON_THE_BOX = {
    "numbing.product_name", "numbing.lot", "la.lot", "serum.product", "serum.lot", "needling.glide_product",
    "needling.glide_lot", "device.cartridge_lot", "prp.kit_lot", "prp.more_kits.lot", "other_site.site_text",
    "aftercare.phone",
}  # fmt: skip
STATES = ("draft", "returned", "signed", "approved", "void")
PUT = {"cream": "cream", "shot": "la", "prp": "prp", "blood": "blood", "serum": "serum", "proc": "proc"}


def note(state: str, found: dict[str, Any], n: int = 0, day: str = "2026-10-19") -> dict[str, Any]:
    signed = [{"meaning": "author", "at": f"{day}T14:00:00+00:00", "name": "N. Vidal"}]
    return {"id": f"note-{n}", "state": state, "content": found, "signatures": signed, "author_id": "u1"}


def marked(found: dict[str, Any], mark: str, boxes: bool) -> dict[str, Any]:
    """Each text that staff wrote says the mark; with ``boxes`` also what stands on a box."""
    return {
        unit: row_marked(unit, section_of("note", unit).fields, fields, mark, boxes) for unit, fields in found.items()
    }  # type: ignore[union-attr]


def row_marked(path: str, fields: tuple[Field, ...], values: dict[str, Any], mark: str, boxes: bool) -> dict[str, Any]:
    known, section = {field.name: field for field in fields}, path.partition(":")[0]
    return {name: text_marked(f"{section}.{name}", known[name], value, mark, boxes) for name, value in values.items()}


def text_marked(place: str, field: Field, value: Any, mark: str, boxes: bool) -> Any:
    if field.kind == "rows" and isinstance(value, list):
        return [row_marked(place, field.fields, row, mark, boxes) for row in value]
    if field.kind in ("text", "longtext") and (boxes or place not in ON_THE_BOX):
        return f"{mark} {place}"
    return [mark] if field.kind == "texts" else value


def said(facts: dict[str, Any], code: str = "en") -> str:
    return json.dumps(page_of(facts, NAMES, PAGE["languages"][code], code), ensure_ascii=False)


def to_come(facts: dict[str, Any]) -> list[str]:
    planned = [point["on"] for point in facts["progress"] if not point["done"] and point["on"]]
    return [
        *planned,
        *([facts["next"]["on"]] if facts["next"]["on"] else []),
        *((facts["care"] or {}).get("asks") or []),
    ]


@settings(max_examples=60, deadline=None)
@given(
    patient=content("patient"),
    notes=st.lists(st.tuples(st.sampled_from(STATES), content("note")), min_size=1, max_size=3),
    code=st.sampled_from(LANGUAGES),
    days=st.integers(0, 60),
)
def test_the_page_holds_what_was_given_and_signed_and_nothing_staff_wrote(
    patient: dict[str, Any], notes: list[tuple[str, dict[str, Any]]], code: str, days: int
) -> None:
    is_signed = [state in ("signed", "approved") for state, _found in notes]
    made = [
        note(state, marked(found, "STAFF", False) if signed else marked(found, "DRAFT", True), n)
        for n, ((state, found), signed) in enumerate(zip(notes, is_signed, strict=True))
    ]
    now = NOW + timedelta(days=days)
    facts = patient_page(patient, made, [], now, LIMITS)
    assert (facts is not None) == any(is_signed)
    if facts is None:
        return
    text = said(facts, code)
    assert "STAFF" not in text
    assert "DRAFT" not in text
    given_here = exposures(next(one["content"] for one in made if one["id"] == facts["note_id"]))
    assert [item["what"] for item in facts["put"] if item["what"] in PUT and not given_here[PUT[item["what"]]]] == []
    if facts["kind"] in ("treated", "stopped") and not given_here["needle"]:
        assert facts["depths"] == []
    today = (now.astimezone(UTC) - timedelta(hours=12)).date()  # the page may stand anywhere on earth
    assert [day for day in to_come(facts) if date.fromisoformat(day) < today] == []


def treated(day: str = "2026-10-19", **units: Any) -> dict[str, Any]:
    return {
        "visit": {"performed": "treated", "session_date": day, "session_no": 1, "sessions_planned": 3,
                  "interval_weeks_planned": 4, "operator": "u1", "indication": ["acne_scar"]},
        "needling": {"started_at": f"{day}T10:00:00+02:00", "ended_at": f"{day}T10:40:00+02:00"},
        "zone:cheek_left": {"depth_mm": [1.5], "passes": 4},
    } | units  # fmt: skip


def page(*notes: dict[str, Any], patient: Any = None, now: datetime = NOW) -> dict[str, Any]:
    facts = patient_page(patient or {}, list(notes), [], now, LIMITS)
    assert facts is not None
    return facts


CREAM = {"used": True, "product": "emla", "amount_g": 20, "lot": "E-1"}
CALLED_OFF = {"performed": "deferred", "session_date": "2026-10-19", "deferral_reason": "Pregnant, 14 weeks"}


def test_a_deferred_visit_says_that_nothing_was_put_on_the_skin() -> None:
    facts = page(note("signed", {"visit": CALLED_OFF, "numbing": CREAM}))
    assert (facts["kind"], facts["put"], facts["lots"], facts["depths"], facts["care"]) == (
        "deferred",
        [],
        [],
        [],
        None,
    )
    assert "Nothing was put on your skin" in said(facts)
    assert not [word for word in ("EMLA", "E-1", "Pregnant", "14 weeks") if word in said(facts)]


def test_cream_that_was_on_before_the_visit_was_called_off_is_said() -> None:
    on = CREAM | {"applied_at": "2026-10-19T10:00:00+02:00"}
    facts = page(note("signed", {"visit": CALLED_OFF, "numbing": on}))
    assert "Only numbing cream was put on your skin" in said(facts)


def test_a_pregnancy_is_named_only_where_somebody_asked_for_it() -> None:
    facts = page(note("signed", {"visit": CALLED_OFF, "check": {"pregnant": "yes", "hsv_active": "yes"}}))
    assert "pregnant" not in said(facts).lower()
    assert "We talked about the reason with you." in said(facts)
    named = page_of(facts, Names("A", "", "", "", "", private=True), PAGE["languages"]["en"], "en")
    assert named["deferred"]["reasons"][0].startswith("You are pregnant.")


def test_what_was_only_copied_from_the_visit_before_is_not_said() -> None:
    carried = {"open": ["numbing.used", "zone:cheek_left.depth_mm", "needling.glide_product"]}
    copy = treated(carried=carried, numbing=CREAM)
    copy["needling"] |= {"glide_product": "Old gel"}
    facts = page(note("signed", copy))
    assert facts["depths"] == []
    assert "EMLA" not in said(facts)
    assert "Old gel" not in said(facts)


def test_a_draft_changes_nothing() -> None:
    facts = page(note("signed", treated()), note("draft", treated("2026-10-20", numbing=CREAM), 1))
    assert facts["on"] == "2026-10-19"
    assert [point["done"] for point in facts["progress"]] == [True, False, False]


def test_a_check_up_shows_the_map_of_the_last_treatment_and_no_aftercare() -> None:
    seen = {"visit": {"performed": "review", "session_date": "2026-10-19"}, "outcome": {"gais_clinician": 2}}
    facts = page(note("signed", treated("2026-07-01")), note("signed", seen, 1))
    assert (facts["kind"], facts["map_on"], facts["care"]) == ("review", "2026-07-01", None)
    assert [point["final"] for point in facts["progress"]] == [False, True]
    assert "New dark or light spots" in said(facts)


def test_a_stopped_visit_tells_what_was_given() -> None:
    stopped = treated(visit={"performed": "stopped", "session_date": "2026-10-19"})
    facts = page(note("signed", stopped))
    assert (facts["kind"], len(facts["depths"])) == ("stopped", 1)
    assert "then stopped" in said(facts)


def test_aftercare_ends_after_two_weeks_and_no_day_of_it_has_passed() -> None:
    visit = note("signed", treated("2026-10-01"))
    assert page(visit, now=datetime(2026, 10, 15, 12, tzinfo=UTC))["care"] is not None
    assert page(visit, now=datetime(2026, 10, 16, 12, tzinfo=UTC))["care"] is None
    late = page(visit, now=datetime(2026, 10, 5, 12, tzinfo=UTC))
    assert late["care"]["is_today"] is False
    assert "Tomorrow" not in said(late)


def test_a_call_whose_day_has_passed_is_not_announced() -> None:
    """The window of day 3 opened on the 21st and is still open on the 22nd."""
    late = page(note("signed", treated()), now=datetime(2026, 10, 22, 12, tzinfo=UTC))
    assert late["care"]["asks"] == ["2026-10-24", "2026-11-16"]


def test_the_day_of_the_visit_itself_is_not_called_the_next_one() -> None:
    """A visit that was stopped on the day it was due counts for nothing, so the course is due on that day still."""
    course = {"started_on": "2026-09-21", "sessions_planned": 3, "interval_weeks": 4}
    patient = {"course:0198c0de-0000-7000-8000-00000000000a": course}
    first = note("approved", treated("2026-09-21"), 1, "2026-09-21")
    off = {"visit": {"performed": "stopped", "session_date": "2026-10-19", "operator": "u1"}, "numbing": CREAM}
    found = page(first, note("signed", off, 2), patient=patient)
    assert found["next"] == {"kind": "book", "on": None, "weeks": None}
    assert [one["on"] for one in found["progress"]] == ["2026-09-21", None, None]
    assert page(first, patient=patient)["next"]["on"] == "2026-10-19"


def test_every_time_stands_at_the_offset_of_the_visit() -> None:
    facts = page(note("signed", treated()))
    assert (facts["zone"], facts["care"]["ended"]) == ("+02:00", "2026-10-19T10:40")
    assert facts["signed"]["at"] == "2026-10-19T16:00"  # 14:00 UTC
    assert "Times are local (UTC+02:00)." in said(facts)


def test_a_child_reads_it_with_a_parent() -> None:
    young = {"identity": {"birth_date": "2010-01-01"}}
    assert page(note("signed", treated()), patient=young)["minor"] is True
    assert "a parent or guardian" in said(page(note("signed", treated()), patient=young))


def test_every_language_has_every_word_with_the_same_placeholders() -> None:
    def shape(thing: Any) -> Any:
        if isinstance(thing, dict):
            return {key: shape(value) for key, value in thing.items()}
        if isinstance(thing, list):
            return [shape(value) for value in thing]
        return sorted(part.split("}")[0] for part in str(thing).split("{")[1:])

    shapes = {code: shape(words) for code, words in PAGE["languages"].items()}
    assert all(shapes[code] == shapes["en"] for code in LANGUAGES)


def test_the_words_around_a_link_are_there_in_the_languages_of_the_page_with_the_same_placeholders() -> None:
    assert tuple(LINK) == LANGUAGES
    for code, words in LINK.items():
        assert list(words) == list(LINK["en"])
        for name, text in words.items():
            assert text.strip() == text != ""
            assert PLACE.findall(text) == PLACE.findall(LINK["en"][name])
            assert code == "en" or text != LINK["en"][name]


PLACE = re.compile(r"{\w+}")
