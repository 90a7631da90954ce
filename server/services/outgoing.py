"""Messages that leave by themselves: written in the transaction of what they tell, sent afterwards by a job.

``server/jobs/send.py`` sends them. An attempt is claimed by moving the next one ahead, so a message whose sender was
stopped is sent again: at least once, never lost.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import delete, func, select

from server.db import db
from server.models import Outgoing
from server.services.audit import SERVER, own_actor, record_audit
from server.services.feed import lock_clinic
from server.services.keys.wrapping import unwrap, wrap

# Between one attempt and the next; after the last one the message is given up.
PAUSES = [timedelta(minutes=n) for n in (2, 5, 30, 120, 360, 720, 1440, 1440)]
KEPT = timedelta(days=30)
PURPOSE = "outgoing"
OBJECTS = {"mail": "user", "webhook": "webhook"}  # whom a channel leads to


def sends_mail() -> bool:
    """Whether this installation has a way to send mail; found with the engine, as ``chain_key`` is."""
    return bool(db.engine.get_execution_options()["mails"])


def queue_mail(
    clinic_id: str, user_id: str, about: str, now: datetime, secret: str | None = None, **value: Any
) -> None:
    """Nothing without a way to send mail. One that still waits and says the same to this person is replaced."""
    if not sends_mail():
        return
    same = (Outgoing.recipient_id == user_id, Outgoing.about == about, Outgoing.state == "waiting")
    db.session.execute(delete(Outgoing).where(Outgoing.clinic_id == clinic_id, *same))
    wrapped = wrap(PURPOSE, secret.encode()) if secret else None
    told = {"channel": "mail", "about": about, "recipient_id": user_id, "value": value, "secret": wrapped}
    db.session.add(Outgoing(clinic_id=clinic_id, id=str(uuid4()), created_at=now, due_at=now, **told))


def queue_call(clinic_id: str, webhook_id: str, about: str, call_id: str, body: dict[str, Any], now: datetime) -> None:
    told = {"channel": "webhook", "about": about, "recipient_id": webhook_id, "value": body}
    db.session.add(Outgoing(clinic_id=clinic_id, id=call_id, created_at=now, due_at=now, **told))


def secret_of(message: Outgoing) -> str | None:
    """None when there is none. Raises Unreadable when SECRET_KEY is another one now."""
    return unwrap(PURPOSE, message.secret).decode() if message.secret else None


# ---- for the job ---------------------------------------------------------------------------------------------------


class Due(NamedTuple):
    """Which message waits, and which way it goes. What it says is read when it is sent, each by itself."""

    id: str
    channel: str
    recipient_id: str
    due_at: datetime


def due_in(clinic_id: str, now: datetime) -> list[Due]:
    waiting = (Outgoing.clinic_id == clinic_id, Outgoing.state == "waiting", Outgoing.due_at <= now)
    query = select(Outgoing.id, Outgoing.channel, Outgoing.recipient_id, Outgoing.due_at).where(*waiting)
    return [Due(*row) for row in db.session.execute(query.order_by(Outgoing.due_at, Outgoing.id))]


def claim_message(clinic_id: str, message_id: str, now: datetime) -> Outgoing | None:
    """None when it was replaced, or another server has it."""
    lock_clinic(clinic_id)
    message = db.session.get(Outgoing, (clinic_id, message_id), populate_existing=True)
    if message is None or message.state != "waiting" or message.due_at > now:
        return None
    message.due_at = now + PAUSES[min(message.attempts, len(PAUSES) - 1)]
    message.attempts += 1
    return message


def end_message(clinic_id: str, message_id: str, state: str, error: str | None = None) -> None:
    """``state``: sent, dropped, failed for good, or waiting for the next attempt, if there is one left."""
    lock_clinic(clinic_id)
    message = db.session.get(Outgoing, (clinic_id, message_id), populate_existing=True)
    if message is None:
        return
    message.state = "failed" if state == "waiting" and message.attempts > len(PAUSES) else state
    message.error = error
    if message.state != "waiting":
        message.secret = None
    if message.state in ("sent", "failed"):
        verb, kind = "send" if message.state == "sent" else "fail", OBJECTS.get(message.channel)
        act = f"{message.channel}.{verb}"
        record_audit(own_actor(clinic_id, SERVER), act, kind, message.recipient_id, about=message.about)
    db.session.flush()


def forget_old(clinic_id: str, now: datetime) -> None:
    """What has left, or was given up, is no record: the audit trail says that it was sent."""
    old = (Outgoing.state != "waiting", Outgoing.created_at < now - KEPT)
    db.session.execute(delete(Outgoing).where(Outgoing.clinic_id == clinic_id, *old))


FAILING = (Outgoing.state.in_(("waiting", "failed")), Outgoing.error.is_not(None))  # tried in vain, or given up


def undelivered(clinic_id: str) -> list[Outgoing]:
    """The newest first."""
    query = select(Outgoing).where(Outgoing.clinic_id == clinic_id, *FAILING)
    return list(db.session.scalars(query.order_by(Outgoing.created_at.desc())))


def count_undelivered(clinic_id: str) -> int:
    return db.session.scalar(select(func.count()).where(Outgoing.clinic_id == clinic_id, *FAILING)) or 0


def count_all_undelivered() -> int:
    """Of every clinic, for whoever looks after the server."""
    return db.session.scalar(select(func.count()).where(*FAILING)) or 0
