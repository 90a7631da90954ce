"""The shape of the JSON summary as the API document shows it; ``server/exports/json.py`` writes it."""

from marshmallow import fields, validate

from server.domain.patient_page.words import LANGUAGES
from server.schemas.base import Closed, Id, Instant

BINARY = {"type": "string", "format": "binary"}
TEXT = {"type": "string"}
TABLES = ("visits", "sites", "observations", "dictionary")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
DECIMALS = {"point": ".", "comma": ","}
STATES = ["draft", "imported", "returned", "signed", "approved"]


class SummaryPdfIn(Closed):
    """``lang``: of the patient's page, by default the patient's own language. The record for colleagues ignores it."""

    audience = fields.String(load_default="patient", validate=validate.OneOf(["patient", "clinician"]))
    lang = fields.String(load_default=None, validate=validate.OneOf(LANGUAGES))
    name_pregnancy = fields.Boolean(
        load_default=False,
        metadata={"description": "Whether a pregnancy that was the reason to wait is named on paper"},
    )


class SummaryCsvIn(Closed):
    """Separator and decimal mark as the reader's spreadsheet expects them; without ``table``, one wide row a visit."""

    table = fields.String(load_default=None, validate=validate.OneOf(TABLES))
    separator = fields.String(load_default="comma", validate=validate.OneOf(SEPARATORS))
    decimal = fields.String(load_default="point", validate=validate.OneOf(DECIMALS))


class DerivedOut(Closed):
    value = fields.Raw(required=True)
    measure = fields.String(required=True)


class SignatureOut(Closed):
    version = fields.Integer(required=True)
    meaning = fields.String(required=True, validate=validate.OneOf(["author", "amendment", "countersign"]))
    name = fields.String(required=True)
    at = Instant(required=True)
    claimed_at = Instant()
    no_countersign = fields.String(metadata={"description": "Why nobody countersigns it: alone, or share"})
    content_hash = fields.String(required=True)


class ReviewOut(Closed):
    outcome = fields.String(required=True, validate=validate.OneOf(["approved", "returned"]))
    comment = fields.String(required=True)
    name = fields.String(required=True)
    at = Instant(required=True)
    version = fields.Integer(required=True)


class ChangeOut(Closed):
    field = fields.String(required=True)
    label = fields.String(required=True)
    old = fields.String(required=True)
    new = fields.String(required=True)


class AmendmentOut(Closed):
    version = fields.Integer(required=True)
    signed = fields.Boolean(required=True)
    by = fields.String(required=True)
    at = Instant(required=True)
    reason = fields.String(required=True)
    changes = fields.List(fields.Nested(ChangeOut), required=True)


class SummaryPatientOut(Closed):
    id = Id(required=True)
    content_hash = fields.String(required=True)
    fields_ = fields.Dict(required=True, data_key="fields")


class FollowUpOut(Closed):
    id = Id(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["signed", "acknowledged"]))
    version = fields.Integer(required=True)
    point = fields.String(required=True)
    at = Instant(required=True)
    reached = fields.Boolean(required=True)
    by = fields.String(required=True)
    content_hash = fields.String(required=True)
    fields_ = fields.Dict(required=True, data_key="fields")


class SummaryNoteOut(Closed):
    id = Id(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    in_signed_record = fields.Boolean(required=True)
    version = fields.Integer(required=True)
    author = fields.String(required=True)
    happened_at = Instant(required=True)
    content_hash = fields.String(required=True)
    given = fields.List(fields.String(), required=True, metadata={"description": "Sections that reached the patient"})
    fields_ = fields.Dict(required=True, data_key="fields")
    derived = fields.Dict(keys=fields.String(), values=fields.Nested(DerivedOut), required=True)
    follow_ups = fields.List(fields.Nested(FollowUpOut), required=True)
    signatures = fields.List(fields.Nested(SignatureOut), required=True)
    review = fields.Nested(ReviewOut, required=True, allow_none=True)
    amendments = fields.List(fields.Nested(AmendmentOut), required=True)


class VoidedNoteOut(Closed):
    id = Id(required=True)
    happened_at = Instant(required=True)
    voided_at = Instant(required=True)
    voided_by = fields.String(required=True)


class ColumnOut(Closed):
    label = fields.String(required=True)
    measure = fields.String(required=True)


class SummaryOut(Closed):
    format = fields.String(required=True)
    format_version = fields.Integer(required=True)
    clinic = fields.String(required=True)
    exported_at = Instant(required=True)
    exported_by = fields.String(required=True)
    demo = fields.Boolean(required=True)
    patient = fields.Nested(SummaryPatientOut, required=True)
    notes = fields.List(fields.Nested(SummaryNoteOut), required=True)
    voided_notes = fields.List(fields.Nested(VoidedNoteOut), required=True)
    columns = fields.Dict(keys=fields.String(), values=fields.Nested(ColumnOut), required=True)
