"""What was done to a person's account, by somebody else or on another device, that they should know of.

Those who confirm roles see every role that waits for a second person and every one that was confirmed. Everybody sees
one that was confirmed at the server's console, because nobody signs in there.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

from server.db import db, utc_now
from server.domain.permissions import Action, Actor, can
from server.models import AuditEntry, Device, User
from server.services.audit import CONSOLE

KINDS = {
    "user.reset": "password_reset",
    "user.change": "renamed",
    "password.change": "password_changed",
    "second_factor.on": "second_factor_on",
    "second_factor.off": "second_factor_off",
    "second_factor.recovery": "recovery_code",
    "passkey.add": "passkey_added",
    "passkey.remove": "passkey_removed",
    "passkey.copied": "passkey_copied",
    "key.register": "signing_key",
    "key.recover": "data_key",
}
NAMES_WHO = ("user.reset", "user.change")
DONE_HERE = ("password.change", "second_factor.on", "second_factor.off", "passkey.add", "passkey.remove")
SHOWN_FOR = timedelta(days=30)
LOOKED_AT = 50  # rows of one kind at each start of the app
PLACED = (
    select(AuditEntry)
    .add_columns(func.row_number().over(partition_by=AuditEntry.action, order_by=AuditEntry.n.desc()).label("place"))
    .where(AuditEntry.clinic_id == bindparam("clinic_id"), AuditEntry.object_id == bindparam("user_id"))
    .where(AuditEntry.action.in_(KINDS))
    .subquery()
)
NEWEST = select(aliased(AuditEntry, PLACED)).where(PLACED.c.place <= LOOKED_AT).order_by(PLACED.c.n.desc())


def notices_for(actor: Actor) -> list[dict[str, Any]]:
    """The newest of each kind in the audit trail, and the roles and resets that concern this person."""
    found = unexpected(actor)
    return [notice(found[action]) for action in KINDS if action in found] + about_roles(actor, utc_now())


def unexpected(actor: Actor) -> dict[str, AuditEntry]:
    """Of each kind the newest that the person does not expect: what they did on this device hides nothing done on
    another."""
    found: dict[str, AuditEntry] = {}
    for row in db.session.scalars(NEWEST, {"clinic_id": actor.clinic_id, "user_id": actor.id}):
        if not is_expected(actor, row):
            found.setdefault(row.action, row)
    return found


def is_expected(actor: Actor, row: AuditEntry) -> bool:
    """Whether it was done on this device, or was its person's first key here, which is part of signing in. A copy of
    the data key alone signs nothing. Of changes of the account only another name, given by somebody else, is told."""
    if row.action == "user.change":
        return "name" not in row.detail["changed"] or row.actor_id == actor.id
    if row.action in DONE_HERE:
        return row.device_id == actor.device_id
    if row.action != "key.register":
        return False
    return "key" not in row.detail or (row.detail["is_first"] and row.device_id == actor.device_id)


def notice(row: AuditEntry) -> dict[str, Any]:
    device = db.session.get(Device, (row.clinic_id, row.device_id)) if row.device_id else None
    by = {"by": name_of(row.clinic_id, row.actor_id)} if row.action in NAMES_WHO else {}
    return {"kind": KINDS[row.action], "at": row.at, **({"device": device.name} if device else {}), **by}


def name_of(clinic_id: str, user_id: str | None) -> str:
    """Empty for the server's console."""
    who = db.session.get(User, (clinic_id, user_id)) if user_id else None
    return who.name if who else ""


def about_roles(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Roles that wait for a second person, and those confirmed in the last month, the oldest first."""
    recent = or_(User.waits_since.is_not(None), User.confirmed_at > now - SHOWN_FOR)
    query = select(User).where(User.clinic_id == actor.clinic_id, recent)
    if not can(actor, Action.CONFIRM_USER):
        query = query.where(or_(User.id == actor.id, User.confirmed_by == CONSOLE))
    found = [about_role(actor, user) for user in db.session.scalars(query) if user.active]
    return sorted(found + about_resets(actor, now), key=lambda each: (each["at"], each["kind"], each.get("name", "")))


def about_role(actor: Actor, user: User) -> dict[str, Any]:
    if user.confirmed:
        kind, at, by = "confirmed", user.confirmed_at, user.confirmed_by
    else:
        kind, at, by = "waits", user.waits_since, user.waits_by
    found = {"at": at, "by": name_of(user.clinic_id, by)}
    return {"kind": f"own_{kind}", **found} if user.id == actor.id else {"kind": kind, "name": user.name, **found}


def about_resets(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Resets that are not used yet, for those who could be their second person."""
    if not can(actor, Action.CONFIRM_USER):
        return []
    open_ones = (User.reset_by.is_not(None), User.invite_expires_at > now, User.id != actor.id)
    query = select(User).where(User.clinic_id == actor.clinic_id, *open_ones)
    return [about_reset(user) for user in db.session.scalars(query)]


def about_reset(user: User) -> dict[str, Any]:
    by = name_of(user.clinic_id, user.reset_by)
    return {"kind": "reset", "at": user.invite_expires_at, "name": user.name, "by": by}
