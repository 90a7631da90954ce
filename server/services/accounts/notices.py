"""What was done to a person's account that they should know of: by somebody else, or by somebody who is them here."""

from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.permissions import Actor
from server.models import AuditEntry, Device

KINDS = {"user.reset": "password_reset", "key.register": "signing_key", "key.recover": "data_key"}


def notices_for(actor: Actor) -> list[dict[str, Any]]:
    """The newest of each kind, as the audit trail has it."""
    found = (newest(actor, action) for action in KINDS)
    return [notice(row) for row in found if row is not None and not is_expected(actor, row)]


def newest(actor: Actor, action: str) -> AuditEntry | None:
    about = (AuditEntry.clinic_id == actor.clinic_id, AuditEntry.object_id == actor.id, AuditEntry.action == action)
    return db.session.scalars(select(AuditEntry).where(*about).order_by(AuditEntry.n.desc()).limit(1)).one_or_none()


def is_expected(actor: Actor, row: AuditEntry) -> bool:
    """The first key of a person on this very device is part of signing in here; a copy alone signs nothing."""
    if row.action != "key.register":
        return False
    return "key" not in row.detail or (row.detail["is_first"] and row.device_id == actor.device_id)


def notice(row: AuditEntry) -> dict[str, Any]:
    device = db.session.get(Device, (row.clinic_id, row.device_id)) if row.device_id else None
    return {"kind": KINDS[row.action], "at": row.at} | ({"device": device.name} if device else {})
