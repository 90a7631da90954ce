"""The reports of a clinic."""

from marshmallow import fields

from server.schemas.audit import DAYS
from server.schemas.base import Closed


class ReportIn(Closed):
    first = fields.Date(
        load_default=None, validate=DAYS, metadata={"description": "Of what was signed on this day (UTC) or later"}
    )


class ReportOut(Closed):
    name = fields.String(required=True)
    columns = fields.List(fields.String(), required=True)
    rows = fields.List(fields.List(fields.Raw()), required=True, metadata={"description": "A value for each column"})
