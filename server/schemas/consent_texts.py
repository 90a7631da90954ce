"""The clinic's consent texts as requests and answers."""

from marshmallow import fields, validate

from server.domain.consent_texts import LONGEST, PARTS
from server.domain.patient_page.words import LANGUAGES
from server.schemas.base import Closed, Id, Instant
from server.schemas.limits import MIN_WHY, LimitsApprovalOut
from server.schemas.op_parts import MAX_COMMENT
from server.schemas.ops import Whole, reason


class Paragraphs(fields.String):
    """Lines of text; each says something or is left out."""

    def __init__(self) -> None:
        said = validate.Regexp(r"^\s*\S", error="empty")
        super().__init__(required=True, validate=[validate.Length(1, LONGEST), said])

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        return "\n".join(line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip())


ConsentTextParts = Closed.from_dict({part: Paragraphs() for part in PARTS}, name="ConsentTextParts")


class ConsentTextIn(Closed):
    """``base``: the version of this language that was seen, 0 for what ships."""

    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    base = Whole(required=True, validate=validate.Range(min=0))
    text = fields.Nested(ConsentTextParts, required=True)
    reason = reason(MIN_WHY)


class ConsentTextApproveIn(Closed):
    language = fields.String(required=True, validate=validate.OneOf(LANGUAGES))
    base = Whole(required=True, validate=validate.Range(min=0))


class ConsentTextVersionOut(Closed):
    """``author_name`` is null where nobody changed what ships."""

    version = fields.Integer(required=True)
    name = fields.String(required=True)
    text = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    author_name = fields.String(required=True, allow_none=True)
    created_at = Instant(required=True)
    reason = fields.String(required=True, metadata={"maxLength": MAX_COMMENT})
    approved = fields.Nested(LimitsApprovalOut, required=True, allow_none=True)


class ConsentLanguageOut(Closed):
    """``in_use``: the name of the version that patients sign; null where there is none."""

    name = fields.String(required=True)
    dir = fields.String(required=True)
    version = fields.Integer(required=True)
    text = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    in_use = fields.String(required=True, allow_none=True)
    may_approve = fields.Boolean(required=True)
    history = fields.List(fields.Nested(ConsentTextVersionOut), required=True)


class ConsentTextsOut(Closed):
    id = Id(required=True, metadata={"description": "The clinic"})
    languages = fields.Dict(keys=fields.String(), values=fields.Nested(ConsentLanguageOut), required=True)
    may_change = fields.Boolean(required=True)


class ConsentFormOut(Closed):
    language = fields.String(required=True)
    text = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    author_name = fields.String(required=True, allow_none=True)
    approved_name = fields.String(required=True, allow_none=True)
    approved_at = Instant(required=True, allow_none=True)


class ConsentFormsOut(Closed):
    """``in_use``: language to the name of the version that is signed now; ``versions``: every one that ever was."""

    languages = fields.Dict(keys=fields.String(), values=fields.Dict(), required=True)
    in_use = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    versions = fields.Dict(keys=fields.String(), values=fields.Nested(ConsentFormOut), required=True)
