"""Shapes of the links for a patient."""

from marshmallow import fields, validate

from server.domain.settings import LINK_DAYS
from server.schemas.base import Closed, Id, Instant

STATES = ["open", "ended", "locked", "expired", "gone"]


class PatientLinkIn(Closed):
    """``agreed``: the patient said that they want the page by link. Without it none is made."""

    days = fields.Integer(required=True, strict=True, validate=validate.OneOf(LINK_DAYS))
    agreed = fields.Boolean(
        required=True,
        truthy={True},
        falsy={False},
        validate=validate.Equal(True, error="Only with the consent of the patient."),
    )


class PatientLinkOut(Closed):
    """``state`` gone: the visit it is about is void, moved, or no longer the patient's last signed one, or there is no
    page to show for another reason. ``opened``: how often the right birth date was given, ``failures`` a wrong one."""

    id = Id(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    name = fields.String(required=True, metadata={"description": "Who made it"})
    agreed_at = Instant(required=True, metadata={"description": "When the patient agreed, and it was made"})
    expires_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    opened = fields.Integer(required=True)
    opened_at = Instant(required=True, allow_none=True, metadata={"description": "The last time"})
    failures = fields.Integer(required=True)


class NewPatientLinkOut(PatientLinkOut):
    """``url`` and ``picture``, its QR code as an SVG data URI, are known only now."""

    url = fields.String(required=True)
    picture = fields.String(required=True)
    language = fields.String(required=True, metadata={"description": "Of the page"})
    words = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata={"description": "For a slip of paper"}
    )


class PatientLinkListOut(Closed):
    items = fields.List(fields.Nested(PatientLinkOut), required=True)
