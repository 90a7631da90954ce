"""The clinic's own settings."""

from marshmallow import fields, validate

from server.schemas.base import Closed, Id
from server.schemas.ops import Whole

# No shorter than the last follow-up of a visit may take.
MONTHS = validate.Range(3, 600)


class ClinicOut(Closed):
    id = Id(required=True)
    name = fields.String(required=True)
    scope_months = fields.Integer(required=True)


class ClinicIn(Closed):
    scope_months = Whole(required=True, validate=MONTHS)
