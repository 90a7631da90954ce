"""Lists and histories of notes, and the review queue."""

from marshmallow import fields, validate

from server.schemas.base import Closed, Id, Instant
from server.schemas.content import Text
from server.schemas.patients import IdentityOut
from server.schemas.records import HeadOut

MAX_PAGE = 200


class PageIn(Closed):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_PAGE))
    cursor = Text(300, load_default=None)


class NotesIn(PageIn):
    state = fields.String(validate=validate.OneOf(["draft", "imported", "signed", "approved", "returned", "void"]))
    patient_id = Id()
    author_id = Id()
    first_day = fields.Date(data_key="from", metadata={"description": "First day of the visit"})
    last_day = fields.Date(data_key="to", metadata={"description": "Last day of the visit"})


class NotesOut(Closed):
    items = fields.List(fields.Nested(HeadOut), required=True)
    next = fields.String(required=True, allow_none=True)


class ChangeOut(Closed):
    unit = fields.String(required=True)
    before = fields.Dict(required=True, allow_none=True)
    after = fields.Dict(required=True, allow_none=True)


class RevisionOut(Closed):
    rev = fields.Integer(required=True)
    op_id = Id(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    author_id = Id(required=True)
    author_name = fields.String(required=True)
    device_id = Id(required=True, allow_none=True)
    client_time = Instant(required=True, allow_none=True)
    server_time = Instant(required=True)
    reason = fields.String(required=True, allow_none=True)
    content_hash = fields.String(required=True)
    signed_by = fields.String(required=True, allow_none=True, metadata={"description": "The key of its author"})
    changes = fields.List(fields.Nested(ChangeOut), required=True)


class RevisionsOut(Closed):
    items = fields.List(fields.Nested(RevisionOut), required=True)
    next = fields.String(required=True, allow_none=True)


class WaitingOut(HeadOut):
    patient = fields.Nested(IdentityOut, required=True, allow_none=True)
    signed_at = Instant(required=True)
    findings_count = fields.Integer(required=True)


class QueueOut(Closed):
    items = fields.List(fields.Nested(WaitingOut), required=True)
    next = fields.String(required=True, allow_none=True)
