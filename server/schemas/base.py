"""Closed schemas: a key nobody declared is refused, so nothing can be set that is not meant to be."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

UUID_PATTERN = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
ONE_LINE = r"^ *[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*$"


class Closed(Schema):
    class Meta:
        unknown = RAISE


class Nothing(Closed):
    """The body of a request that needs none: absent or an empty object."""


class Id(fields.String):
    """A UUID as text, in lower case however it was sent."""

    def __init__(self, **kwargs: Any) -> None:
        # the length as well: "$" lets a line's end pass behind the last character
        rules = [validate.Length(equal=36, error="not a UUID"), validate.Regexp(UUID_PATTERN, error="not a UUID")]
        super().__init__(validate=rules, metadata={"format": "uuid", **kwargs.pop("metadata", {})}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).lower()


class Line(fields.String):
    """A single line that says something; blanks around it are dropped."""

    def __init__(self, longest: int = 120, **kwargs: Any) -> None:
        rules = [validate.Length(min=1, max=longest), validate.Regexp(ONE_LINE, error="empty or more than one line")]
        super().__init__(validate=rules, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).strip()


class Address(fields.Email):
    """An e-mail address; people type it in capitals, we keep it small."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=validate.Length(max=254), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).strip().casefold()


class Instant(fields.AwareDateTime):
    """RFC 3339 in UTC, with a Z."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        text = super()._serialize(value, attr, obj, **kwargs)
        return str(text).replace("+00:00", "Z") if text else None


class YesNo(fields.Boolean):
    """true or false, not 1, "yes" or "on"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if value is not True and value is not False:
            raise self.make_error("invalid", input=value)
        return value
