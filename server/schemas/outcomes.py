"""What the treatments of a clinic came to."""

from marshmallow import ValidationError, fields, validate, validates_schema

from server.domain.outcomes import RESULTS, SESSIONS
from server.schemas.audit import DAYS
from server.schemas.base import Closed


class OutcomesIn(Closed):
    first = fields.Date(load_default=None, validate=DAYS)
    last = fields.Date(load_default=None, validate=DAYS)

    @validates_schema
    def in_order(self, query: dict[str, object], **_kwargs: object) -> None:
        if query["first"] and query["last"] and str(query["last"]) < str(query["first"]):
            raise ValidationError("Not before the first day.", "last")


class MeasureOut(Closed):
    """The median and the middle half; null where fewer patients have it than are told of."""

    name = fields.String(required=True, validate=validate.OneOf([*RESULTS, *SESSIONS]))
    patients = fields.Integer(required=True)
    low = fields.Float(required=True, allow_none=True)
    median = fields.Float(required=True, allow_none=True)
    high = fields.Float(required=True, allow_none=True)


class SessionsOut(Closed):
    sessions = fields.Integer(required=True)
    measures = fields.List(fields.Nested(MeasureOut), required=True)


class OutcomesOut(Closed):
    fewest = fields.Integer(required=True)
    visits = fields.Integer(required=True)
    patients = fields.Integer(required=True)
    results = fields.List(fields.Nested(SessionsOut), required=True, metadata={"description": "After so many sessions"})
    sessions = fields.List(fields.Nested(SessionsOut), required=True, metadata={"description": "At this session"})
