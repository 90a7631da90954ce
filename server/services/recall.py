"""A lot is recalled: which patients had it, when, and from whose hand. An index range over the notes' lots."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, distinct, func, literal, select, tuple_
from sqlalchemy.orm import aliased

from server.db import UtcTime, db
from server.domain.permissions import Action, Actor
from server.domain.trace import identity_of
from server.domain.traceability import lot_key
from server.models import NoteLot, Record, User
from server.services.audit import record_audit
from server.services.cursors import BadCursor, decode_cursor, encode_cursor
from server.services.feed import lock_clinic

Patient = aliased(Record)
PLACE = (NoteLot.happened_at, NoteLot.record_id, NoteLot.n)


@dataclass(frozen=True, slots=True)
class Found:
    """``items`` is one page, the latest visit first; ``patients`` and ``visits`` count all there are."""

    items: list[dict[str, Any]]
    patients: int
    visits: int
    next: str | None = None


def find_lot(actor: Actor, lot: str, limit: int | None, cursor: str | None = None) -> Found:
    """Where the lot went, in whatever way it was spelt. ``limit`` None is all of it. A void note counts for nothing."""
    lock_clinic(actor.clinic_id)
    query = uses_of(actor.clinic_id, lot)
    page = query.order_by(*(column.desc() for column in PLACE))
    if cursor:
        page = page.where(tuple_(*PLACE) < place(cursor))
    rows = db.session.execute(page.limit(limit + 1) if limit else page).all()
    shown = rows[:limit] if limit else rows
    counted = query.with_only_columns(func.count(distinct(NoteLot.patient_id)), func.count(distinct(NoteLot.record_id)))
    patients, visits = db.session.execute(counted).one()
    record_audit(actor, Action.READ_RECALL.value, "note", None, count=len(shown), patients=patients)
    following = after(shown[-1]) if len(rows) > len(shown) else None
    return Found([use_out(row) for row in shown], patients, visits, following)


def uses_of(clinic_id: str, lot: str) -> Select[*tuple[Any, ...]]:
    key = lot_key(lot)
    operator = (User.id == NoteLot.operator_id) & (User.clinic_id == NoteLot.clinic_id)
    patient = (Patient.id == NoteLot.patient_id) & (Patient.clinic_id == NoteLot.clinic_id)
    query = select(NoteLot, Patient.content, User.name.label("operator_name"))
    query = query.join(Patient, patient).outerjoin(User, operator)
    return query.where(NoteLot.clinic_id == clinic_id, NoteLot.lot_key == key, literal(bool(key)))


def after(row: Any) -> str:
    use = row.NoteLot
    return encode_cursor(use.happened_at.isoformat(), use.record_id, use.n)


def place(cursor: str) -> Any:
    text, record_id, n = decode_cursor(cursor, str, str, int)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise BadCursor("This cursor is not one of ours.")
    return tuple_(literal(at, UtcTime), literal(record_id), literal(n))


def use_out(row: Any) -> dict[str, Any]:
    use, phone = row.NoteLot, row.content.get("identity", {}).get("phone")
    return {
        "patient": {"id": use.patient_id, **identity_of(row.content), "phone": phone},
        "note_id": use.record_id,
        "kind": use.kind,
        "lot": use.lot,
        "unit_code": use.unit_code,
        "operator_name": row.operator_name,
        "happened_at": use.happened_at,
    }
