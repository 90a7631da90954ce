"""What was done to a person's account that they should know of: by somebody else, or by somebody who is them here.

Those who confirm roles are told of every role that waits and of every one that was confirmed; everybody is told of one
that was confirmed at the server's console, for there nobody says who they are.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from server.db import db, utc_now
from server.domain.permissions import Action, Actor, can
from server.models import AuditEntry, Device, User
from server.services.audit import CONSOLE

KINDS = {
    "user.reset": "password_reset",
    "password.change": "password_changed",
    "second_factor.on": "second_factor_on",
    "second_factor.off": "second_factor_off",
    "second_factor.recovery": "recovery_code",
    "key.register": "signing_key",
    "key.recover": "data_key",
}
TOLD_FOR = timedelta(days=30)
LOOKED_AT = 50  # rows of one kind: more are not read at each start of the app


def notices_for(actor: Actor) -> list[dict[str, Any]]:
    """The newest of each kind, as the audit trail has it, and what became of roles."""
    found = (newest(actor, action) for action in KINDS)
    return [notice(row) for row in found if row is not None] + about_roles(actor, utc_now())


def newest(actor: Actor, action: str) -> AuditEntry | None:
    """The newest that was not to be expected: what people do here themselves hides nothing that was done elsewhere."""
    about = (AuditEntry.clinic_id == actor.clinic_id, AuditEntry.object_id == actor.id, AuditEntry.action == action)
    rows = db.session.scalars(select(AuditEntry).where(*about).order_by(AuditEntry.n.desc()).limit(LOOKED_AT))
    return next((row for row in rows if not is_expected(actor, row)), None)


def is_expected(actor: Actor, row: AuditEntry) -> bool:
    """The first key of a person on this very device is part of signing in here; a copy alone signs nothing. Whoever
    changed the password or the second factor here has just done so."""
    if row.action in ("password.change", "second_factor.on", "second_factor.off"):
        return row.device_id == actor.device_id
    if row.action != "key.register":
        return False
    return "key" not in row.detail or (row.detail["is_first"] and row.device_id == actor.device_id)


def notice(row: AuditEntry) -> dict[str, Any]:
    device = db.session.get(Device, (row.clinic_id, row.device_id)) if row.device_id else None
    told = {"kind": KINDS[row.action], "at": row.at} | ({"device": device.name} if device else {})
    if row.action != "user.reset":
        return told
    who = db.session.get(User, (row.clinic_id, row.actor_id))
    return told | {"by": who.name if who else ""}


def about_roles(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Roles that wait for a second person, and those confirmed in the last month, the oldest first."""
    told = or_(User.waits_since.is_not(None), User.confirmed_at > now - TOLD_FOR)
    mine = or_(User.id == actor.id, User.confirmed_by == CONSOLE)
    query = select(User).where(User.clinic_id == actor.clinic_id, told)
    if not can(actor, Action.CONFIRM_USER):
        query = query.where(mine)
    found = [about_role(actor, user) for user in db.session.scalars(query) if user.active]
    return sorted(found + about_resets(actor, now), key=lambda each: (each["at"], each["kind"], each.get("name", "")))


def about_role(actor: Actor, user: User) -> dict[str, Any]:
    kind, at, by = ("confirmed", user.confirmed_at, user.confirmed_by)
    if not user.confirmed:
        kind, at, by = ("waits", user.waits_since, user.waits_by)
    who = db.session.get(User, (user.clinic_id, by)) if by else None
    told = {"at": at, "by": who.name if who else ""}
    return {"kind": f"own_{kind}", **told} if user.id == actor.id else {"kind": kind, "name": user.name, **told}


def about_resets(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """To those who could be the second person: resets that are not used yet."""
    if not can(actor, Action.CONFIRM_USER):
        return []
    open_ones = (User.reset_by.is_not(None), User.invite_expires_at > now, User.id != actor.id)
    query = select(User).where(User.clinic_id == actor.clinic_id, *open_ones)
    return [about_reset(user) for user in db.session.scalars(query)]


def about_reset(user: User) -> dict[str, Any]:
    who = db.session.get(User, (user.clinic_id, user.reset_by)) if user.reset_by else None
    by = who.name if who else ""
    return {"kind": "reset", "at": user.invite_expires_at, "name": user.name, "by": by}
