"""The quick check of a unit's shape and its marshmallow schema say the same of everything."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import catalogue
from server.schemas.content import SECTION_SCHEMAS, unit_errors
from server.schemas.shape import MAX_LIST, MAX_LONGTEXT, MAX_TEXT, SECTION_CHECKS, fits

PLACES = sorted(SECTION_CHECKS)
WORDS = st.text(max_size=20) | st.sampled_from(
    ["", "yes", "1", "x" * MAX_TEXT, "x" * (MAX_TEXT + 1), "x" * (MAX_LONGTEXT + 1)]
)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats() | st.sampled_from([math.inf, -math.inf, math.nan, 0, -0.0])
LEAVES = st.none() | st.booleans() | NUMBERS | WORDS
LISTS = st.lists(LEAVES, max_size=3) | st.just(["x"] * MAX_LIST) | st.just([1] * (MAX_LIST + 1))


def values(field):
    """What might be sent for a field: mostly what it is for, sometimes anything."""
    if field.kind != "rows":
        return LEAVES | LISTS | st.dictionaries(WORDS, LEAVES, max_size=1)
    row = st.fixed_dictionaries({}, optional={column.name: values(column) for column in field.fields})
    return st.lists(row | LEAVES, max_size=2) | LEAVES


@st.composite
def units(draw):
    record_type, name = draw(st.sampled_from(PLACES))
    section = next(found for found in catalogue.RECORD_TYPES[record_type].sections if found.unit == name)
    known = st.fixed_dictionaries({}, optional={field.name: values(field) for field in section.fields})
    value = draw(known | LEAVES | st.dictionaries(st.sampled_from(["nope", section.fields[0].name]), LEAVES))
    return (record_type, name), value


@given(units())
def test_both_say_the_same(case):
    place, value = case
    assert SECTION_CHECKS[place](value) == (not SECTION_SCHEMAS[place].validate(value))


@given(units())
def test_what_fits_is_kept_as_it_is(case):
    place, value = case
    if SECTION_CHECKS[place](value):
        kept = SECTION_SCHEMAS[place].load(value)
        assert repr(sorted(kept.items())) == repr(sorted(value.items()))


@pytest.mark.parametrize("unit", ["nope", "zone", "zone:elbow", "serum:x", "", "visit:1"])
def test_an_unknown_unit_fits_nothing(unit):
    assert not fits("note", unit, {})
    assert unit_errors("note", unit, {})
