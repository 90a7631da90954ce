"""What the tablet copies from a note in which every field is entered, field by field."""

from typing import Any

import pytest

from server.domain.catalogue import RECORD_TYPES, Section, copying
from tests.contracts.test_never_copied import MEANING, PLANNED
from tests.node.page import NodePage

COPY = """async ([content, copying]) => {
  const { copyForward } = await import("/src/core/copied.js");
  const { templateOf } = await import("/src/core/protocols.js");
  const paths = (fields) => Object.entries(fields).flatMap(([unit, values]) =>
    Object.keys(values).map((name) => `${unit.split(":")[0]}.${name}`));
  const { carried, ...laid } = copyForward({}, content, { source: "n" }, () => "new", copying) ?? {};
  return [paths(laid), carried?.open.length ?? 0, copying ? paths(templateOf(content, copying)) : []];
}"""
OF_EARLIER_VERSIONS = {"never": ["consent"], "not_in_protocols": []}


def unit_of(section: Section) -> str:
    key = {"id": "a", "key": section.keys[0].key if section.keys else ""}.get(section.repeats or "")
    return f"{section.unit}:{key}" if key else section.unit


def full_note() -> dict[str, Any]:
    """Something in every field of the catalogue, and in one that it does not know."""
    note = {unit_of(each): {field.name: "x" for field in each.fields} for each in RECORD_TYPES["note"].sections}
    return note | {"later": {"field": "x"}, "numbing": note["numbing"] | {"later": "x"}}


def test_nothing_that_somebody_did_checked_or_saw_is_copied(page: NodePage) -> None:
    copied, still_open, kept = page.evaluate(COPY, [full_note(), copying.forms()])
    wrong = {*copied, *kept} - {*PLANNED}
    assert sorted(f"{path}: {MEANING.get(path, 'not judged')}" for path in wrong) == []
    assert {*copied} == {*PLANNED}
    assert still_open == len(copied)


@pytest.mark.parametrize("lists", [None, OF_EARLIER_VERSIONS])
def test_without_these_lists_nothing_is_copied(page: NodePage, lists: Any) -> None:
    assert page.evaluate(COPY, [full_note(), lists]) == [[], 0, []]


REPEATS = """async ([content, copying]) => {
  const { copyForward } = await import("/src/core/copied.js");
  let n = 0;
  return copyForward({}, content, { source: "n" }, () => `new${++n}`, copying);
}"""


def test_of_runs_and_repeats_only_what_is_planned_is_copied(page: NodePage) -> None:
    run = {"depth_mm": 1.5, "passes": 2, "at": "2026-03-02T10:00:00+01:00", "impedance_ohm": 300, "device": "device:b"}
    earlier = {
        "device": {"type": "pen", "product": "skinpen", "unit_code": "U-1", "cartridge_lot": "A"},
        "device:b": {"type": "pen", "product": "skinpen", "unit_code": "U-2", "cartridge_lot": "B"},
        "prp:c": {"kit_brand": "Kit", "kit_lot": "K"},
        "numbing:d": {"product": "emla", "lot": "N", "amount_g": 10, "applied_at": "2026-03-02T09:00:00+01:00"},
        "la:e": {"drug": "lidocaine", "mg": 20, "lot": "L", "sites": ["chin"]},
        "zone:thigh_left": {"runs": [run, {"at": "2026-03-02T10:05:00+01:00"}], "bleeding": 1},
    }
    laid = page.evaluate(REPEATS, [earlier, copying.forms()])
    laid.pop("carried")
    assert laid == {
        "device": {"type": "pen", "product": "skinpen"},
        "numbing:new1": {"product": "emla", "amount_g": 10},
        "la:new2": {"drug": "lidocaine", "sites": ["chin"]},
        "zone:thigh_left": {"runs": [{"depth_mm": 1.5, "passes": 2}]},
    }
