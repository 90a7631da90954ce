"""The quick reading of an op and its marshmallow schema come to the same."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from server.schemas.envelope import FORMS, IDS, KEPT, MAX_APP, MAX_UNITS, read_envelope
from server.schemas.ops import KINDS
from tests.ops import make_op, now

SOME_ID = str(uuid4())
ANYTHING = st.none() | st.booleans() | st.integers(-2, 2) | st.floats() | st.text(max_size=5) | st.just([])
ODD: dict[str, list[Any]] = {
    **{name: [SOME_ID.upper(), SOME_ID[:-1], SOME_ID[:-1] + "\n", ""] for name in IDS},
    "client_time": ["2026-11-30T07:15:16Z", "2026-11-30T07:15:16.1234567+05:30", "2026-13-30T07:15:16Z", "today",
                    "0001-01-01T00:00:00+05:00", "2026-11-30 07:15:16Z"],
    "type": [*KEPT, "conflict", "visit"],
    "kind": ["create", "patch"],
    "app": ["x" * MAX_APP, "x" * (MAX_APP + 1)],
    "proto": [1, 1.0, True, 2],
    "base_rev": [0, -1, 3, True, 1.0],
    "fields": [{}, {"a": 1}, {"a": {"b": None}}, {str(n): {} for n in range(MAX_UNITS + 1)}],
    "signature": [{"key": "a" * 32, "value": "b" * 86}, {"key": "a" * 32 + "\n", "value": "b" * 86},
                  {"key": "A" * 32, "value": "b" * 86}, {"key": "a" * 32, "value": "b" * 85}, {"key": "a" * 32},
                  {"key": "a" * 32, "value": "b" * 86, "more": 1}, {"key": 1, "value": "b" * 86}],
}  # fmt: skip


def usual(kind: str) -> dict[str, Any]:
    units = {"text:remarks": {"text": "Calm."}}
    edit = {"unit": "text:remarks", "base_rev": 1, "base": {}, "patch": units["text:remarks"]}
    own = edit if kind == "patch" else {"patient_id": SOME_ID, "fields": units}
    return make_op(SOME_ID, kind, "note", SOME_ID, client_time=now(), **own)


@st.composite
def ops(draw: st.DrawFn) -> dict[str, Any]:
    """A usual op of which some members are left out, or are something else."""
    op = usual(draw(st.sampled_from(sorted(FORMS))))
    names = sorted({*ODD, *op, "n", "clock_offset_ms", "schema", "unit", "patch", "base", "nope"})
    for name in draw(st.lists(st.sampled_from(names), max_size=3)):
        if draw(st.booleans()) or name not in op:
            op[name] = draw(st.sampled_from(ODD[name]) if name in ODD and draw(st.booleans()) else ANYTHING)
        elif name != "kind":
            del op[name]
    return op


@pytest.mark.parametrize("kind", FORMS)
def test_what_tablets_send_is_read_quickly(kind: str) -> None:
    op = usual(kind)
    assert read_envelope(op) == KINDS[kind].load(op)
    signed = op | {"signature": ODD["signature"][0], "app": "0.2.0", "schema": 3, "proto": 1, "clock_offset_ms": None}
    assert read_envelope(signed) == KINDS[kind].load(signed)


@settings(max_examples=600)
@given(ops())
def test_both_read_the_same(op: dict[str, Any]) -> None:
    assume(isinstance(op["kind"], str) and op["kind"] in FORMS)
    before = repr(op)
    quick = read_envelope(op)
    assert repr(op) == before
    if quick is None:
        return
    try:
        assert quick == KINDS[op["kind"]].load(op)
    except ValidationError as error:
        raise AssertionError(f"the schema refuses it: {error.messages}") from error


MEMBERS = sorted({name for _required, checks in FORMS.values() for name in checks} - {"kind"})


@pytest.mark.parametrize("name", MEMBERS)
def test_each_member_is_checked(name: str) -> None:
    """What is odd in one member is not read quickly."""
    kind = next(kind for kind, (_required, checks) in FORMS.items() if name in checks)
    assert read_envelope(usual(kind) | {name: [1]}) is None
