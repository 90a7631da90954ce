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
