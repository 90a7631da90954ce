"""The scars that a site names, in words, as the tablet says them (``features/note-record/scar-field.ts``)."""

from dataclasses import replace
from typing import Any

from server.domain.catalogue import RECORD_TYPES, Choice, Field
from server.domain.scars import bearing, scars_of
from server.domain.translation import _

COLUMNS = next(
    field.fields
    for section in RECORD_TYPES["note"].sections
    if section.unit == "assessment"
    for field in section.fields
    if field.name == "scar_types"
)
Scar = dict[str, Any]
SCARS = "scar_ids"  # the field of a site that names them


def scar_field(field: Field, unit: str, content: dict[str, dict[str, Any]]) -> Field:
    """The field with the words of these marks as its choices."""
    marks = content.get(unit, {}).get(field.name)
    if field.name != SCARS or not isinstance(marks, list):
        return field
    known, place = scars_of(content.get("assessment", {})), unit.partition(":")[2]
    words = [Choice(mark, names(bearing(mark, place, known, []) or [scar_of(str(mark))], place)) for mark in marks]
    return replace(field, kind="choices", choices=tuple(words))


def names(scars: list[Scar], place: str) -> str:
    """Several scars may go by one mark."""
    return " / ".join(dict.fromkeys(scar_name(scar, place) for scar in scars))


def scar_name(scar: Scar, place: str) -> str:
    """The type, its own mark, and the site where it is another one."""
    kind, own = word("type", scar.get("type")), str(scar.get("id") or "").strip()
    named = f"{kind} “{own}”" if kind and own else kind or own
    zone = scar.get("zone")
    return f"{named}, {word('zone', zone)}" if zone and zone != place else named


def scar_of(mark: str) -> Scar:
    """A mark of an earlier assessment says its type and site, unless somebody gave it a name of its own."""
    kind, _colon, zone = mark.partition(":")
    is_type = any(choice.value == kind for choice in COLUMNS[0].choices)
    return {"type": kind, "zone": zone} if is_type else {"id": mark}


def word(name: str, value: Any) -> str:
    column = next(column for column in COLUMNS if column.name == name)
    label = next((choice.label for choice in column.choices if choice.value == value), "")
    return _(label) if label else str(value or "")
