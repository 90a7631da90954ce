"""The state of the server, for administrators."""

from marshmallow import fields

from server.schemas.base import Closed


class JobOut(Closed):
    """One nightly job. ``state``: waiting (it has not run yet), running, done, failed, or off."""

    name = fields.String(required=True)
    state = fields.String(required=True)
    started_at = fields.AwareDateTime(required=True, allow_none=True)
    seconds = fields.Float(required=True, allow_none=True)
    good_at = fields.AwareDateTime(required=True, allow_none=True)
    error = fields.String(required=True, allow_none=True)


class ServerOut(Closed):
    """``faults`` are sentences; ``whole`` is false when the last check found something in this clinic."""

    version = fields.String(required=True)
    database = fields.String(required=True)
    database_bytes = fields.Integer(required=True)
    disk_free_bytes = fields.Integer(required=True)
    faults = fields.List(fields.String(), required=True)
    backup_is_late = fields.Boolean(required=True)
    whole = fields.Boolean(required=True)
    undelivered = fields.Integer(
        required=True, metadata={"description": "Messages of this clinic that could not leave"}
    )
    jobs = fields.List(fields.Nested(JobOut), required=True)
