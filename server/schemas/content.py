"""The shape of content as marshmallow schemas, one for each section of the catalogue, built once and then kept.

Only JSON types, finite numbers and sizes: a draft keeps what was typed, and the rules judge it at signing.
``shape.py`` asks the same as plain checks; it says yes quickly, these say what is wrong.
"""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from server.domain import catalogue
from server.schemas.base import Closed
from server.schemas.shape import MAX_LIST, MAX_LONGTEXT, MAX_TEXT, fits, is_bool, is_number

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


class Items(fields.List):
    """A list; JSON has no other sequence, so nothing is turned into one."""

    def __init__(self, item: fields.Field, **kwargs: Any) -> None:
        super().__init__(item, validate=validate.Length(max=MAX_LIST), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if type(value) is not list:
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


def field_of(declared: catalogue.Field, **kwargs: Any) -> fields.Field:
    match declared.kind:
        case "rows":
            return Items(fields.Nested(schema_of("Row", declared.fields)), **kwargs)
        case "choices":
            return Items(Text(), **kwargs)
        case "numbers":
            return Items(Figure(), **kwargs)
        case "int" | "decimal" | "scale" | "nrs":
            return Figure(**kwargs)
        case "bool":
            return Flag(**kwargs)
        case "longtext":
            return Text(MAX_LONGTEXT, **kwargs)
        case _:
            return Text(**kwargs)


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
