"""What a disabled person or a blocked device may still do: deliver what is unsent, for two weeks, and nothing else.

The browser proves itself with the mark it got when the person signed in there, since the login has ended. The mark
stands for the device they signed in on, and for no other. It says where an op comes from, not who wrote it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, or_, select

from server.db import db
from server.domain.errors import NotAllowed
from server.domain.permissions import Actor
from server.domain.translation import N_
from server.models import AuditEntry, Device, KnownDevice, LoginSession, User
from server.services.accounts.actors import actor_of
from server.services.accounts.throttle import known_hash

DRAIN_LASTS = timedelta(days=14)
LOGIN = "login"
LAST_LOGIN = (
    select(LoginSession.expires_at, LoginSession.revoked_at)
    .where(LoginSession.clinic_id == bindparam("clinic_id"), LoginSession.user_id == bindparam("user_id"))
    .where(LoginSession.device_id == bindparam("device_id"))
    .order_by(LoginSession.created_at.desc(), LoginSession.id)
    .limit(1)
)

# A mark of before devices were kept with it: the person has signed in on the device. The audit trail knows it when the
# session itself has been cleared away.
IS_OF_BEFORE = KnownDevice.device_id.is_(None) & exists().where(
    AuditEntry.clinic_id == KnownDevice.clinic_id,
    AuditEntry.action == "session.open",
    AuditEntry.object_id == KnownDevice.user_id,
    AuditEntry.device_id == Device.id,
)
KNOWN_HERE = (
    select(
        *(User.id, User.clinic_id, User.name, User.role, User.treats, User.waits_since, User.active, User.drains_until),
        *(Device.id.label("device_id"), Device.status, Device.drains_until.label("device_until")),
    )
    .join(KnownDevice, (KnownDevice.clinic_id == User.clinic_id) & (KnownDevice.user_id == User.id))
    .join(Device, Device.clinic_id == User.clinic_id)
    .where(User.id == bindparam("user_id"), KnownDevice.token_hash == bindparam("token_hash"))
    .where(Device.id == bindparam("device_id"), or_(KnownDevice.device_id == Device.id, IS_OF_BEFORE))
)


class DrainOver(NotAllowed):
    """The time to deliver has ended; ``extra`` says when, and of whom."""

    code = "drain_over"


@dataclass(frozen=True, slots=True)
class Drain:
    """``reason``: whether it is the person or the device that is shut out, or their login that has run out."""

    actor: Actor
    reason: str
    until: datetime


def find_drain(token: str, user_id: str, device_id: str, now: datetime) -> Drain | None:
    """Whoever may only deliver; None for strangers and for those who must sign in. Raises DrainOver when it is late."""
    sought = {"token_hash": known_hash(token, user_id), "user_id": user_id, "device_id": device_id}
    with db.engine.connect() as connection:
        row = connection.execute(KNOWN_HERE, sought).one_or_none()
        last = connection.execute(LAST_LOGIN, sought | {"clinic_id": row.clinic_id}).one_or_none() if row else None
    if row is None:
        return None
    ends = (
        {} if row.status == "active" else {"device": row.device_until}
    )  # first: a blocked tablet erases what it holds
    ends |= {} if row.active else {"user": row.drains_until}
    if not ends:
        return own_work(row, last, now)
    known = {why: until for why, until in ends.items() if until is not None}
    until = min(known.values(), default=None)
    if until is None or len(known) < len(ends) or until <= now:
        raise DrainOver(
            N_("Unsent entries are no longer accepted. Export them and give the file to a supervisor."),
            until=until.isoformat() if until else None,
            reason=next(iter(ends)),
        )
    return Drain(actor_of(row, row.device_id), next(iter(ends)), until)


def own_work(row: Any, last: Any, now: datetime) -> Drain | None:
    """Somebody whose login ran out and was ended by nobody delivers what they signed."""
    if last is None or last.revoked_at is not None or last.expires_at + DRAIN_LASTS <= now:
        return None
    return Drain(actor_of(row, row.device_id), LOGIN, last.expires_at + DRAIN_LASTS)
