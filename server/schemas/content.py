"""The shape of content as marshmallow schemas, one for each section of the catalogue, built once and then kept.

Only JSON types, finite numbers and sizes: a draft keeps what was typed, and the rules judge it at signing.
``shape.py`` asks the same as plain checks; it says yes quickly, these say what is wrong.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from marshmallow import Schema, fields, validate

from server.domain import catalogue
from server.schemas.base import Closed
from server.schemas.shape import (
    MAX_LIST,
    MAX_LONGTEXT,
    MAX_NAMES,
    MAX_TEXT,
    fits,
    is_bool,
    is_content,
    is_number,
    is_strokes,
)

Errors = dict[str, Any]


class Figure(fields.Float):
    """A finite JSON number, kept as it was written: 2 stays 2, and neither true nor "2" is one."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not is_number(value):
            raise self.make_error("invalid")
        return value


class Flag(fields.Boolean):
    """true or false, nothing that resembles them."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not is_bool(value):
            raise self.make_error("invalid", input=value)
        return value


class Text(fields.String):
    def __init__(self, longest: int = MAX_TEXT, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(max=longest), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if type(value) is not str:
            raise self.make_error("invalid")
        return value


class Items(fields.List[Any]):
    """A list; JSON has no other sequence, so nothing is turned into one."""

    def __init__(self, item: fields.Field[Any], longest: int = MAX_LIST, **kwargs: Any) -> None:
        super().__init__(item, validate=validate.Length(max=longest), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if type(value) is not list:
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Strokes(fields.Raw):
    """A drawn signature, kept point for point."""

    default_error_messages = {"invalid": "Not a drawn signature."}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not is_strokes(value):
            raise self.make_error("invalid")
        return value


class Entries(fields.Raw):
    """Entries of a note by unit and field, each in the shape a note wants."""

    default_error_messages = {"invalid": "Not entries of a note."}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not is_content(value):
            raise self.make_error("invalid")
        return value


KINDS: dict[str, Callable[..., fields.Field[Any]]] = {
    **dict.fromkeys(("text", "choice", "tri", "date", "datetime", "person"), Text),
    **dict.fromkeys(("int", "decimal", "scale", "nrs"), Figure),
    **dict.fromkeys(("paths", "texts"), partial(Items, Text(), MAX_NAMES)),
    "longtext": partial(Text, MAX_LONGTEXT),
    "bool": Flag,
    "choices": partial(Items, Text()),
    "numbers": partial(Items, Figure()),
    "strokes": Strokes,
    "content": Entries,
}


def field_of(declared: catalogue.Field, **kwargs: Any) -> fields.Field[Any]:
    if declared.kind == "rows":
        return Items(fields.Nested(schema_of("Row", declared.fields)), **kwargs)
    return KINDS[declared.kind](**kwargs)


def schema_of(name: str, declared: tuple[catalogue.Field, ...]) -> type[Schema]:
    """A closed schema; null is allowed everywhere, it clears."""
    return Closed.from_dict({field.name: field_of(field, allow_none=True) for field in declared}, name=name)


SECTION_SCHEMAS: dict[tuple[str, str], Schema] = {
    (kind.type, section.unit): schema_of("Unit", section.fields)()
    for kind in catalogue.RECORD_TYPES.values()
    if not kind.server_owned
    for section in kind.sections
}


def unit_errors(record_type: str, unit: str, value: Any) -> Errors | list[str]:
    """What is wrong with one unit; empty when nothing is."""
    section = catalogue.section_of(record_type, unit)
    if section is None:
        return ["There is no such section."]
    if fits(record_type, unit, value):
        return {}
    return SECTION_SCHEMAS[record_type, section.unit].validate(value)


def content_errors(record_type: str, units: Mapping[str, Any]) -> Errors:
    found = {unit: unit_errors(record_type, unit, value) for unit, value in units.items()}
    return {unit: errors for unit, errors in found.items() if errors}
