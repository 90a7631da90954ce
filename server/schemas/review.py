"""What the review has covered."""

from marshmallow import ValidationError, fields, validate, validates_schema

from server.schemas.audit import DAYS, FARTHEST_EAST
from server.schemas.base import Closed, Id


class CoverageIn(Closed):
    first = fields.Date(load_default=None, validate=DAYS)
    last = fields.Date(load_default=None, validate=DAYS)
    offset_min = fields.Integer(load_default=0, validate=validate.Range(-FARTHEST_EAST, FARTHEST_EAST))

    @validates_schema
    def in_order(self, query: dict[str, object], **_kwargs: object) -> None:
        if query["first"] and query["last"] and str(query["last"]) < str(query["first"]):
            raise ValidationError("Not before the first day.", "last")


class CoverageGroupOut(Closed):
    why = fields.String(required=True)
    signed = fields.Integer(required=True)
    asked = fields.Integer(required=True)
    reviewed = fields.Integer(required=True)
    late = fields.Integer(required=True, metadata={"description": "Wait longer than the clinic allows"})


class ByWhomOut(Closed):
    """Of the reviewed notes that named their reviewers."""

    named = fields.Integer(required=True)
    deputy = fields.Integer(required=True)
    other = fields.Integer(required=True)


class CoverageOut(Closed):
    by_whom = fields.Nested(ByWhomOut, required=True)
    seed = fields.String(required=True, metadata={"description": "By which notes were drawn; empty: never"})
    groups = fields.List(fields.Nested(CoverageGroupOut), required=True)
    differs = fields.List(
        Id(),
        required=True,
        metadata={"description": "Drawn otherwise than the seed says, or naming others than the audit trail says"},
    )
