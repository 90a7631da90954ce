"""What waits for each person of a clinic, in numbers, for a mail once a week."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, literal, select

from server.db import Flag, db
from server.domain.permissions import Action, can
from server.models import Quarantined, Record, User
from server.services.accounts.actors import actor_of
from server.services.outgoing import queue_mail

Waiting = Counter[tuple[str, str, str]]  # how many records, by type, state and author


def people_of(clinic_id: str) -> list[User]:
    """Those who can sign in."""
    able = (User.active == literal(True, Flag), User.password_hash.is_not(None))
    return list(db.session.scalars(select(User).where(User.clinic_id == clinic_id, *able).order_by(User.id)))


def supervisors_of(clinic_id: str) -> list[User]:
    return [user for user in people_of(clinic_id) if can(actor_of(user), Action.READ_QUEUE) and user.confirmed]


def queue_reminders(clinic_id: str, now: datetime) -> None:
    """A mail for everybody for whom something waits."""
    waiting, quarantined = count_waiting(clinic_id), count_quarantined(clinic_id)
    for user in people_of(clinic_id):
        counts = {what: n for what, n in waiting_for(user, waiting, quarantined).items() if n}
        if counts:
            queue_mail(clinic_id, user.id, "weekly", now, counts=counts)


def count_waiting(clinic_id: str) -> Waiting:
    kinds = Record.type.in_(("note", "follow_up")), Record.state.in_(("draft", "signed", "returned"))
    query = select(Record.type, Record.state, Record.author_id, func.count()).where(
        Record.clinic_id == clinic_id, *kinds
    )
    grouped = query.group_by(Record.type, Record.state, Record.author_id)
    return Counter({(kind, state, author): n for kind, state, author, n in db.session.execute(grouped)})


def count_quarantined(clinic_id: str) -> int:
    query = select(func.count()).where(Quarantined.clinic_id == clinic_id, Quarantined.status == "open")
    return db.session.scalar(query) or 0


def waiting_for(user: User, waiting: Waiting, quarantined: int) -> dict[str, int]:
    def count(kind: str, state: str, holds: Callable[[str], bool]) -> int:
        return sum(n for (of, at, author), n in waiting.items() if (of, at) == (kind, state) and holds(author))

    own = {"returned": count("note", "returned", user.id.__eq__), "unsigned": count("note", "draft", user.id.__eq__)}
    if not (user.confirmed and can(actor_of(user), Action.READ_QUEUE)):
        return own
    of_others = {name: count(kind, "signed", user.id.__ne__) for name, kind in WAITING_FOR_SUPERVISORS.items()}
    return {**of_others, "quarantined": quarantined, **own}


WAITING_FOR_SUPERVISORS = {"to_review": "note", "follow_ups": "follow_up"}
