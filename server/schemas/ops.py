"""An op as a request: one closed schema for each kind, built once, and the content it carries."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate, validates_schema

from server.schemas.base import Closed, Id
from server.schemas.content import Errors, Figure, Text, content_errors
from server.schemas.op_parts import (
    MAX_BEGUN,
    MAX_COMMENT,
    MAX_UNITS,
    MOST_PINS,
    ChangeIn,
    ClientTime,
    IdentityIn,
    OpSignatureIn,
    PinIn,
    ShownIn,
    acknowledged,
    content_hash,
)  # fmt: skip

PROTO = 1
MIN_REASON = 10
KEPT = ("patient", "note", "follow_up", "lot", "protocol")
SIGNED = ("note", "follow_up")


class Whole(Figure):
    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if type(value) is not int:
            raise self.make_error("invalid")
        return value


class Units(fields.Dict):
    """An object of objects, or of whatever a unit holds; what is in it is checked against the catalogue."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(keys=fields.String(), validate=validate.Length(max=MAX_UNITS), **kwargs)


def types(*names: str) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(names))


def reason(shortest: int = 1) -> Text:
    field = Text(MAX_COMMENT, required=True)
    field.validators.append(lambda text: too_short(text, shortest))
    return field


def too_short(text: str, shortest: int) -> None:
    if len(text.strip()) < shortest:
        raise ValidationError(f"At least {shortest} characters.")


class Op(Closed):
    """What every op has. ``n`` is its place in the tablet's outbox."""

    op_id = Id(required=True)
    n = Whole(required=True)
    user_id = Id(required=True)
    kind = fields.String(required=True)
    type = types(*KEPT, "conflict")
    id = Id(required=True)
    client_time = ClientTime(required=True)
    clock_offset_ms = Whole(load_default=0, allow_none=True)
    app = Text(100, allow_none=True)
    schema = Whole(allow_none=True)
    proto = Whole(validate=validate.Equal(PROTO))
    signature = fields.Nested(OpSignatureIn)


class CreateOp(Op):
    type = types(*KEPT)
    patient_id = Id(allow_none=True)
    fields_ = Units(data_key="fields")
    unit = fields.String()
    patch = fields.Dict()


class PatchOp(Op):
    type = types(*KEPT)
    unit = fields.String(required=True)
    base_rev = Whole(required=True, validate=validate.Range(min=0))
    base = fields.Dict(required=True)
    patch = fields.Dict(required=True)


class Shown(Op):
    """What is signed, reviewed or amended: the content that was shown, and whose note it was then."""

    content_hash = content_hash()
    patient_id = Id()


class SignOp(Shown):
    type = types(*SIGNED)
    acknowledged = acknowledged()


class ApproveOp(Shown):
    """``bulk`` is the same for all notes that were approved with one tap: each then says what of it was ``shown``."""

    type = types("note")
    comment = Text(MAX_COMMENT, load_default="", allow_none=True)
    bulk = Id(load_default=None, allow_none=True)
    shown = fields.Nested(ShownIn, load_default=None, allow_none=True)


class ReturnOp(Shown):
    """With pins it needs no comment; without, as in ops of earlier versions, the comment says what is meant."""

    type = types("note")
    comment = Text(MAX_COMMENT, load_default="", allow_none=True)
    unit = Text(100, load_default=None, allow_none=True)
    pins = fields.List(fields.Nested(PinIn), load_default=list, validate=validate.Length(max=MOST_PINS))

    @validates_schema
    def says_what(self, op: dict[str, Any], **_kwargs: Any) -> None:
        if not op["pins"] and not (op["comment"] or "").strip():
            raise ValidationError("At least 1 characters.", "comment")


class AmendOp(Shown):
    type = types(*SIGNED)
    reason = reason(MIN_REASON)
    changes = fields.Dict(
        keys=fields.String(), values=fields.Nested(ChangeIn), required=True, validate=validate.Length(1, MAX_UNITS)
    )
    acknowledged = acknowledged()


class AcknowledgeOp(Shown):
    type = types("follow_up")


class Reasoned(Op):
    content_hash = content_hash()
    reason = reason()


class VoidOp(Reasoned):
    type = types(*KEPT)


class ProposeVoidOp(Reasoned):
    """Approved work is declared void by two people: the first proposes it, with a reason."""

    type = types(*SIGNED)


class KeepOp(Op):
    """Decline, or withdraw, the proposal to declare the record void."""

    type = types(*SIGNED)
    content_hash = content_hash()


class UnvoidOp(Reasoned):
    type = types("patient", *SIGNED)


class TakeOverOp(Reasoned):
    """A supervisor takes over the note of an author who has left, to complete it."""

    type = types("note")


class MoveOp(Reasoned):
    """Move the note to the patient ``patient_id``."""

    type = types("note")
    patient_id = Id(required=True)


class MergeOp(Reasoned):
    """Merge the patient into the record ``into`` of the same person, which stays."""

    type = types("patient")
    into = Id(required=True)


class ArchiveOp(Op):
    type = types("patient")
    content_hash = content_hash()
    reason = Text(MAX_COMMENT, load_default="", allow_none=True)


class ConfirmIdentityOp(Reasoned):
    """The patient is the same person as before; ``seen`` is who the record says they are."""

    type = types("patient")
    seen = fields.Nested(IdentityIn, required=True)


class ResolveOp(Op):
    type = types("conflict")
    base = fields.Dict(required=True)
    mine = fields.Dict(required=True)
    patch = fields.Dict(required=True)


class UnfinishedOp(Op):
    """Begun on a tablet that was blocked: kept for a supervisor, never entered. ``text``, as JSON, stood at ``key``."""

    key = Text(300, required=True)
    text = Text(MAX_BEGUN, required=True)


KINDS = {
    "create": CreateOp(),
    "patch": PatchOp(),
    "sign": SignOp(),
    "approve": ApproveOp(),
    "return": ReturnOp(),
    "amend": AmendOp(),
    "void": VoidOp(),
    "acknowledge": AcknowledgeOp(),
    "propose_void": ProposeVoidOp(),
    "keep": KeepOp(),
    "unvoid": UnvoidOp(),
    "take_over": TakeOverOp(),
    "move": MoveOp(),
    "merge": MergeOp(),
    "archive": ArchiveOp(),
    "unarchive": ArchiveOp(),
    "confirm_identity": ConfirmIdentityOp(),
    "resolve": ResolveOp(),
    "unfinished": UnfinishedOp(),
}


def load_op(raw: Any) -> dict[str, Any]:
    """The op with its times read and its ids in lower case. Raises ValidationError."""
    if not isinstance(raw, dict):
        raise ValidationError("An op is an object.", "op")
    kind = raw.get("kind")
    schema = KINDS.get(kind) if isinstance(kind, str) else None
    if schema is None:
        raise ValidationError(f"One of {', '.join(KINDS)}.", "kind")
    op: dict[str, Any] = schema.load(raw)
    if kind == "create":
        settle_create(op)
    op["comment"] = op.get("comment") or ""
    errors = carried_errors(op)
    if errors:
        raise ValidationError(errors)
    return op


def settle_create(op: dict[str, Any]) -> None:
    """A create brings its units as ``fields``, or one as ``unit`` and ``patch``, or none yet."""
    units = op.pop("fields_", {})
    if "unit" in op or "patch" in op:
        units = {**units, op.pop("unit", ""): op.pop("patch", {})}
    op["fields"] = units
    if op["type"] in SIGNED and not op.get("patient_id"):
        raise ValidationError("This belongs to a patient.", "patient_id")


def carried_errors(op: dict[str, Any]) -> Errors:
    """What is wrong with the content an op carries, by unit."""
    match op["kind"]:
        case "create":
            return content_errors(op["type"], op["fields"])
        case "patch":
            sides = [{op["unit"]: op[side]} for side in ("base", "patch")]
            return next((found for side in sides if (found := content_errors(op["type"], side))), {})
        case "amend":
            sides = [{unit: change[side] for unit, change in op["changes"].items()} for side in ("base", "patch")]
            return next((found for side in sides if (found := content_errors(op["type"], side))), {})
    return {}


def usable_id(raw: Any, name: str = "op_id") -> str | None:
    """The op's id when it can name a receipt, whatever else is wrong with the op."""
    value = raw.get(name) if isinstance(raw, dict) else None
    try:
        return str(UUID(value)) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None
