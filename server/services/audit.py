"""Who saw and did what: one row in the transaction of the act itself, each carrying the hash of the row before it."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from server.db import db, utc_now
from server.domain.permissions import Actor
from server.models import AuditEntry, ClinicFeed

CONSOLE = "console"
SERVER = "server"
PAGE = 1000


def console_actor(clinic_id: str) -> Actor:
    """Whoever sits at the server's own console."""
    return own_actor(clinic_id, CONSOLE)


def own_actor(clinic_id: str, name: str) -> Actor:
    """The console, or the server itself: nobody signed in."""
    return Actor(name, clinic_id, name, "admin", treats=False)


def record_audit(
    actor: Actor, action: str, object_type: str | None = None, object_id: str | None = None, **detail: Any
) -> AuditEntry:
    """Add a row to the clinic's chain. The caller holds the clinic's row.

    ``detail`` is ids and counts, never the content of a record.
    """
    feed = db.session.get_one(ClinicFeed, actor.clinic_id)
    feed.audit_n += 1
    entry = AuditEntry(
        clinic_id=actor.clinic_id,
        n=feed.audit_n,
        at=utc_now(),
        actor_id=actor.id,
        device_id=actor.device_id,
        action=action,
        object_type=object_type,
        object_id=object_id,
        detail=detail,
        previous=feed.audit_hash,
    )
    entry.hash = feed.audit_hash = hash_entry(entry)
    db.session.add(entry)
    return entry


def hash_entry(entry: AuditEntry) -> str:
    covered = [
        entry.previous,
        entry.clinic_id,
        entry.n,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.device_id,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.detail,
    ]
    return hashlib.sha256(json.dumps(covered, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def verify_chain(clinic_id: str) -> int | None:
    """The number of the first row that is not as it was written or is missing; None when the chain is whole."""
    n, previous = 0, ""
    while page := read_page(clinic_id, n):
        for entry in page:
            n += 1
            if entry.n != n or entry.previous != previous or entry.hash != hash_entry(entry):
                return n
            previous = entry.hash
    feed = db.session.get_one(ClinicFeed, clinic_id, populate_existing=True)
    return None if (feed.audit_n, feed.audit_hash) == (n, previous) else n + 1


def read_page(clinic_id: str, after: int) -> Sequence[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.clinic_id == clinic_id, AuditEntry.n > after)
    return db.session.scalars(query.order_by(AuditEntry.n).limit(PAGE).execution_options(populate_existing=True)).all()
