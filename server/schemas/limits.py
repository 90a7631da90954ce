"""The clinic's limits as requests and answers."""

from marshmallow import fields, validate

from server.schemas.base import Closed, Instant
from server.schemas.op_parts import MAX_COMMENT
from server.schemas.ops import Whole, reason

MAX_CHANGES = 300
MIN_WHY = 10


class LimitsApprovalOut(Closed):
    name = fields.String(required=True)
    at = Instant(required=True)


class EditableOut(Closed):
    kind = fields.String(required=True, validate=validate.OneOf(["number", "numbers", "text"]))
    nullable = fields.Boolean(required=True)


class LimitsOut(Closed):
    """``version`` 0 is the table as it ships. ``editable`` says of each path what may stand there,
    ``may_approve`` whether the person who asks could approve it now."""

    version = fields.Integer(required=True)
    limits = fields.Dict(required=True)
    author_name = fields.String(required=True, allow_none=True)
    created_at = Instant(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    approved = fields.Nested(LimitsApprovalOut, required=True, allow_none=True)
    may_approve = fields.Boolean(required=True)
    editable = fields.Dict(keys=fields.String(), values=fields.Nested(EditableOut), required=True)


class LimitsIn(Closed):
    """``changes`` maps the path of a limit, "zones.cheek.warn_mm", to its new value; ``base`` is the version seen."""

    base = Whole(required=True, validate=validate.Range(min=0))
    changes = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(allow_none=True),
        required=True,
        validate=validate.Length(1, MAX_CHANGES),
        metadata={"description": "New values by path"},
    )
    reason = reason(MIN_WHY)


class LimitsApproveIn(Closed):
    base = Whole(required=True, validate=validate.Range(min=0))


class LimitChangeOut(Closed):
    path = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class LimitsVersionOut(Closed):
    version = fields.Integer(required=True)
    author_name = fields.String(required=True)
    created_at = Instant(required=True)
    reason = fields.String(required=True, metadata={"maxLength": MAX_COMMENT})
    approved = fields.Nested(LimitsApprovalOut, required=True, allow_none=True)
    changes = fields.List(fields.Nested(LimitChangeOut), required=True)


class LimitsHistoryOut(Closed):
    items = fields.List(fields.Nested(LimitsVersionOut), required=True)
    next = fields.String(required=True, allow_none=True)
