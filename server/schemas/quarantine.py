"""The quarantine: what waits in it, and what is decided."""

from marshmallow import ValidationError, fields, validate, validates_schema

from server.schemas.base import Closed, Id, Instant
from server.schemas.content import Text
from server.schemas.op_parts import MAX_COMMENT
from server.schemas.ops import Whole
from server.schemas.sync import MAX_OPS, OpErrorOut

STATUSES = ("open", "applied", "attached", "discarded")
SOURCES = ("refused", "unsigned", "drained", "imported")
MIN_REASON = 3


class QuarantineIn(Closed):
    status = fields.String(load_default="open", validate=validate.OneOf(STATUSES))
    record_id = Id(load_default=None)


class QuarantinedOut(Closed):
    id = Id(required=True)
    source = fields.String(required=True, validate=validate.OneOf(SOURCES))
    author_id = Id(required=True)
    author_name = fields.String(required=True)
    is_stated = fields.Boolean(required=True, metadata={"description": "The author is whom the op names, unproved"})
    device_id = Id(required=True)
    device_name = fields.String(required=True, allow_none=True, metadata={"description": "Of one of the clinic"})
    is_device_stated = fields.Boolean(required=True, metadata={"description": "Named by an imported file, unproved"})
    record_type = fields.String(required=True, allow_none=True)
    record_id = Id(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    op = fields.Raw(required=True, allow_none=True, metadata={"description": "The op as it was sent"})
    error = fields.Nested(OpErrorOut, required=True, allow_none=True)
    settled_by = Id(required=True, allow_none=True)
    settled_by_name = fields.String(required=True, allow_none=True)
    can_attach = fields.Boolean(required=True, metadata={"description": "Its record, or its patient, is here"})
    settled_at = Instant(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    created_at = Instant(required=True)


class QuarantineOut(Closed):
    items = fields.List(fields.Nested(QuarantinedOut), required=True)
    open = fields.Integer(required=True, metadata={"description": "How many wait; for supervisors all of the clinic"})


class SettleIn(Closed):
    action = fields.String(required=True, validate=validate.OneOf(["apply", "attach", "discard"]))
    reason = Text(MAX_COMMENT, load_default=None, allow_none=True)

    @validates_schema
    def discard_says_why(self, data: dict[str, str | None], **_kwargs: object) -> None:
        if data["action"] == "discard" and len((data["reason"] or "").strip()) < MIN_REASON:
            raise ValidationError(f"At least {MIN_REASON} characters.", "reason")


class ImportIn(Closed):
    """A part of an exported file. ``ops`` are read one by one."""

    version = Whole(required=True, validate=validate.Equal(1))
    clinic_id = Id(required=True)
    device_id = Id(required=True)
    ops = fields.List(fields.Raw(allow_none=True), required=True, validate=validate.Length(1, MAX_OPS))


class ImportedOut(Closed):
    op_id = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(["kept", "known", "retry"]))


class ImportOut(Closed):
    results = fields.List(fields.Nested(ImportedOut), required=True)
