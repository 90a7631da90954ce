"""Since when a fact is known that was not known at the signature."""

from tests.node.test_core_vectors import core

VISIT = {"visit": {"session_date": "2026-11-20"}}
ABOUT_ALLERGY = {"fields": ["numbing.product"], "numbers": {"check.allergies": ["lidocaine"]}}
OF_DEPTH = {"fields": ["zone:chin.depth_mm"], "numbers": {}}


def learned(page, finding, *known):
    patient = {f"allergy:{n}": {"substance": "lidocaine", "known_since": on} for n, on in enumerate(known)}
    return core(page, "learned", "return core.learnedOn(...given)", [finding, patient, VISIT])


def test_the_day_on_which_an_allergy_became_known_after_the_visit(page):
    assert learned(page, ABOUT_ALLERGY, "2026-11-23", "2026-11-21", "2019-05-01", None) == "2026-11-23"


def test_no_day_where_it_was_known_before_or_the_finding_is_about_something_else(page):
    assert learned(page, ABOUT_ALLERGY, "2026-11-20", None, "no day") is None
    assert learned(page, OF_DEPTH, "2026-11-23") is None
