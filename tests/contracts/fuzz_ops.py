"""Ops for the fuzzer: right ones about records that are there, with some of their members replaced by anything."""

from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from server.domain.catalogue import RECORD_TYPES
from tests.contracts.access_fixtures import CASE, MISSING, NOTE_FIELDS, AccessFixtures, hash_of
from tests.contracts.route_objects import RouteObjects
from tests.ops import Op

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(32)))), max_size=30)
SCALAR = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
    | st.sampled_from(["yes", "no", "2026-03-02", "2026-03-02T09:00:00+01:00", "emla", "@practitioner", MISSING])
)
JSON = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=6
)


def value_of(field: Any) -> st.SearchStrategy[Any]:
    """Something of the field's own JSON type, or null, or rarely anything."""
    number = st.integers(-5, 500) | st.floats(-1e3, 1e3) | st.sampled_from([15.0, 1e308, 0.25])
    choice = st.sampled_from([choice.value for choice in field.choices] or ["yes", "no", "unknown"])
    strategies = {
        "bool": st.booleans(),
        "choices": st.lists(choice | TEXT, max_size=4),
        "numbers": st.lists(number, max_size=4),
        **dict.fromkeys(("paths", "texts"), st.lists(TEXT, max_size=4)),
        "strokes": st.fixed_dictionaries({"width": number, "height": number, "strokes": st.just([[[0.1, 0.2, 0]]])}),
        "rows": st.lists(
            st.fixed_dictionaries({}, optional={sub.name: value_of(sub) for sub in field.fields}), max_size=3
        ),
        **dict.fromkeys(("int", "decimal", "scale", "nrs"), number),
    }
    return st.none() | strategies.get(field.kind, choice | SCALAR.filter(lambda value: isinstance(value, str)))


@st.composite
def units(draw: st.DrawFn, record_type: str) -> tuple[str, dict[str, Any]]:
    section = draw(st.sampled_from(RECORD_TYPES[record_type].sections))
    keys = {"key": [key.key for key in section.keys], "id": [str(uuid4())]}.get(section.repeats or "", [])
    unit = f"{section.unit}:{draw(st.sampled_from(keys))}" if keys else section.unit
    return unit, draw(st.fixed_dictionaries({}, optional={field.name: value_of(field) for field in section.fields}))


@st.composite
def ops(draw: st.DrawFn, stage: AccessFixtures, objects: RouteObjects, who: str) -> Op:
    record_type = draw(st.sampled_from(["note", "note", "patient", "follow_up", "lot", "protocol"]))
    things = objects.ids.get(f"{record_type}_id", objects.ids["patient_id"])
    record_id, patient = draw(st.sampled_from([*things.values(), str(uuid4())])), objects.ids["patient_id"]["own"]
    unit, patch = draw(units(record_type))
    base = draw(st.sampled_from([{}, (NOTE_FIELDS if record_type == "note" else CASE.fields).get(unit, {}), patch]))
    change = {"base": base, "patch": patch}
    shown = hash_of(record_id, patient, "note", NOTE_FIELDS)
    bodies: dict[str, dict[str, Any]] = {
        "create": {"fields": {unit: patch}, **({"patient_id": patient} if record_type == "note" else {})},
        "patch": {"unit": unit, "base_rev": draw(st.integers(0, 9)), **change},
        "sign": {"content_hash": shown, "acknowledged": draw(st.lists(TEXT, max_size=2))},
        "approve": {"content_hash": shown, "comment": draw(TEXT)},
        "return": {"content_hash": shown, "comment": draw(TEXT), "unit": unit},
        "amend": {"content_hash": shown, "reason": "Seen after the visit.", "changes": {unit: change}},
        "void": {"content_hash": shown, "reason": draw(TEXT)},
        "propose_void": {"content_hash": shown, "reason": draw(TEXT)},
        "keep": {"content_hash": shown},
        "move": {"content_hash": shown, "patient_id": draw(st.sampled_from([patient, MISSING])), "reason": draw(TEXT)},
        "merge": {"content_hash": shown, "into": draw(st.sampled_from([patient, MISSING])), "reason": draw(TEXT)},
        "take_over": {"content_hash": shown, "reason": draw(TEXT)},
        "archive": {"content_hash": shown},
        "unarchive": {"content_hash": shown},
        "confirm_identity": {"content_hash": shown, "seen": {"given": draw(TEXT)}, "reason": draw(TEXT)},
        "unvoid": {"content_hash": shown, "reason": draw(TEXT)},
        "resolve": {"base": base, "mine": patch, "patch": patch},
    }  # fmt: skip
    kind = draw(st.sampled_from(sorted(bodies)))
    op = stage.op(who, kind, "conflict" if kind == "resolve" else record_type, record_id, **bodies[kind])
    is_spoilt = draw(st.sampled_from([False, False, False, True]))
    spoilt = draw(st.dictionaries(st.sampled_from([*op]), JSON, max_size=2)) if is_spoilt else {}
    return {**op, **spoilt}
