import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.canonical import canonical_json, content_hash, same
from tests.domain.vectors import cases, title

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)


@pytest.mark.parametrize("case", cases("canonical"), ids=title)
def test_canonical_text(case):
    assert canonical_json(json.loads(case["json"])).decode() == case["canonical"]


@pytest.mark.parametrize("case", cases("canonical", "hashes"), ids=lambda case: case["record"]["id"])
def test_content_hash(case):
    record = case["record"]
    assert content_hash(record["id"], record["patient_id"], record["type"], record["fields"]) == case["hash"]


@pytest.mark.parametrize("text", cases("canonical", "refused"))
def test_half_a_character_is_refused(text):
    with pytest.raises(ValueError):
        canonical_json(json.loads(text))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, {1: 2}, {"a": object()}, b"x"])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError):
        canonical_json(value)


@given(JSON)
def test_the_canonical_text_is_the_same_value_and_stays_itself(value):
    text = canonical_json(value)
    assert canonical_json(json.loads(text)) == text
    assert same(json.loads(text), value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_digit_of_a_number_is_lost(value):
    assert float(canonical_json(value)) == value


@given(st.dictionaries(TEXT, st.integers(), max_size=6))
def test_keys_stand_in_the_order_of_their_utf16_units(value):
    keys = list(json.loads(canonical_json(value)))
    assert keys == sorted(keys, key=lambda key: key.encode("utf-16-be"))
