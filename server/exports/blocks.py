"""The content of a record as blocks and the columns of the table form: one walk over the catalogue each.

What the catalogue does not know, or does not export, is not seen from here on.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from server.domain.catalogue import RECORD_TYPES, Field, Section
from server.domain.context import units_of
from server.domain.translation import _, language
from server.exports.document import Block, Column, Line
from server.exports.scars import scar_field
from server.exports.values import People, measure_of, shown_items

Content = dict[str, dict[str, Any]]
NUMBERED_COLUMNS = 4


def blocks_of(record_type: str, content: Content, people: People) -> tuple[Block, ...]:
    """In the order of the catalogue; ``people`` gives the names of user ids."""
    found = []
    for section in RECORD_TYPES[record_type].sections:
        for unit, place, label in units(section, content):
            lines = tuple(lines_of(unit, section, content, people))
            if lines:
                key = unit.partition(":")[2]
                found.append(Block(unit, section.unit, key, place, _(section.label), label, lines))
    return tuple(found)


def units(section: Section, content: Content) -> Iterator[tuple[str, str, str]]:
    """Unit, column prefix and label of every unit of the section that the content has."""
    if section.repeats == "key":
        for key in section.keys:
            unit = f"{section.unit}:{key.key}"
            if unit in content:
                yield unit, unit.replace(":", "."), _(key.label)
    elif section.takes_ids:
        mine = [unit for unit, _fields in units_of(content, section.unit)]
        for number, unit in enumerate(mine, 1):
            label = f"{_(section.label)} {number}" if len(mine) > 1 else _(section.label)
            yield unit, place_of(section, number), label
    elif section.unit in content:
        yield section.unit, section.unit.replace(":", "."), _(section.label)


def place_of(section: Section, number: int) -> str:
    """The first unit of a section that may repeat keeps the column it had when it stood alone."""
    return section.unit if section.another and number == 1 else f"{section.unit}.{number}"


def lines_of(unit: str, section: Section, content: Content, people: People) -> Iterator[Line]:
    entered = content[unit]
    for recorded in section.fields:
        value = entered.get(recorded.name)
        if says_nothing(recorded, value) or not recorded.exports:
            continue
        field = scar_field(recorded, unit, content)
        items = shown_items(field, value, people)
        yield Line(
            name=f"{unit}.{field.name}",
            label=_(field.label),
            value=leaving(field, value, people),
            shown="; ".join(items),
            items=items,
            kind=field.kind,
            measure=measure_of(field.unit),
            formats=frozenset(field.exports),
            drawing=value if field.kind == "strokes" else None,
        )


def says_nothing(field: Field, value: Any) -> bool:
    """Also a list of rows that were only added."""
    return value is None or value == [] or (field.kind == "rows" and not any(value))


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
        Column(f"{prefix}{place}.{field.name}", column_label(label, field), measure_of(field.unit))
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
