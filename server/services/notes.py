"""Reading notes. Every read leaves its line in the audit trail, in the transaction of the read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, literal, select, tuple_

from server.db import UtcTime, db
from server.domain.errors import NotFound
from server.domain.permissions import Action, Actor, can
from server.models import Record, Revision, User
from server.services.audit import record_audit
from server.services.cursors import BadCursor, decode_cursor, encode_cursor
from server.services.feed import lock_clinic
from server.services.serialise import COLUMNS, HEAD, head_text, names_in, row_json
from server.services.verify.signed import SIGNED, broken_among


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the list; None asks for all. The days are both included."""

    state: str | None = None
    patient_id: str | None = None
    author_id: str | None = None
    first_day: date | None = None
    last_day: date | None = None


def list_notes(actor: Actor, wanted: Wanted, limit: int, cursor: str | None) -> tuple[list[str], str | None]:
    """Heads of notes as JSON texts, the newest visit first, and where the next page begins."""
    lock_clinic(actor.clinic_id)
    query = filtered(select(*HEAD).where(Record.clinic_id == actor.clinic_id, Record.type == "note"), wanted)
    if cursor:
        query = query.where(position() < place(cursor))
    rows = db.session.execute(query.order_by(Record.happened_at.desc(), Record.id.desc()).limit(limit + 1)).all()
    names = names_in(actor.clinic_id)
    items = [f"{{{head_text(row, names)}}}" for row in rows[:limit]]
    record_audit(actor, Action.LIST_NOTES.value, "note", wanted.patient_id, count=len(items))
    return items, next_cursor(rows, limit)


def filtered(query: Select[*tuple[Any, ...]], wanted: Wanted) -> Select[*tuple[Any, ...]]:
    for column, value in (
        (Record.state, wanted.state),
        (Record.patient_id, wanted.patient_id),
        (Record.author_id, wanted.author_id),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.first_day:
        query = query.where(Record.happened_at >= midnight(wanted.first_day))
    if wanted.last_day and wanted.last_day < date.max:
        query = query.where(Record.happened_at < midnight(wanted.last_day + timedelta(days=1)))
    return query


def midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, UTC)


def position() -> Any:
    return tuple_(Record.happened_at, Record.id)


def place(cursor: str) -> Any:
    """The (happened_at, id) a page ended with."""
    text, record_id = decode_cursor(cursor, str, str)
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCursor("This cursor is not one of ours.") from None
    return tuple_(literal(at, UtcTime), literal(record_id))


def next_cursor(rows: Any, limit: int) -> str | None:
    if len(rows) <= limit:
        return None
    last = rows[limit - 1]
    return encode_cursor(last.happened_at.isoformat(), last.id)


def read_record(actor: Actor, record_type: str, record_id: str) -> Any:
    """The row of one record of the actor's clinic. What another clinic holds does not exist."""
    query = select(*COLUMNS, Record.clinic_id)
    row = db.session.execute(
        query.where(Record.clinic_id == actor.clinic_id, Record.type == record_type, Record.id == record_id)
    ).one_or_none()
    action = Action(f"{record_type}.read")
    if row is None or not can(actor, action, row):
        raise NotFound
    return row


def read_note(actor: Actor, note_id: str) -> str:
    """The note as JSON text; a signed one is checked."""
    lock_clinic(actor.clinic_id)
    row = read_record(actor, "note", note_id)
    record_audit(actor, Action.READ_NOTE.value, "note", note_id, rev=row.rev)
    text = row_json(row, names_in(actor.clinic_id))
    return f'{text[:-1]},"damaged":true}}' if row.state in SIGNED and is_damaged(actor.clinic_id, note_id) else text


def is_damaged(clinic_id: str, note_id: str) -> bool:
    """Whether it is not what was written and signed. It is shown all the same, and says so."""
    return bool(broken_among([db.session.get_one(Record, (clinic_id, note_id))]))


def read_revisions(actor: Actor, note_id: str, limit: int, cursor: str | None) -> dict[str, Any]:
    """Who changed what, the latest first: each touched unit before and after, and why."""
    lock_clinic(actor.clinic_id)
    read_record(actor, "note", note_id)
    author = (User.clinic_id == Revision.clinic_id) & (User.id == Revision.author_id)
    query = select(Revision, User.name).join(User, author)
    query = query.where(Revision.clinic_id == actor.clinic_id, Revision.record_id == note_id)
    if cursor:
        query = query.where(Revision.rev < decode_cursor(cursor, int)[0])
    rows = db.session.execute(query.order_by(Revision.rev.desc()).limit(limit + 1)).all()
    items = [revision_out(revision, name) for revision, name in rows[:limit]]
    record_audit(actor, Action.READ_NOTE.value, "note", note_id, revisions=len(items))
    return {"items": items, "next": encode_cursor(items[-1]["rev"]) if len(rows) > limit else None}


def revision_out(revision: Revision, author_name: str) -> dict[str, Any]:
    units = sorted({*revision.before, *revision.after})
    changes = [{"unit": unit, "before": revision.before.get(unit), "after": revision.after.get(unit)} for unit in units]
    return {
        "rev": revision.rev,
        "op_id": revision.op_id,
        "kind": revision.kind,
        "state": revision.state,
        "version": revision.version,
        "author_id": revision.author_id,
        "author_name": author_name,
        "device_id": revision.device_id,
        "client_time": revision.client_time,
        "signed_by": revision.signature["key"] if revision.signature else None,
        "server_time": revision.server_time,
        "reason": revision.reason,
        "content_hash": revision.content_hash,
        "changes": changes,
    }
