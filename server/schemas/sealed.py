"""Ops that were sealed to the clinic."""

from marshmallow import fields, validate

from server.schemas.base import Closed, Id
from server.schemas.sync import MAX_OPS, DrainResultOut


class SealedQuery(Closed):
    """Of a tablet or a person that is blocked: whose login there it was."""

    user_id = Id()
    device_id = Id()


class SealedOpIn(Closed):
    op_id = Id(required=True)
    sealed = fields.String(required=True, validate=validate.Length(1, 2 * 1024 * 1024))


class SealedIn(Closed):
    ops = fields.List(fields.Nested(SealedOpIn), required=True, validate=validate.Length(1, MAX_OPS))


class SealedOut(Closed):
    """No record comes with a result."""

    results = fields.List(fields.Nested(DrainResultOut), required=True)
