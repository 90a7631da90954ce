"""What people open and print on their tablets, also offline: one audit row for each person, tablet, record and day."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.permissions import Action, Actor
from server.models import AuditEntry, Record
from server.services.audit import record_audit
from server.services.feed import lock_clinic

READABLE = (Action.READ_PATIENT.value, Action.READ_NOTE.value, "follow_up.read")
LOOK_BACK = timedelta(days=90)  # a tablet that reports the same again does so within days
AHEAD, BEHIND = timedelta(days=1), timedelta(days=400)

Key = tuple[str, str, str]  # act, record, day


def record_seen(actor: Actor, items: list[dict[str, Any]], now: datetime) -> int:
    """Returns how many rows were new. The caller has begun to write, and commits."""
    lock_clinic(actor.clinic_id)
    types = types_of(actor, {item["record"] for item in items})
    known = recorded_before(actor, set(types), now)
    new = 0
    for item in items:
        record_type = types.get(item["record"])
        if record_type is None:
            continue
        key = (f"{record_type}.{item['kind']}", item["record"], item["day"].isoformat())
        if key not in known:
            known.add(key)
            new += 1
            record_audit(actor, key[0], record_type, key[1], day=key[2], **moment_of(item["at"], now))
    return new


def types_of(actor: Actor, ids: set[str]) -> dict[str, str]:
    query = select(Record.id, Record.type).where(Record.clinic_id == actor.clinic_id, Record.id.in_(ids))
    return {row.id: row.type for row in db.session.execute(query) if f"{row.type}.read" in READABLE}


def recorded_before(actor: Actor, ids: set[str], now: datetime) -> set[Key]:
    query = select(AuditEntry.action, AuditEntry.object_id, AuditEntry.detail).where(
        AuditEntry.clinic_id == actor.clinic_id,
        AuditEntry.object_id.in_(ids),
        AuditEntry.actor_id == actor.id,
        AuditEntry.device_id == actor.device_id,
        AuditEntry.at > now - LOOK_BACK,
    )
    rows = db.session.execute(query)
    return {(row.action, str(row.object_id), row.detail["day"]) for row in rows if "day" in row.detail}


def moment_of(at: datetime, now: datetime) -> dict[str, str]:
    """When it was, unless the tablet's clock cannot be right: then only the arrival is known."""
    return {"seen_at": at.isoformat(timespec="seconds")} if now - BEHIND < at < now + AHEAD else {}
