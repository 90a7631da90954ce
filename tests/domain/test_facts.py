import pytest

from server.domain.catalogue import RECORD_TYPES
from server.domain.facts import NRS_FIELDS, facts
from tests.domain.vectors import cases, context_of, title


@pytest.mark.parametrize("case", cases("facts"), ids=title)
def test_facts_follow_from_what_was_entered(case):
    found = facts(case["content"], context_of(case["context"]))
    for unit, expected in case["expect"].items():
        for name, value in expected.items():
            near = pytest.approx(value, abs=1e-6) if isinstance(value, int | float) else value
            assert found[unit][name] == near, f"{unit}.{name}"


def test_every_pain_field_of_the_catalogue_is_judged_by_its_fact():
    declared = {
        section.unit: tuple(field.name for field in section.fields if field.kind == "nrs")
        for section in RECORD_TYPES["note"].sections
        if any(field.kind == "nrs" for field in section.fields)
    }
    assert declared == NRS_FIELDS
