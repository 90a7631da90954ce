"""Records as they are answered."""

from marshmallow import fields, validate

from server.domain.review_policy import WHY
from server.domain.trace import KINDS, ROUNDS
from server.schemas.base import Closed, Id, Instant

TYPES = ("patient", "note", "follow_up", "lot", "protocol", "conflict")
STATES = (
    "draft",
    "imported",
    "signed",
    "approved",
    "returned",
    "acknowledged",
    "active",
    "archived",
    "merged",
    "open",
    "resolved",
    "void",
)
MEANINGS = ("author", "amendment", "countersign")


class ChosenOut(Closed):
    """Whether this version waits for a review, and why, where not all notes do."""

    why = fields.String(required=True, validate=validate.OneOf(WHY))
    named = fields.List(Id(), metadata={"description": "Whom it waits for, until it is late; absent: every supervisor"})
    share = fields.Integer(metadata={"description": "Of a hundred notes without another reason, so many were drawn"})
    asked = fields.Boolean(required=True)


class SignatureOut(Closed):
    version = fields.Integer(required=True)
    meaning = fields.String(required=True, validate=validate.OneOf(MEANINGS))
    user_id = Id(required=True)
    name = fields.String(required=True)
    at = Instant(required=True)
    client_at = Instant(
        metadata={"description": "By the clock of the tablet; missing in signatures of earlier versions"}
    )
    claimed_at = Instant(metadata={"description": "Sent again after a restore: first received then, says its tablet"})
    content_hash = fields.String(required=True)
    device_id = Id(required=True)
    acknowledged = fields.List(
        fields.Raw(metadata={"description": "{rule, at, fp} of a warning; the bare rule in signatures of 0.1.0"}),
        required=True,
    )
    key = fields.String(metadata={"description": "The key it was signed with; none for a signature without a key"})
    review = fields.Nested(ChosenOut)
    rules_version = fields.Raw()
    limits_version = fields.Raw()


class ShownOut(Closed):
    """What of the content was on the reviewer's screen. ``bulk`` is the same for notes approved together."""

    bulk = Id()
    parts = fields.List(fields.String(), required=True)
    first_at = Instant(required=True)
    last_at = Instant(required=True)


class ReviewOut(Closed):
    shown = fields.Nested(ShownOut)
    stands_for = Id(metadata={"description": "The named reviewer for whom the reviewer stood in"})
    outcome = fields.String(required=True, validate=validate.OneOf(["approved", "returned"]))
    comment = fields.String(required=True)
    unit = fields.String(required=True, allow_none=True)
    by = Id(required=True)
    name = fields.String(required=True)
    at = Instant(required=True)
    version = fields.Integer(required=True)
    content_hash = fields.String(required=True)


class PinOut(Closed):
    unit = fields.String(required=True)
    field = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    comment = fields.String(required=True)


class TraceOut(Closed):
    """An act that left the content as it was. ``content_hash``: of the content that a proposal to void is about.

    A return has ``pins``, the places to be corrected; the signature that answers it has ``before``, what the units
    that changed since held then. ``version`` and ``rev`` are those of that act."""

    kind = fields.String(required=True, validate=validate.OneOf([*KINDS, *ROUNDS]))
    version = fields.Integer()
    rev = fields.Integer()
    pins = fields.List(fields.Nested(PinOut))
    before = fields.Dict(keys=fields.String(), values=fields.Dict(allow_none=True))
    by = Id(required=True)
    name = fields.String(required=True)
    at = Instant(required=True)
    reason = fields.String(required=True, allow_none=True)
    content_hash = fields.String()
    from_ = Id(data_key="from")
    from_name = fields.String()
    to = Id()
    to_name = fields.String()
    note_id = Id()
    author_name = fields.String(metadata={"description": "The author whose note somebody else completes"})
    identity = fields.Dict(metadata={"description": "Of the record that was merged into this one"})


class HeadOut(Closed):
    """What a record is, without what it holds."""

    type = fields.String(required=True, validate=validate.OneOf(TYPES))
    id = Id(required=True)
    patient_id = Id(required=True, allow_none=True)
    author_id = Id(required=True)
    author_name = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    version = fields.Integer(required=True)
    rev = fields.Integer(required=True)
    seq = fields.Integer(required=True)
    content_hash = fields.String(required=True)
    happened_at = Instant(required=True)
    created_at = Instant(required=True)
    updated_at = Instant(required=True)


class FindingOut(Closed):
    """One finding of the rules. Those kept before 0.2.0 have no ``fp``, ``since`` and ``was``. ``decided`` says when
    and by whom it was answered at an earlier session of the course; ``decision`` is what such an answer goes by;
    ``thing`` tells apart what one rule finds at one place."""

    rule = fields.String(required=True)
    severity = fields.String(required=True)
    message = fields.String(required=True)
    fields_ = fields.List(fields.String(), data_key="fields", required=True)
    numbers = fields.Dict(required=True)
    source = fields.String(required=True)
    at = fields.String(required=True, allow_none=True)
    alert = fields.Boolean()
    fp = fields.String()
    since = fields.String(allow_none=True)
    was = fields.String(allow_none=True)
    decision = fields.String()
    decided = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    said = fields.List(fields.String(), metadata={"description": "Paths whose values stand in the message"})
    thing = fields.String()


class StatedOut(Closed):
    """Of a record that came from another installation: which of its signatures (by place), and of its revisions, are
    as stated by the source, because no key proves them."""

    signatures = fields.List(fields.Integer(), required=True)
    revisions = fields.List(fields.Integer(), required=True)


class RecordOut(HeadOut):
    """A record. ``fields`` maps merge units to their fields (GET /forms); a void record comes without. ``writers`` of a
    note or a follow-up are the people who wrote any of them."""

    schema = fields.Integer(required=True)
    signatures = fields.List(fields.Nested(SignatureOut), required=True)
    review = fields.Nested(ReviewOut, required=True, allow_none=True)
    fields_ = fields.Dict(data_key="fields", keys=fields.String(), values=fields.Dict())
    findings = fields.List(fields.Nested(FindingOut))
    writers = fields.List(Id())
    trace = fields.List(fields.Nested(TraceOut))
    signed_patient_id = Id(
        metadata={"description": "Of a moved record: the patient it was written for, whom its hash covers"}
    )
    stated = fields.Nested(StatedOut)
    damaged = fields.Boolean(
        metadata={"description": "A signed note that was changed in the database: nothing may rely on it"}
    )
