"""The forms as data; the catalogue says what is in them."""

from marshmallow import fields

from server.schemas.accounts import ClinicOut
from server.schemas.base import Closed
from server.schemas.clinic import SettingsOut
from server.schemas.consent_texts import ConsentFormsOut
from server.schemas.limits import LimitsApprovalOut


class RecordTypeOut(Closed):
    label = fields.String(required=True)
    sections = fields.List(fields.Dict(), required=True)


class CopiedOut(Closed):
    last_visit = fields.List(fields.String(), required=True)
    protocol = fields.List(fields.String(), required=True)
    columns = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata={"description": "Of rows, the columns that are copied, by path"},
    )
    not_repeated = fields.List(
        fields.String(), required=True, metadata={"description": "Sections of which only the first unit is copied"}
    )


class FormatsOut(Closed):
    measures = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    none = fields.String(required=True)
    depth_steps_mm = fields.List(fields.Float(), required=True)


class TransitionOut(Closed):
    """``to`` is null where the state stays."""

    op = fields.String(required=True)
    from_ = fields.List(fields.String(), data_key="from", required=True)
    to = fields.String(required=True, allow_none=True)
    requires = fields.List(fields.String(), required=True)


class PageFormsOut(Closed):
    """``languages``: the text of those that are approved."""

    version = fields.String(required=True)
    phone = fields.String(required=True)
    emergency = fields.String(required=True)
    care = fields.Dict(required=True)
    languages = fields.Dict(keys=fields.String(), values=fields.Dict(), required=True)


class FormsOut(Closed):
    """``permissions``: action -> rows -> names of predicates; an action is granted where all of one row hold.
    ``workflow``: record type -> transitions."""

    proto = fields.Integer(required=True)
    schema = fields.Integer(required=True)
    version = fields.String(required=True)
    record_types = fields.Dict(keys=fields.String(), values=fields.Nested(RecordTypeOut), required=True)
    formats = fields.Nested(FormatsOut, required=True)
    copied = fields.Nested(CopiedOut, required=True)
    rules = fields.Dict(required=True)
    limits = fields.Dict(required=True)
    limits_approved = fields.Nested(LimitsApprovalOut, required=True, allow_none=True)
    permissions = fields.Dict(
        keys=fields.String(), values=fields.List(fields.List(fields.String()), required=True), required=True
    )
    workflow = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(TransitionOut), required=True), required=True
    )
    patient_page = fields.Nested(PageFormsOut, required=True)
    consent_texts = fields.Nested(ConsentFormsOut, required=True)
    settings = fields.Nested(SettingsOut, required=True)
    links = fields.List(
        fields.Integer(),
        required=True,
        metadata={"description": "For how many days a patient may have a link; empty where there are none"},
    )
    clinic = fields.Nested(ClinicOut, required=True)
