"""The shape of a merge unit, compiled from the catalogue into plain checks: right JSON types, finite numbers, sizes.

This is the quick reader of the hot path and of code that may not know marshmallow. ``content.py`` declares the same
shape as marshmallow schemas, which word the refusal; a property test holds the two equal.
"""

from collections.abc import Callable
from math import isfinite
from typing import Any

from server.domain import catalogue
from server.domain.catalogue.kinds import LONGEST

MAX_TEXT = LONGEST["text"]
MAX_LONGTEXT = LONGEST["longtext"]
MAX_LIST = 60
MAX_NAMES = 600
MAX_STROKES = 200
MAX_POINTS = 6000

Check = Callable[[Any], bool]


def is_number(value: Any) -> bool:
    kind = type(value)
    return kind is int or (kind is float and isfinite(value))


def is_text(value: Any) -> bool:
    return type(value) is str and len(value) <= MAX_TEXT


def is_longtext(value: Any) -> bool:
    return type(value) is str and len(value) <= MAX_LONGTEXT


def is_bool(value: Any) -> bool:
    return value is True or value is False


def list_of(check: Check, longest: int = MAX_LIST) -> Check:
    return lambda value: type(value) is list and len(value) <= longest and all(map(check, value))


def is_point(value: Any) -> bool:
    """Across and down, 0 to 1, and milliseconds since the first."""
    return type(value) is list and len(value) == 3 and all(map(is_number, value))


def is_strokes(value: Any) -> bool:
    """A signature as it was drawn: lines of points on a sheet of the size named."""
    if type(value) is not dict or not value.keys() <= {"width", "height", "strokes"}:
        return False
    strokes = value.get("strokes")
    if type(strokes) is not list or len(strokes) > MAX_STROKES or any(type(line) is not list for line in strokes):
        return False
    if sum(map(len, strokes)) > MAX_POINTS:
        return False
    return (
        is_number(value.get("width"))
        and is_number(value.get("height"))
        and all(all(map(is_point, line)) for line in strokes)
    )


def is_content(value: Any) -> bool:
    """Entries of a note without the note: what a protocol copies into a new one."""
    return type(value) is dict and all(type(unit) is str and fits("note", unit, entry) for unit, entry in value.items())


def object_of(checks: dict[str, Check]) -> Check:
    """An object of known keys; null stands for cleared."""

    def holds(value: Any) -> bool:
        if type(value) is not dict:
            return False
        for name, item in value.items():
            check = checks.get(name)
            if check is None or not (item is None or check(item)):
                return False
        return True

    return holds


def check_of(field: Any) -> Check:
    if field.kind == "rows":
        return list_of(object_of({sub.name: check_of(sub) for sub in field.fields}))
    return CHECKS[field.kind]


CHECKS: dict[str, Check] = {
    **dict.fromkeys(("text", "choice", "tri", "date", "datetime", "person"), is_text),
    **dict.fromkeys(("int", "decimal", "scale", "nrs"), is_number),
    "longtext": is_longtext,
    "bool": is_bool,
    "choices": list_of(is_text),
    "numbers": list_of(is_number),
    "paths": list_of(is_text, MAX_NAMES),
    "texts": list_of(is_text, MAX_NAMES),
    "strokes": is_strokes,
    "content": is_content,
}


SECTION_CHECKS: dict[tuple[str, str], Check] = {
    (kind.type, section.unit): object_of({field.name: check_of(field) for field in section.fields})
    for kind in catalogue.RECORD_TYPES.values()
    if not kind.server_owned
    for section in kind.sections
}


def fits(record_type: str, unit: str, value: Any) -> bool:
    """Whether the value has the shape of that unit of that type of record. An unknown unit fits nothing."""
    section = catalogue.section_of(record_type, unit)
    return section is not None and SECTION_CHECKS[record_type, section.unit](value)
