"""The clinic's own settings."""

from datetime import date
from zoneinfo import available_timezones

from marshmallow import ValidationError, fields, validate, validates_schema

from server.domain.limits import LIMITS
from server.domain.review_policy import ALL, CHOSEN, NONE, REQUIRED
from server.domain.settings import COUNTRIES, LINK_DAYS, SECOND_FACTOR
from server.schemas.base import Closed, Id
from server.schemas.ops import Whole
from server.schemas.patient_page import NUMBER

# No shorter than the last follow-up of a visit may take.
MONTHS = validate.Range(3, 600, error="From {min} to {max} months.")
MINUTES = validate.Range(1, 60, error="From {min} to {max} minutes.")
DAYS = validate.Range(1, 14, error="From {min} to {max} days.")

SHARE = validate.Range(0, 100, error="From {min} to {max} of a hundred.")
REVIEW_DAYS = validate.Range(1, 90, error="From {min} to {max} days.")
REVIEW = (ALL, CHOSEN)
COUNTERSIGN = (REQUIRED, NONE)
DEVICES = tuple(LIMITS["devices"])


def check_country(code: str) -> None:
    if code and code not in COUNTRIES:
        raise ValidationError("Two capital letters of ISO 3166, such as ES, or empty.")


def check_time_zone(name: str) -> None:
    if name and name not in available_timezones():
        raise ValidationError("A name of the time zone database, such as Europe/Madrid, or empty.")


def check_day(text: str) -> None:
    try:
        if date.fromisoformat(text).isoformat() != text:
            raise ValueError
    except ValueError as error:
        raise ValidationError("A day, such as 2026-11-29.") from error


class ReviewerIn(Closed):
    """Whose notes are reviewed by whom."""

    of = Id(required=True)
    by = fields.List(Id(), required=True, validate=validate.Length(1, 20))


class DeputyIn(Closed):
    """Who stands in for a reviewer on these days, both included."""

    of = Id(required=True)
    by = Id(required=True)
    first = fields.String(required=True, validate=check_day)
    last = fields.String(required=True, validate=check_day)

    @validates_schema
    def in_order(self, row: dict[str, str], **_kwargs: object) -> None:
        if row["last"] < row["first"]:
            raise ValidationError("Not before the first day.", "last")


class SettingsOut(Closed):
    """What tablets need of the settings of their clinic."""

    country = fields.String(required=True, metadata={"description": "ISO 3166-1 alpha-2; empty: not said"})
    time_zone = fields.String(required=True, metadata={"description": "IANA name; empty: not said"})
    lock_minutes = fields.Integer(required=True, metadata={"description": "A tablet nobody touches locks after these"})
    lease_days = fields.Integer(required=True, metadata={"description": "How long tablets show records by themselves"})
    second_factor = fields.String(required=True, validate=validate.OneOf(SECOND_FACTOR))
    review = fields.String(
        required=True,
        validate=validate.OneOf(REVIEW),
        metadata={"description": "Which notes are reviewed: all, or those of trainees, with findings, and a share"},
    )
    review_share = fields.Integer(required=True, metadata={"description": "Of the others, so many of a hundred"})
    trainees = fields.List(Id(), required=True)
    reviewers = fields.List(
        fields.Nested(ReviewerIn), required=True, metadata={"description": "Whose notes wait for whom"}
    )
    deputies = fields.List(
        fields.Nested(DeputyIn), required=True, metadata={"description": "Who stands in for whom, and when"}
    )
    review_days = fields.Integer(required=True, metadata={"description": "A review that takes longer is late"})
    countersign = fields.String(
        required=True,
        validate=validate.OneOf(COUNTERSIGN),
        metadata={"description": "none: a practice with one clinician has declared that nobody countersigns"},
    )
    link_days = fields.Integer(
        required=True,
        metadata={"description": "How long a link for a patient may last; 0: there are none"},
    )
    trained = fields.Dict(
        keys=fields.String(),
        values=fields.List(Id()),
        required=True,
        metadata={"description": "Who is trained on a device, by its product; one that is not named has no register"},
    )


class ClinicOut(SettingsOut):
    id = Id(required=True)
    name = fields.String(required=True)
    scope_months = fields.Integer(required=True)
    phone = fields.String(required=True)
    emergency = fields.String(required=True)
    clinicians = fields.Integer(required=True, metadata={"description": "How many people treat or supervise"})
    countries = fields.List(fields.String(), required=True, metadata={"description": "Those that can be chosen"})


class ClinicIn(Closed):
    """What is not named stays as it is."""

    scope_months = Whole(validate=MONTHS)
    phone = fields.String(validate=NUMBER)
    emergency = fields.String(validate=NUMBER)
    country = fields.String(validate=check_country)
    time_zone = fields.String(validate=check_time_zone)
    lock_minutes = Whole(validate=MINUTES)
    lease_days = Whole(validate=DAYS)
    second_factor = fields.String(validate=validate.OneOf(SECOND_FACTOR))
    review = fields.String(validate=validate.OneOf(REVIEW))
    review_share = Whole(validate=SHARE)
    trainees = fields.List(Id(), validate=validate.Length(max=200))
    reviewers = fields.List(fields.Nested(ReviewerIn), validate=validate.Length(max=200))
    deputies = fields.List(fields.Nested(DeputyIn), validate=validate.Length(max=200))
    review_days = Whole(validate=REVIEW_DAYS)
    countersign = fields.String(validate=validate.OneOf(COUNTERSIGN))
    link_days = Whole(validate=validate.OneOf((0, *LINK_DAYS)))
    trained = fields.Dict(
        keys=fields.String(validate=validate.OneOf(DEVICES)),
        values=fields.List(Id(), validate=validate.Length(min=1, max=200)),
    )

    @validates_schema
    def says_something(self, body: dict[str, object], **_kwargs: object) -> None:
        if not body:
            raise ValidationError("Name at least one setting.")
