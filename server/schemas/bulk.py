"""Shapes of an export of many records."""

from marshmallow import fields, validate

from server.schemas.base import Closed, Id, Instant

FORMS = ["page", "record", "csv", "xlsx", "json", "fhir", "tables", "clinic"]
MOST_PATIENTS = 500
STATES = ["waiting", "ready", "taken", "cancelled", "refused", "expired"]


class ExportIn(Closed):
    """Without ``patients``, all of the clinic. The form ``tables`` holds the visits, sites and observations of all of
    them in one CSV each; the form ``clinic`` is one file with everything, for another server."""

    patients = fields.List(Id(), load_default=None, allow_none=True, validate=validate.Length(1, MOST_PATIENTS))
    forms = fields.List(
        fields.String(validate=validate.OneOf(FORMS)), required=True, validate=validate.Length(1, len(FORMS))
    )


class ExportOut(Closed):
    """``done`` of ``total`` patients are made; ``left_out`` could not be. ``mine``: this person asked for it."""

    id = Id(required=True)
    name = fields.String(required=True)
    asked_at = Instant(required=True)
    all = fields.Boolean(required=True)
    forms = fields.List(fields.String(validate=validate.OneOf(FORMS)), required=True)
    total = fields.Integer(required=True)
    done = fields.Integer(required=True)
    left_out = fields.Integer(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    mine = fields.Boolean(required=True)


class ExportListOut(Closed):
    items = fields.List(fields.Nested(ExportOut), required=True)
