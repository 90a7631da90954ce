"""The print of the tablet is the document of the PDF: over generated notes, string for string."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.limits import LIMITS
from server.domain.patient_page import patient_page
from server.domain.patient_page.words import LANGUAGES, PAGE
from server.exports.patient_page import Names, page_of
from tests.domain.strategies import content
from tests.domain.test_patient_page import NOW, note, treated
from tests.exports.samples import full
from tests.node.page import NodePage

pytestmark = pytest.mark.slow

STATES = ("signed", "approved", "draft", "returned")
COURSE = {"started_on": "2026-08-01", "sessions_planned": 3, "interval_weeks": 4, "final_review_on": "2026-12-01"}
ON_TABLET = """async ([patient, notes, calls, now, limits, setup, code, steps, names]) => {
  const { patientPage } = await import("/src/core/patient-page/facts.js");
  const { pageOf } = await import("/src/core/patient-page/page.js");
  const level = (deepest) => 1 + steps.filter((step) => deepest >= step).length;
  const facts = patientPage(patient, notes, calls, Date.parse(now), { limits, care: setup.care, level });
  return facts && { facts, page: pageOf(facts, names, setup.languages[code], code, setup.care) };
}"""


def both(
    page: NodePage, patient: dict[str, Any], notes: list[dict[str, Any]], calls: list[Any], now: datetime, code: str
) -> tuple[Any, Any]:
    who = {"patient": "Ana Ruiz", "birth_date": "1997-03-14", "mrn": "NP-1", "operator": "N. Vidal", "clinic": "North"}
    numbers = {"demo": True, "phone": "", "emergency": "112"}
    steps = [0.5, 1, 1.5, 2]
    told = page.evaluate(
        ON_TABLET,
        [patient, notes, calls, now.isoformat(), LIMITS, PAGE, code, steps, {**who, **numbers, "named": True}],
    )
    facts = patient_page(patient, notes, calls, now, LIMITS)
    if facts is None:
        return None, told
    names = Names(**who, **numbers, private=True)  # type: ignore[arg-type]
    return {"facts": facts, "page": page_of(facts, names, PAGE["languages"][code], code)}, told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    patient=content("patient"),
    notes=st.lists(st.tuples(st.sampled_from(STATES), content("note")), min_size=1, max_size=3),
    code=st.sampled_from(LANGUAGES),
    days=st.integers(0, 40),
)
def test_generated_notes_are_told_alike(
    page: NodePage, patient: dict[str, Any], notes: list[tuple[str, dict[str, Any]]], code: str, days: int
) -> None:
    made = [note(state, found, n) for n, (state, found) in enumerate(notes)]
    expected, told = both(page, patient, made, [], NOW + timedelta(days=days), code)
    assert told == expected


def test_a_course_with_calls_is_told_alike_in_every_language(page: NodePage) -> None:
    patient = {"course:0198c0de-0000-7000-8000-00000000000a": COURSE, "identity": {"birth_date": "2010-01-01"}}
    first = note("approved", full(1, "2026-09-21") | {"outcome": {"gais_clinician": 4}}, 1)
    last = note("signed", full(2, "2026-10-19") | {"outcome": {"gais_clinician": 2}}, 2)
    about = {"note_id": last["id"], "point": "T24", "reached": "yes"}
    calls = [note("signed", {"about": about}, 3)]
    for code in LANGUAGES:
        off = note("signed", {"visit": {"performed": "stopped", "session_date": "2026-10-19"}}, 5)
        for visits in ([first, last], [first], [first, off], [note("signed", treated(), 4), first]):
            expected, told = both(page, patient, visits, calls, NOW, code)
            assert told == expected
