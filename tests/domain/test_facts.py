from datetime import datetime, timedelta

import pytest

from server.domain.catalogue import RECORD_TYPES
from server.domain.facts import NRS_FIELDS, facts
from server.domain.limits import LIMITS
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


@pytest.mark.parametrize("row", LIMITS["times"], ids=lambda row: row["fields"][0])
def test_a_time_is_of_the_visit_up_to_its_bounds_and_not_a_minute_further(row):
    midnight = datetime(2026, 10, 19)  # noqa: DTZ001, the clock on the wall

    def is_far(path, hours, minutes):
        at = midnight + timedelta(hours=hours, minutes=minutes)
        unit, field, *column = path.split(".")
        value = f"{at:%Y-%m-%dT%H:%M}:00-07:00"
        held = [{column[0]: value}] if column else value
        content = {"visit": {"session_date": "2026-10-19"}}
        content.setdefault(unit, {})[field] = held
        found = facts(content, context_of({"patient": {}, "previous": None, "now": "2026-10-19T20:00:00Z"}))
        return found.get(unit, {}).get(f"{field}_far", False)

    for path in row["fields"]:
        unit = {"serum.expiry": "serum:0192f0aa-0000-7000-8000-000000000001.expiry"}.get(path, path)
        assert [is_far(unit, row["from_h"], minutes) for minutes in (0, -1)] == [False, True]
        assert [is_far(unit, row["until_h"], minutes) for minutes in (0, 1)] == [False, True]
