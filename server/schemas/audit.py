"""The audit trail: queries and rows, and what tablets report as seen."""

from datetime import date

from marshmallow import fields, validate

from server.schemas.base import Closed, Id, Instant
from server.schemas.notes import MAX_PAGE, PageIn
from server.schemas.op_parts import ClientTime
from server.schemas.patients import IdentityOut

FARTHEST_EAST = 14 * 60
DAYS = validate.Range(date(1970, 1, 1), date(2200, 1, 1))


class TrailCsvIn(Closed):
    patient = Id(load_default=None, metadata={"description": "Rows about this patient and their records"})
    user = Id(load_default=None, metadata={"description": "What this person did, and what was done to their account"})
    day = fields.Date(load_default=None, validate=DAYS)
    offset_min = fields.Integer(
        load_default=0,
        validate=validate.Range(-FARTHEST_EAST, FARTHEST_EAST),
        metadata={"description": "How many minutes east of UTC the day is meant"},
    )


class TrailIn(TrailCsvIn, PageIn):
    pass


class RecordRefOut(Closed):
    type = fields.String(required=True)
    id = Id(required=True)


class ChangeOut(Closed):
    name = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class TrailRowOut(Closed):
    n = fields.Integer(required=True)
    at = Instant(required=True)
    action = fields.String(required=True)
    actor_id = fields.String(required=True, allow_none=True)
    source = fields.String(
        required=True, allow_none=True, metadata={"description": "The address a refused sign-in came from"}
    )
    seen_at = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "When it was opened or printed, by the clock of the tablet"},
    )
    device_name = fields.String(required=True, allow_none=True)
    record = fields.Nested(RecordRefOut, required=True, allow_none=True)
    patient = fields.Nested(IdentityOut, required=True, allow_none=True)
    changes = fields.List(
        fields.Nested(ChangeOut), required=True, metadata={"description": "Settings, before and after"}
    )
    sentence = fields.String(required=True, metadata={"description": "With placeholders, for a translation"})
    params = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    text = fields.String(required=True)


class TrailOut(Closed):
    items = fields.List(fields.Nested(TrailRowOut), required=True)
    next = fields.String(required=True, allow_none=True)


class SeenIn(Closed):
    """What was opened or printed on a tablet, once for each record and day."""

    record = Id(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(["seen", "print"]))
    day = fields.Date(required=True, validate=DAYS)
    at = ClientTime(required=True, metadata={"format": "date-time"})


class SeenListIn(Closed):
    items = fields.List(fields.Nested(SeenIn), required=True, validate=validate.Length(1, MAX_PAGE))


class SeenOut(Closed):
    kept = fields.Integer(required=True, metadata={"description": "How many were new"})
