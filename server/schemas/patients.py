"""Patients as they are found and shown."""

from marshmallow import ValidationError, fields, validate, validates

from server.schemas.base import Closed, Id, Instant
from server.schemas.content import Text
from server.schemas.op_parts import MAX_COMMENT
from server.schemas.quarantine import MIN_REASON
from server.schemas.records import HeadOut, RecordOut

MAX_PAGE = 200


class PatientsIn(Closed):
    q = Text(100, load_default="", metadata={"description": "Words of name, record number or birth date"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MAX_PAGE))
    cursor = Text(1500, load_default=None)


class TwinsIn(Closed):
    other_id = Id(required=True)
    reason = Text(MAX_COMMENT, required=True)

    @validates("reason")
    def says_why(self, reason: str, **_kwargs: object) -> None:
        if len(reason.strip()) < MIN_REASON:
            raise ValidationError(f"At least {MIN_REASON} characters.")


class IdentityOut(Closed):
    id = Id(required=True)
    mrn = fields.String(required=True, allow_none=True)
    given = fields.String(required=True, allow_none=True)
    family = fields.String(required=True, allow_none=True)
    birth_date = fields.String(required=True, allow_none=True)


class EarlierOut(Closed):
    """Who a patient was said to be until then."""

    mrn = fields.String(required=True, allow_none=True)
    given = fields.String(required=True, allow_none=True)
    family = fields.String(required=True, allow_none=True)
    birth_date = fields.String(required=True, allow_none=True)
    until = fields.String(required=True)


class PatientLineOut(IdentityOut):
    earlier = fields.List(fields.Nested(EarlierOut), required=True)
    state = fields.String(required=True)
    rev = fields.Integer(required=True)
    updated_at = Instant(required=True)


class PatientsOut(Closed):
    items = fields.List(fields.Nested(PatientLineOut), required=True)
    next = fields.String(required=True, allow_none=True)


class PatientOut(RecordOut):
    notes = fields.List(fields.Nested(HeadOut), required=True)
