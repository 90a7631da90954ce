"""Shapes of an import of patients and past visits."""

from marshmallow import fields, validate

from server.domain.imports.targets import MOST_COLUMNS, TARGETS
from server.domain.imports.values import ORDERS
from server.schemas.base import Closed, Id, Instant

LONGEST_FILE = 8_000_000  # characters of base64, of a file of about 6 MB
OUTCOMES = ["", "new", "known"]


class FileIn(Closed):
    """``data`` is the file in base64."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    data = fields.String(required=True, validate=validate.Length(1, LONGEST_FILE))


class PreviewIn(FileIn):
    """Without ``mapping`` it is guessed from the names of the columns. ``treated``: the visits of this file were
    treatments, where no column says so."""

    mapping = fields.List(
        fields.String(validate=validate.OneOf(list(TARGETS)), allow_none=True),
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, MOST_COLUMNS),
    )
    order = fields.String(load_default="ymd", validate=validate.OneOf(ORDERS))
    decimal = fields.String(load_default=".", validate=validate.OneOf([".", ","]))
    treated = fields.Boolean(load_default=False)


class ImportIn(PreviewIn):
    """``seen``: of the preview that was looked at."""

    mapping = fields.List(
        fields.String(validate=validate.OneOf(list(TARGETS)), allow_none=True),
        required=True,
        validate=validate.Length(1, MOST_COLUMNS),
    )
    seen = fields.String(required=True, validate=validate.Length(64, 64))


class RowOut(Closed):
    line = fields.Integer(required=True)
    name = fields.String(required=True)
    on = fields.String(required=True)
    patient = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    visit = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    errors = fields.List(fields.List(fields.String()), required=True, metadata={"description": "Column and sentence"})
    differs = fields.List(
        fields.List(fields.String()),
        required=True,
        metadata={"description": "Field, what is here, what the file says; the record stays"},
    )


class ColumnOut(Closed):
    name = fields.String(required=True)
    sample = fields.String(required=True)
    target = fields.String(required=True, allow_none=True)


class TargetOut(Closed):
    name = fields.String(required=True)
    section = fields.String(required=True)
    label = fields.String(required=True)


class PreviewOut(Closed):
    """Nothing was written. ``problem`` says why the columns make no sense yet; then there are no ``rows``."""

    columns = fields.List(fields.Nested(ColumnOut), required=True)
    targets = fields.List(fields.Nested(TargetOut), required=True)
    problem = fields.String(required=True, allow_none=True)
    rows = fields.List(fields.Nested(RowOut), required=True)
    seen = fields.String(required=True, allow_none=True)


class KeptOut(Closed):
    type = fields.String(required=True, validate=validate.OneOf(["patient", "note"]))
    id = Id(required=True)


class ImportOut(Closed):
    """``patients`` and ``visits`` were made, ``left_out`` rows had errors; ``kept`` stayed when it was taken back."""

    id = Id(required=True)
    name = fields.String(required=True)
    at = Instant(required=True)
    file = fields.String(required=True)
    patients = fields.Integer(required=True)
    visits = fields.Integer(required=True)
    left_out = fields.Integer(required=True)
    undone_at = Instant(required=True, allow_none=True)
    kept = fields.Integer(required=True, allow_none=True)
    kept_records = fields.List(fields.Nested(KeptOut), required=True)


class ImportListOut(Closed):
    items = fields.List(fields.Nested(ImportOut), required=True)
