"""The patient's page as a clinic sets it up."""

from marshmallow import fields, validate

from server.domain.patient_page.words import LANGUAGES
from server.schemas.base import Closed, Id, Instant

# A telephone number; empty removes it.
NUMBER = validate.Regexp(r"^(?=.{0,30}$)(?:[0-9+][0-9 ()./+-]*)?$(?!\n)", error="not a telephone number")


class PageApprovalOut(Closed):
    version = fields.String(required=True)
    name = fields.String(required=True)
    at = Instant(required=True)


class PatientPageOut(Closed):
    """``languages``: the whole text by language, as data. ``approved``: of this version alone."""

    id = Id(required=True, metadata={"description": "The clinic"})
    version = fields.String(required=True)
    phone = fields.String(required=True)
    emergency = fields.String(required=True)
    approved = fields.Dict(keys=fields.String(), values=fields.Nested(PageApprovalOut), required=True)
    languages = fields.Dict(keys=fields.String(), values=fields.Dict(), required=True)
    care = fields.Dict(required=True)
    may_approve = fields.Boolean(required=True)
    may_change = fields.Boolean(required=True)


class PatientPageIn(Closed):
    phone = fields.String(required=True, validate=NUMBER)
    emergency = fields.String(required=True, validate=NUMBER)


class PageApproveIn(Closed):
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    version = fields.String(required=True, validate=validate.Length(1, 20))
