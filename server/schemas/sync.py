"""Requests and answers of push, pull, manifest and ping."""

from typing import Any

from marshmallow import fields, validate

from server.schemas.base import Closed, Id, Instant
from server.schemas.content import Text
from server.schemas.op_parts import ClientTime
from server.schemas.ops import PROTO, Whole
from server.schemas.records import RecordOut

MAX_OPS = 50
MAX_PAGE = 500
STATUSES = ("applied", "conflict", "rejected", "retry", "blocked")


class ResentIn(Closed):
    """An op the server had accepted before it was restored. ``receipt`` is what the server gave with its answer."""

    op_id = Id(required=True)
    received_at = ClientTime(required=True)
    receipt = Text(100, load_default=None, allow_none=True)


class PushIn(Closed):
    """``ops`` are read one by one, so that a bad one is its own rejected result and never spoils the batch."""

    proto = Whole(required=True, validate=validate.OneOf([PROTO]))
    epoch = Text(100, load_default=None, allow_none=True)
    device_id = Id(required=True)
    cursor = Text(300, load_default=None, allow_none=True)
    confirmed = Text(300, load_default=None, allow_none=True)
    app = Text(100, load_default=None, allow_none=True)
    schema = Whole(load_default=None, allow_none=True)
    resent = fields.List(fields.Nested(ResentIn), load_default=list, validate=validate.Length(0, MAX_OPS))
    pending_ops = Whole(load_default=None, allow_none=True, validate=validate.Range(0, 2**31))
    oldest_pending_at = ClientTime(load_default=None, allow_none=True, metadata={"format": "date-time"})
    ops = fields.List(fields.Raw(allow_none=True), required=True, validate=validate.Length(1, MAX_OPS))


class OpErrorOut(Closed):
    code = fields.String(required=True)
    detail = fields.String(required=True)
    fields_ = fields.Raw(data_key="fields", metadata={"description": "What is wrong, by unit and field"})
    missing = fields.List(fields.Dict(), metadata={"description": "What is still to be entered before signing"})
    findings = fields.List(fields.Dict(), metadata={"description": "Safety findings that stand in the way of signing"})
    conflicts = fields.List(Id(), metadata={"description": "Conflicts to decide first"})
    content_hash = fields.String()
    unit = fields.String()
    state = fields.String()
    action = fields.String()


class ResultOut(Closed):
    op_id = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    record = fields.Nested(RecordOut)
    conflict_id = Id()
    twins = fields.List(Id(), metadata={"description": "Patients who may be the same person as the new one"})
    received_at = Instant(metadata={"description": "When the op was first received"})
    receipt = fields.String(metadata={"description": "Proves received_at when the op is sent again after a restore"})
    error = fields.Nested(OpErrorOut)


class PushOut(Closed):
    proto = fields.Integer(required=True)
    epoch = fields.String(required=True)
    server_time = Instant(required=True)
    confirmed = fields.String(
        required=True, metadata={"description": "Where the server's history stood then: kept with what was accepted"}
    )
    results = fields.List(fields.Nested(ResultOut), required=True)


class DrainQuery(Closed):
    """Whose unsent work it is, and on which device."""

    user_id = Id(required=True)
    device_id = Id(required=True)


class DrainIn(Closed):
    """Without ``ops`` it asks whether they would be taken."""

    proto = Whole(required=True, validate=validate.OneOf([PROTO]))
    epoch = Text(100, load_default=None, allow_none=True)
    app = Text(100, load_default=None, allow_none=True)
    pending_ops = Whole(load_default=None, allow_none=True, validate=validate.Range(0, 2**31))
    oldest_pending_at = ClientTime(load_default=None, allow_none=True, metadata={"format": "date-time"})
    ops = fields.List(fields.Raw(allow_none=True), required=True, validate=validate.Length(0, MAX_OPS))


class DrainResultOut(Closed):
    """No record comes with it."""

    op_id = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    conflict_id = Id()
    received_at = Instant()
    receipt = fields.String()
    error = fields.Nested(OpErrorOut)


class DrainOut(Closed):
    proto = fields.Integer(required=True)
    epoch = fields.String(required=True)
    server_time = Instant(required=True)
    until = Instant(required=True, metadata={"description": "Until when unsent work is taken"})
    reason = fields.String(required=True, validate=validate.OneOf(["user", "device", "login"]))
    results = fields.List(fields.Nested(DrainResultOut), required=True)


def scope() -> fields.String:
    """Earlier apps ask for everything."""
    return fields.String(load_default="all", validate=validate.OneOf(["all", "active"]))


class PullIn(Closed):
    """What a tablet asks for and what it tells of itself."""

    scope = scope()
    epoch = Text(100)
    cursor = Text(300)
    confirmed = Text(300)
    limit = fields.Integer(load_default=MAX_PAGE, validate=validate.Range(1, MAX_PAGE))
    pending_ops = fields.Integer(validate=validate.Range(0, 2**31))
    oldest_pending_at = ClientTime(metadata={"format": "date-time"})
    persisted = fields.String(validate=validate.OneOf(["true", "false", "1", "0"]))
    usage = fields.Integer(validate=validate.Range(0, 2**53))
    quota = fields.Integer(validate=validate.Range(0, 2**53))
    app = Text(100)


class PullOut(Closed):
    proto = fields.Integer(required=True)
    epoch = fields.String(required=True)
    server_time = Instant(required=True)
    changes = fields.List(fields.Nested(RecordOut), required=True)
    cursor = fields.String(required=True)
    more = fields.Boolean(required=True)
    quarantine = fields.Integer(required=True, metadata={"description": "How many wait that concern this person"})
    min_app = fields.String(required=True)
    directive = fields.String(required=True, allow_none=True)
    outside = fields.Integer(required=True, metadata={"description": "How many patients are out of the scope"})
    scope_months = fields.Integer(
        required=True, metadata={"description": "For how long after the last visit a patient is in scope"}
    )
    twins = fields.Dict(
        keys=Id(),
        values=fields.List(Id()),
        required=True,
        metadata={"description": "Patients who may be the same person, until somebody says they are two"},
    )
    reported_pending = fields.Integer(
        required=True, metadata={"description": "Unsent changes of this person at the tablet's last report"}
    )


class ManifestIn(Closed):
    scope = scope()
    epoch = Text(100)


def listed(description: str) -> fields.List[Any]:
    return fields.List(fields.List(fields.Raw()), required=True, metadata={"description": description})


class ManifestOut(Closed):
    proto = fields.Integer(required=True)
    epoch = fields.String(required=True)
    records = listed("type, id and rev of every record in scope")
    outside = fields.Dict(
        keys=Id(), values=listed("type, id and rev of each record"), required=True,
        metadata={"description": "The records of each patient out of scope, by the patient's id"},
    )  # fmt: skip


class SnapshotIn(Closed):
    patient = Id(required=True, metadata={"description": "The id of the patient, or of any record about them"})
    cursor = Text(300, load_default=None)


class SnapshotOut(Closed):
    """A page of the records of one patient, each as the feed gives it."""

    proto = fields.Integer(required=True)
    epoch = fields.String(required=True)
    server_time = Instant(required=True)
    records = fields.List(fields.Nested(RecordOut), required=True)
    next = fields.String(required=True, allow_none=True)


class PingOut(Closed):
    proto = fields.Integer(required=True)
    epoch = fields.String(required=True)
    server_time = Instant(required=True)
