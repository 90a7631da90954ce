"""Request validation: what is read as JSON, what is refused, and that refusing is quick."""

import contextlib
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.auth.body_items import MAX_TOTAL_DEPTH, Unclean, cut_items
from server.auth.request_validation import MAX_DEPTH, MAX_KEYS, BadJson, parse_items, parse_json
from tests.domain.vectors import cases

GOOD = {
    "an object": (b'{"a": 1, "b": [true, null, -0.5, "x"]}', {"a": 1, "b": [True, None, -0.5, "x"]}),
    "text of many scripts": ('"Łukasz ليلى 王 😀"'.encode(), "Łukasz ليلى 王 😀"),
    "an escaped pair": (b'"\\ud83d\\ude00"', "😀"),
    "line break and tab": (b'"a\\nb\\tc"', "a\nb\tc"),
    "an escaped backslash before u0000": (b'"\\\\u0000"', "\\u0000"),
    "brackets in text": (b'"' + b"[" * 100 + b'"', "[" * 100),
    "a quote before brackets": (b'"\\"' + b"[" * 100 + b'"', '"' + "[" * 100),
    "the largest integer": (b"9007199254740992", 2**53),
    "as many members as anything has": (json.dumps(dict.fromkeys(map(str, range(MAX_KEYS)))).encode(), None),
    "deep enough": (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, None),
}
BAD = {
    "nothing": b"",
    "NaN": b"NaN",
    "minus Infinity": b"[-Infinity]",
    "a float too large": b"1e999",
    "an integer too large": b"9007199254740993",
    "more members than anything has": json.dumps(dict.fromkeys(map(str, range(MAX_KEYS + 1)))).encode(),
    "three hundred thousand members, deep inside": b"[{" + b",".join(b'"%d":1' % n for n in range(300_000)) + b"}]",
    "an integer of a million digits": b"1" * 1_000_000,
    "NUL": b'"\\u0000"',
    "NUL in a key": b'{"\\u0000": 1}',
    "NUL deep inside": b'{"a": [[{"b": "\\u0000"}]]}',
    "escape": b'"\\u001b"',
    "carriage return": b'"\\r"',
    "backspace": b'"\\b"',
    "a raw line break": b'"a\nb"',
    "half a pair": b'"\\ud800"',
    "the other half": b'"\\udc00"',
    "halves the wrong way round": b'"\\ude00\\ud83d"',
    "a key twice": b'{"a": 1, "a": 1}',
    "a key twice, once escaped": b'{"a": 1, "\\u0061": 2}',
    "a key twice deep inside": b'[{"x": {"a": 1, "a": 2}}]',
    "one level too deep": b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
    "deep objects": b'{"a":' * 40 + b"1" + b"}" * 40,
    "latin-1": '"é"'.encode("latin-1"),
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf{}",
    "an overlong sequence": b'"\xc0\x80"',
    "a raw surrogate": b'"\xed\xa0\x80"',
    "two values": b"{} {}",
    "a comma too many": b"[1,]",
    "single quotes": b"{'a': 1}",
    "a comment": b"{} // x",
}
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32) if n not in (9, 10)])
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(("raw", "value"), GOOD.values(), ids=GOOD.keys())
def test_i1_good_json_is_read_as_it_is(raw: bytes, value: object) -> None:
    found = parse_json(raw)
    assert value is None or found == value


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD.keys())
def test_i1_bad_json_is_refused(raw: bytes) -> None:
    with pytest.raises(BadJson):
        parse_json(raw)


@pytest.mark.parametrize(("given", "clean"), cases("clean_text"))
def test_i1_what_the_tablet_makes_of_a_text_is_clean(given: str, clean: str) -> None:
    assert parse_json(json.dumps(clean).encode()) == clean
    if "\r" not in given and given != clean:
        with pytest.raises(BadJson):
            parse_json(json.dumps(given).encode())


NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,4})?", fullmatch=True)


@settings(max_examples=300)
@given(NUMBERS)
def test_i1_a_number_is_read_alike_whatever_stands_beside_it(number: str) -> None:
    """Only a text that has a long number looks at each of them."""

    def read(text: str) -> str:
        try:
            return repr(parse_json(text.encode())[0])
        except BadJson:
            return "refused"

    assert read(f"[{number}]") == read(f"[{number}, {2**53}]")


@given(VALUES, st.booleans())
@pytest.mark.slow
@settings(max_examples=200, deadline=None)
def test_i1_whatever_is_clean_comes_through_unchanged(value: object, escaped: bool) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=escaped).encode()) == value


@given(st.lists(VALUES, max_size=5), st.dictionaries(TEXT, VALUES, max_size=3), st.sampled_from([None, 2]))
@pytest.mark.slow
@settings(max_examples=200, deadline=None)
def test_i1_a_body_is_cut_into_the_items_of_its_list(items: list, rest: dict, indent: int | None) -> None:
    body = {**rest, "ops": items, "last": 1}
    around, cut = cut_items(json.dumps(body, indent=indent), "ops")
    assert json.loads(around) == {**body, "ops": []}
    assert [json.loads(text) for text in cut] == items


def body_of_depth(depth: int) -> bytes:
    return b'{"ops": [' + b"[" * (depth - 2) + b"]" * (depth - 2) + b"]}"


def test_i1_an_item_too_deep_for_us_is_refused_alone() -> None:
    (item,) = parse_items(body_of_depth(MAX_TOTAL_DEPTH), "ops")["ops"]
    assert isinstance(item, Unclean)


@pytest.mark.parametrize("depth", [MAX_TOTAL_DEPTH + 1, 100_000])
def test_i1_an_item_too_deep_to_be_cut_out_refuses_the_body(depth: int) -> None:
    with pytest.raises(BadJson, match="nested deeper"):
        parse_items(body_of_depth(depth), "ops")


@given(st.binary(max_size=200) | st.text('{}[]",:\\u0o1 ops').map(str.encode))
@pytest.mark.slow
@settings(max_examples=300, deadline=None)
def test_i1_any_bytes_are_cut_or_refused(raw: bytes) -> None:
    with contextlib.suppress(BadJson):
        parse_items(raw, "ops")


@given(st.binary(max_size=200))
@pytest.mark.slow
@settings(max_examples=300, deadline=None)
def test_i1_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with contextlib.suppress(BadJson):
        json.dumps(parse_json(raw), allow_nan=False).encode()


@pytest.mark.parametrize(
    "raw",
    [b'"\\' * 1_000_000, b'\\"' * 1_000_000, b"[]," * 700_000, b'{"' * 1_000_000, b'"' * 2_000_001],
    ids=["escaped quotes", "quotes", "brackets", "openings", "only quotes"],
)
def test_i1_refusing_two_megabytes_is_quick(raw: bytes) -> None:
    start = time.process_time()
    with pytest.raises(BadJson):
        parse_json(raw)
    assert time.process_time() - start < 3
