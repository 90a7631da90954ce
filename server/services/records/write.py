"""The one place where a record changes: record, revision, feed number, projection and audit row, together."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import select

from server.added import add_row, stored_text
from server.db import db
from server.domain.canonical import digest, record_hash
from server.domain.errors import Full
from server.domain.pictures import MOST, SECTION, are_too_many
from server.domain.shelf import APPROVAL, APPROVE_BOX, WITHDRAW_BOX
from server.domain.times import day, instant
from server.domain.trace import MOVES, changes_identity, entry_of, identity_of, new_entry
from server.domain.writers import with_writers
from server.models import Record, Revision
from server.services.audit import record_audit
from server.services.feed import next_seq
from server.services.records import flush  # noqa: F401 - listens to each flush
from server.services.records.batch import Batch
from server.services.records.events import tell_others
from server.services.records.ops import Content, Op, is_possible
from server.services.records.projections import rebuild_index
from server.services.scope import bring_into_scope
from server.services.verify.record import SIGNING

NOON = time(12, tzinfo=UTC)
ANEW = ("unvoid", *MOVES)  # these change the columns for queries without a change of content
CLOCK_TOLERANCE_MS = 300_000


def add_record(
    batch: Batch,
    record_id: str,
    record_type: str,
    state: str,
    content: Content,
    *,
    patient_id: str | None,
    signed_patient_id: str | None = None,
) -> Record:
    """A new record with its first revision. ``signed_patient_id``: whom it was written for, if that is another."""
    record = Record(
        id=record_id, clinic_id=batch.actor.clinic_id, type=record_type, patient_id=patient_id,
        signed_patient_id=signed_patient_id,
        author_id=batch.actor.id, state=state, version=0, rev=0, seq=0, content={}, content_hash="", signatures=[],
        review=None, findings=None, writers=[], created_at=batch.now,
        happened_at=(batch.written_at() or batch.now) if record_type in ("note", "follow_up") else batch.now,
    )  # fmt: skip
    db.session.add(record)
    batch.records[record_id] = record
    batch.touched.append(record_id)
    change_record(batch, record, "create", content=content)
    return record


def change_record(
    batch: Batch,
    record: Record,
    kind: str,
    *,
    content: Content | None = None,
    state: str | None = None,
    reason: str | None = None,
    also_by: Sequence[str] = (),
) -> None:
    """Write one change of one record; the op that asked for it names the revision, ``also_by`` whose text it uses."""
    op = batch.op
    before = record.content
    after = before if content is None else content
    if kind == "patch" and keep_identity(batch, record, after):
        kind = "identity"
    touched = [unit for unit in {**before, **after} if before.get(unit) != after.get(unit)]
    require_room(record.type, touched, before, after)
    if kind == "patch" and touched == [APPROVAL]:
        kind = APPROVE_BOX if APPROVAL in after else WITHDRAW_BOX
    record.content, record.state = after, state or record.state
    record.rev, record.seq, record.updated_at = record.rev + 1, next_seq(batch.feed), batch.now
    if touched or not record.content_hash:
        record.content_hash = record_hash(record, after)
    people = [batch.actor.id, *batch.also_by, *also_by, *earlier_operators(record, before)]
    record.writers = with_writers(record.writers, touched, people)
    record.happened_at = happened_at(record)
    rebuild_index(record, touched, anew=kind in ANEW)
    add_row(
        db.session, Revision, clinic_id=record.clinic_id, record_id=record.id, rev=record.rev, op_id=op.op_id,
        kind=kind, state=record.state, version=record.version, author_id=batch.actor.id, device_id=batch.device_id,
        client_time=batch.written_at(), server_time=batch.now, reason=reason, content_hash=record.content_hash,
        signature=batch.signature,
        before={unit: before[unit] for unit in touched if unit in before},
        after={unit: after[unit] for unit in touched if unit in after} if before else stored_text(record, "content"),
    )  # fmt: skip
    announced = bring_into_scope(batch.feed, batch.scopes, record, batch.arrived)
    detail = {"rev": record.rev, "op": op.op_id, "hash": record.content_hash, **signed_parts(record, kind)}
    detail |= whose(record) | wrong_clock(op) | impossible_time(batch)
    if batch.now != batch.arrived:
        detail["first_received"] = batch.now.isoformat()
    if announced:
        detail["announced"] = announced
    record_audit(batch.actor, f"{record.type}.{kind}", record.type, record.id, **detail)
    tell_others(batch, record, kind, before, touched)


def require_room(record_type: str, touched: Sequence[str], before: Content, after: Content) -> None:
    """A tablet takes no photo too many; two without a network may. What is refused is kept aside with its file."""
    has_new = record_type == "note" and any(unit.startswith(SECTION) for unit in touched)
    if has_new and are_too_many(before, after):
        raise Full(f"A note takes at most {MOST} photos.", most=MOST)


def keep_identity(batch: Batch, record: Record, after: Content) -> bool:
    """What a patient was known by when something about them was signed goes into the trace before it is replaced."""
    if record.type != "patient" or not changes_identity(record.trace, record.content, after) or not has_signed(record):
        return False
    before = {"identity": identity_of(record.content)}
    entry = new_entry("identity", batch.actor.id, batch.actor.name, batch.now, None, before=before)
    record.trace = [*(record.trace or []), entry]
    return True


def has_signed(patient: Record) -> bool:
    """Whether a note or a follow-up of theirs was ever signed."""
    theirs = (Record.clinic_id == patient.clinic_id) & (Record.patient_id == patient.id)
    return db.session.scalar(select(Record.id).where(theirs, Record.version > 0).limit(1)) is not None


def earlier_operators(record: Record, before: Content) -> list[str]:
    """Whom a signed note said to have treated, when it says so no longer: they are no second person for it."""
    named, now = (content.get("visit", {}).get("operator") for content in (before, record.content))
    return [str(named)] if record.version and named and named != now else []


def signed_parts(record: Record, kind: str) -> dict[str, Any]:
    """What `flask verify` compares a signature or an entry of the trace with, and the findings of a signature; and what
    was shown of a note that was approved."""
    found: dict[str, Any] = {"signature": digest(record.signatures[-1])} if kind in SIGNING else {}
    if kind == "approve" and record.review and (shown := record.review.get("shown")):
        found["shown"] = shown
    if entry := entry_of(record.trace, kind, record.rev):
        found["trace"] = digest(entry)
    return found | ({"findings": digest(record.findings)} if kind in ("sign", "amend") else {})


def whose(record: Record) -> dict[str, Any]:
    """Whom a record that was moved is about now: beside the content that was signed, so the audit trail says it."""
    return {"patient": record.patient_id} if record.signed_patient_id else {}


def wrong_clock(op: Op) -> dict[str, int]:
    """By how much the tablet's clock was wrong when the op was written, where that could change what its times mean."""
    ahead = int(op.body.get("clock_offset_ms") or 0)
    return {"clock_offset_ms": ahead} if abs(ahead) > CLOCK_TOLERANCE_MS else {}


def impossible_time(batch: Batch) -> dict[str, str]:
    """What the tablet's clock said, where that cannot have been the time."""
    stated = batch.op.client_time
    return {} if is_possible(stated, batch.arrived) else {"stated_time": stated.isoformat()}


def happened_at(record: Record) -> datetime:
    """When the visit was: noon UTC of the session date, so that no time zone moves it to another day. A follow-up says
    when it was made."""
    if record.type == "follow_up":
        return in_utc(instant(record.content.get("about", {}).get("at"))) or record.happened_at
    on = day(record.content.get("visit", {}).get("session_date")) if record.type == "note" else None
    return datetime.combine(on, NOON) if on else record.happened_at


def in_utc(at: datetime | None) -> datetime | None:
    """None at the very edge of the calendar, which a draft may hold."""
    try:
        return at.astimezone(UTC) if at else None
    except OverflowError:
        return None
