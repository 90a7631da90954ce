"""What some ops carry: the hash of what was shown, warnings taken note of, places to be corrected."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from server.domain.trace import RETURN_REASONS
from server.schemas.base import Closed
from server.schemas.content import Text
from server.schemas.keys import Bytes

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
MAX_COMMENT = 5000
MAX_UNITS = 500  # more than a note of all sites and repeats
MAX_BEGUN = 500_000
MOST_PINS = 50


def content_hash() -> fields.String:
    return fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}\Z"))


class ClientTime(fields.String):
    """An instant as a tablet's clock told it, RFC 3339; read as UTC."""

    default_error_messages = {"invalid": "Not a time."}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if type(value) is not str or not RFC3339.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise self.make_error("invalid") from error


class WarningIn(Closed):
    """A warning as it was shown: the rule, where, and the fingerprint of what was judged."""

    rule = Text(40, required=True)
    at = Text(100, load_default=None, allow_none=True)
    fp = content_hash()


class Acknowledged(fields.Field[Any]):
    """A warning of which the signer took note; by its rule alone in the ops of version 0.1.0."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        kind: fields.Field[Any] = Text(40) if isinstance(value, str) else fields.Nested(WarningIn)
        return kind.deserialize(value, attr, data, **kwargs)


def acknowledged() -> fields.List[Any]:
    return fields.List(Acknowledged(), load_default=list, validate=validate.Length(max=200))


class PinIn(Closed):
    """A place that is to be corrected: a field of a unit, or the unit; and why, as a code, in words, or both."""

    unit = Text(100, required=True)
    field = Text(100, load_default=None, allow_none=True)
    reason = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(RETURN_REASONS))
    comment = Text(MAX_COMMENT, load_default="")

    @validates_schema
    def says_why(self, pin: dict[str, Any], **_kwargs: Any) -> None:
        if not pin["unit"].strip():
            raise ValidationError("Which part of the note is meant?", "unit")
        if not pin["reason"] and not pin["comment"].strip():
            raise ValidationError("A reason, or some words.", "comment")


class ShownIn(Closed):
    """The units of the content that were on the reviewer's screen long enough to be read, and when, by its clock."""

    parts = fields.List(Text(100), required=True, validate=validate.Length(1, MAX_UNITS))
    first_at = ClientTime(required=True)
    last_at = ClientTime(required=True)

    @validates_schema
    def is_in_order(self, shown: dict[str, Any], **_kwargs: Any) -> None:
        if shown["last_at"] < shown["first_at"]:
            raise ValidationError("It ends before it begins.", "last_at")


class IdentityIn(Closed):
    mrn = Text(MAX_COMMENT, load_default=None, allow_none=True)
    given = Text(MAX_COMMENT, load_default=None, allow_none=True)
    family = Text(MAX_COMMENT, load_default=None, allow_none=True)
    birth_date = Text(MAX_COMMENT, load_default=None, allow_none=True)


class ChangeIn(Closed):
    base = fields.Dict(required=True)
    patch = fields.Dict(required=True)


class OpSignatureIn(Closed):
    """By which key of its author the op was signed, and r and s."""

    key = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{32}\Z"))
    value = Bytes(64, required=True)
