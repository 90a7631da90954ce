"""Hostile values inside an otherwise good op: what passes request validation from a damaged or malicious tablet."""

from typing import Any

LONG, VERY_LONG = "x" * 10_000, "x" * 20_001


def nested(levels: int) -> Any:
    value: Any = "core"
    for _ in range(levels):
        value = {"x": [value]}
    return value


# A unit of a note and what is sent for it; each must come back rejected as "validation".
UNITS: dict[str, tuple[Any, Any]] = {
    "long text": ("visit", {"room": LONG}),
    "very long text": ("text:plan", {"text": VERY_LONG}),
    "deep nesting": ("visit", {"room": nested(8)}),
    "deep nesting in a list": ("visit", {"indication": nested(8)}),
    "deep nesting in rows": ("prp", {"spins": [{"rpm": nested(6)}]}),
    "unknown unit": ("wallet", {"text": "x"}),
    "unknown zone": ("zone:tail", {"passes": 1}),
    "unit without its key": ("zone", {"passes": 1}),
    "unit with an empty key": ("zone:", {"passes": 1}),
    "key with a path": ("zone:../cheek_left", {"passes": 1}),
    "row id that is none": ("serum:latest", {"lot": "x"}),
    "empty unit name": ("", {"text": "x"}),
    "very long unit name": (LONG, {"text": "x"}),
    "prototype as unit": ("__proto__", {"text": "x"}),
    "unknown field": ("visit", {"wallet": 1}),
    "prototype as field": ("visit", {"__proto__": {"room": "2"}}),
    "empty field name": ("visit", {"": "x"}),
    "true as number": ("needling", {"pain_nrs": True}),
    "true in numbers": ("zone:cheek_left", {"depth_mm": [1.0, True]}),
    "text as number": ("numbing", {"amount_g": "30"}),
    "number as text": ("visit", {"room": 2}),
    "number as yes": ("prp", {"used": 1}),
    "text as yes": ("prp", {"used": "true"}),
    "true as choice": ("numbing", {"skin_intact": True}),
    "object as text": ("text:plan", {"text": {"x": 1}}),
    "list as text": ("text:plan", {"text": ["x"]}),
    "text as list": ("visit", {"indication": "acne_scar"}),
    "object as list": ("visit", {"indication": {"0": "acne_scar"}}),
    "too long a list": ("zone:cheek_left", {"depth_mm": [1.0] * 61}),
    "number in choices": ("visit", {"indication": [1]}),
    "unknown column": ("prp", {"spins": [{"wallet": 1}]}),
    "row that is none": ("prp", {"spins": [7]}),
    "unit as list": ("visit", [["room", "2"]]),
    "unit as text": ("visit", "room 2"),
    "unit as null": ("visit", None),
}

# Members of the op itself: each replaces the good one, and the op comes back rejected as "validation".
MEMBERS: dict[str, dict[str, Any]] = {
    "no op_id": {"op_id": None},
    "op_id that is none": {"op_id": "latest"},
    "op_id as number": {"op_id": 7},
    "op_id as object": {"op_id": {"x": 1}},
    "op_id with braces": {"op_id": "{00000000-0000-4000-8000-000000000000}"},
    "n as true": {"n": True},
    "n as text": {"n": "7"},
    "n with a fraction": {"n": 7.5},
    "kind as list": {"kind": ["patch"]},
    "unknown kind": {"kind": "delete"},
    "type of nothing": {"type": "user"},
    "conflict as type": {"type": "conflict"},
    "id with a path": {"id": "../../etc/passwd"},
    "id as object": {"id": {"$ne": None}},
    "id with blanks": {"id": " 00000000-0000-4000-8000-000000000000"},
    "id with a line's end": {"id": "00000000-0000-4000-8000-000000000000\n"},
    "user_id as null": {"user_id": None},
    "time as number": {"client_time": 1_763_000_000},
    "time without a zone": {"client_time": "2026-11-20T10:00:00"},
    "day that is none": {"client_time": "2026-02-30T10:00:00Z"},
    "before all time": {"client_time": "0001-01-01T00:00:00+23:59"},
    "after all time": {"client_time": "9999-12-31T23:59:59-23:59"},
    "leap second": {"client_time": "2016-12-31T23:59:60Z"},
    "digits of another script": {"client_time": "２０２６-11-20T10:00:00Z"},
    "base_rev below zero": {"base_rev": -1},
    "base_rev as true": {"base_rev": True},
    "base as list": {"base": []},
    "patch as null": {"patch": None},
    "unit as list": {"unit": ["visit"]},
    "unit as null": {"unit": None},
    "an offset of half a millisecond": {"clock_offset_ms": 0.5},
    "another protocol": {"proto": 2},
    "a key of nobody": {"wallet": 1},
}

WHOLE: dict[str, Any] = {
    "null": None, "number": 7, "text": "patch", "list": [], "empty": {}, "true": True, "nested": nested(6),
}  # fmt: skip

# Raw JSON put where the text of a plan belongs: that op is refused before it is read, and no other.
RAW: dict[str, str] = {
    "two to the 63": "9223372036854775808",
    "minus two to the 63, and one": "-9223372036854775809",
    "two to the 53, and one": "9007199254740993",
    "five thousand digits": "9" * 5000,
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "overflowing": "1e999",
    "lone surrogate": '"\\ud83d"',
    "surrogates the wrong way round": '"\\udc00\\ud800"',
    "line tabulation": '"a\\u000bb"',
    "form feed": '"a\\fb"',
    "raw form feed": '"a\fb"',
    "raw nul": '"a\0b"',
    "nul": '"a\\u0000b"',
    "escape character": '"\\u001b[2J"',
    "same key twice": '{"a": 1, "a": 1}',
    "forty levels": "[" * 40 + "]" * 40,
    "thirty-one levels below the patch": "[" * 31 + "]" * 31,
}

# Finite, well-formed and absurd: a draft keeps them, and signing them must be an orderly refusal.
NUMBERS = (1e308, -1e308, 5e-324, -0.0, 0, 2**53, -(2**53), 0.1)
TEXTS = (
    "", " ", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59", "9999-12-31", "0001-01-01", "2026-02-30",
    "2026-11-20T10:00:00", "24:00", "-1", "constructor", "__proto__", "{0.__class__}", "%s%n", "{count}",
    "\u202egnp.\u2066", "e\u0301" * 200, "\U0001f489" * 250,
    "=cmd|' /C calc'!A0", "<svg onload=alert(1)>", "' OR 1=1 --", "\ufeff\ufffe",
)  # fmt: skip
