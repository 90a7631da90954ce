"""The content of a record as blocks and the columns of the table form: one walk over the catalogue each.

What the catalogue does not know, or does not export, is not seen from here on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from server.domain.catalogue import RECORD_TYPES, Field, Section
from server.domain.context import units_of
from server.domain.translation import _, language
from server.exports.document import Block, Column
from server.exports.line import Known, Line
from server.exports.scars import SCARS, scar_field
from server.exports.values import People, holds, measure_of

Content = dict[str, dict[str, Any]]
NUMBERED_COLUMNS = 4
REDUCED = ("person", "rows", "strokes")  # the kinds of which other than what is recorded leaves


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for every record: of one section its label, its units with the column prefix and label of each
    where they are known beforehand, and the fields that may leave."""

    section: Section
    label: str
    places: tuple[tuple[str, str, str], ...]
    fields: tuple[Known, ...]


@cache
def plans_in(_language: str, record_type: str) -> tuple[Plan, ...]:
    """The labels are put into words once for each language."""
    return tuple(plan_of(section) for section in RECORD_TYPES[record_type].sections)


def plan_of(section: Section) -> Plan:
    label, unit = _(section.label), section.unit
    named = [(f"{unit}:{key.key}", f"{unit}.{key.key}", _(key.label)) for key in section.keys]
    places = named if section.repeats == "key" else [(unit, unit.replace(":", "."), label)]
    return Plan(section, label, tuple(places), tuple(known(field) for field in section.fields if field.exports))


def known(field: Field) -> Known:
    measure = measure_of(field.unit)
    return Known(field, field.name, field.kind, _(field.label), measure, frozenset(field.exports))


def blocks_of(record_type: str, content: Content, people: People) -> tuple[Block, ...]:
    """In the order of the catalogue; ``people`` gives the names of user ids."""
    found = []
    for plan in plans_in(language.get(), record_type):
        for unit, place, label in units(plan, content):
            lines = tuple(lines_of(unit, plan, content, people))
            if lines:
                key = unit.partition(":")[2]
                found.append(Block(unit, plan.section.unit, key, place, plan.label, label, lines))
    return tuple(found)


def units(plan: Plan, content: Content) -> Sequence[tuple[str, str, str]]:
    """Unit, column prefix and label of every unit of the section that the content has."""
    if plan.section.takes_ids and plan.section.repeats != "key":
        mine = [unit for unit, _fields in units_of(content, plan.section.unit)]
        labels = [f"{plan.label} {number}" if len(mine) > 1 else plan.label for number in range(1, len(mine) + 1)]
        return [
            (unit, place_of(plan.section, number), label)
            for number, (unit, label) in enumerate(zip(mine, labels, strict=True), 1)
        ]
    return [place for place in plan.places if place[0] in content]


def place_of(section: Section, number: int) -> str:
    """The first unit of a section that may repeat keeps the column it had when it stood alone."""
    return section.unit if section.another and number == 1 else f"{section.unit}.{number}"


def lines_of(unit: str, plan: Plan, content: Content, people: People) -> Iterator[Line]:
    entered = content[unit]
    for one in plan.fields:
        value = entered.get(one.name)
        if value is None or says_nothing(one.kind, value):
            continue
        told = scar_known(one, unit, content) if one.name == SCARS else one
        yield Line(unit, told, leaving(one.field, value, people) if one.kind in REDUCED else value, value, people)


def scar_known(one: Known, unit: str, content: Content) -> Known:
    field = scar_field(one.field, unit, content)
    return replace(one, field=field, kind=field.kind)


def says_nothing(kind: str, value: Any) -> bool:
    """A list without entries, or of rows that were only added."""
    return value == [] or (kind == "rows" and not any(value))


def leaving(field: Field, value: Any, people: People) -> Any:
    """As recorded, but a person by name: an id means nothing outside; of a row only what the catalogue lets go; of a
    signature that there is one: only pages carry the drawing."""
    if field.kind == "person":
        return people.get(str(value), str(value))
    if field.kind == "rows":
        names = [column.name for column in field.fields if column.exports]
        return [{name: row[name] for name in names if name in row} for row in value if isinstance(row, dict)]
    if field.kind == "strokes":
        return "signed"
    return value


def columns_of(record_type: str, prefix: str = "") -> tuple[Column, ...]:
    """Every exported field has its columns, filled or not: all zones, all time points, the first numbered units. What a
    newer schema brought comes after all that was there before; of its sites, those that a visit has."""
    return columns_in(language.get(), record_type, prefix)


@cache
def columns_in(_language: str, record_type: str, prefix: str) -> tuple[Column, ...]:
    """The same for every record: their labels are put into words once for each language."""
    sections = RECORD_TYPES[record_type].sections
    return tuple(
        Column(f"{prefix}{place}.{field.name}", column_label(label, field), measure_of(field.unit), holds(field.kind))
        for is_newer in (False, True)
        for section in sections
        for place, label, since in places(section)
        for field in section.fields
        if "csv" in field.exports and (max(since, field.since) > 1) is is_newer
    )


def places(section: Section) -> list[tuple[str, str, int]]:
    """Column prefix, label, and the schema that brought it."""
    if section.repeats == "key":
        return [(f"{section.unit}.{key.key}", _(key.label), key.since) for key in section.keys if key.since == 1]
    if section.repeats == "id":
        numbers = range(1, NUMBERED_COLUMNS + 1)
        return [(f"{section.unit}.{n}", f"{_(section.label)} {n}", section.since) for n in numbers]
    first = (section.unit.replace(":", "."), _(section.label), section.since)
    more = range(2, NUMBERED_COLUMNS + 1) if section.another else ()
    return [first, *((place_of(section, n), f"{_(section.label)} {n}", 2) for n in more)]


def column_label(label: str, field: Field) -> str:
    return label if label == _(field.label) else f"{label}: {_(field.label)}"
