"""A recall as answered."""

from marshmallow import fields, validate

from server.schemas.base import Closed, Id, Instant
from server.schemas.content import Text
from server.schemas.notes import MAX_PAGE
from server.schemas.patients import IdentityOut


class RecallCsvIn(Closed):
    lot = Text(200, load_default="", metadata={"description": "Case, spaces and dashes do not count"})


class RecallIn(RecallCsvIn):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_PAGE))
    cursor = Text(300, load_default=None)


class PatientToCallOut(IdentityOut):
    phone = fields.String(required=True, allow_none=True)


class LotUseOut(Closed):
    patient = fields.Nested(PatientToCallOut, required=True)
    note_id = Id(required=True)
    kind = fields.String(required=True)
    lot = fields.String(required=True)
    unit_code = fields.String(required=True)
    operator_name = fields.String(required=True, allow_none=True)
    happened_at = Instant(required=True)


class RecallOut(Closed):
    """``patients`` and ``visits`` count the whole recall, not the page."""

    items = fields.List(fields.Nested(LotUseOut), required=True)
    patients = fields.Integer(required=True)
    visits = fields.Integer(required=True)
    next = fields.String(required=True, allow_none=True)
