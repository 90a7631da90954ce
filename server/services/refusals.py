"""What was refused, in the audit trail: acts for which a person has no permission, and sign-ins that failed.

A row for each would let anybody fill the trail. So they are counted by hour and source. The first of a source within an
hour gets its row at once; the others together get one more when the hour is over or the trail is read. Within an hour
and kind at most ``MOST_SOURCES`` sources are counted apart, all further ones together.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from server.db import db
from server.domain.permissions import Actor
from server.models import Clinic, RefusalCount, User
from server.services.audit import SERVER, own_actor, record_audit
from server.services.feed import lock_clinic

DENIED, NOT_FOUND, FOREIGN_PAGE = "access.deny", "access.not_found", "access.cross_site"
FAILED, UNKNOWN = "session.fail", "session.unknown"
MOST_SOURCES = 200
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Refused:
    """``source``: what is counted together. ``detail``: ids and names of ours, nothing that somebody typed."""

    kind: str
    source: str
    object_type: str | None = None
    object_id: str | None = None
    detail: dict[str, str] = field(default_factory=dict)


def count_refusal(actor: Actor, refused: Refused, now: datetime) -> None:
    """The caller has begun to write, and commits."""
    lock_clinic(actor.clinic_id)
    hour = now.replace(minute=0, second=0, microsecond=0)
    record_counts(actor.clinic_id, before=hour)
    found = find_count(actor, refused, hour)
    found.count += 1
    if found.told == 0:
        record_count(found)


def find_count(actor: Actor, refused: Refused, hour: datetime) -> RefusalCount:
    key = (actor.clinic_id, hour, refused.kind)
    if found := db.session.get(RefusalCount, (*key, refused.source)):
        return found
    of_hour = (RefusalCount.clinic_id == actor.clinic_id, RefusalCount.hour == hour, RefusalCount.kind == refused.kind)
    row = {"clinic_id": actor.clinic_id, "hour": hour, "kind": refused.kind, "count": 0, "told": 0}
    if (db.session.scalar(select(func.count()).where(*of_hour)) or 0) >= MOST_SOURCES:
        if found := db.session.get(RefusalCount, (*key, OTHERS)):
            return found
        made = RefusalCount(**row, source=OTHERS, actor_id=SERVER, detail={})
    else:
        made = RefusalCount(
            **row, source=refused.source, actor_id=actor.id, device_id=actor.device_id, detail=refused.detail,
            object_type=refused.object_type, object_id=refused.object_id,
        )  # fmt: skip
    db.session.add(made)
    return made


def record_counts(clinic_id: str, before: datetime | None = None) -> None:
    """Add to the trail what is not there yet, of the hours ``before`` or of all. The caller holds the clinic's row."""
    query = select(RefusalCount).where(RefusalCount.clinic_id == clinic_id)
    if before is not None:
        query = query.where(RefusalCount.hour < before)
    order = (RefusalCount.hour, RefusalCount.kind, RefusalCount.source)
    for row in db.session.scalars(query.order_by(*order)):
        if row.count > row.told:
            record_count(row)
        if before is not None:
            db.session.delete(row)


def record_count(row: RefusalCount) -> None:
    actor = Actor(row.actor_id or SERVER, row.clinic_id, "", "", treats=False, device_id=row.device_id)
    hour = row.hour.isoformat(timespec="minutes")
    record_audit(actor, row.kind, row.object_type, row.object_id, **row.detail, count=row.count - row.told, hour=hour)
    row.told = row.count


def count_failed_sign_in(email: str, address: str, now: datetime) -> None:
    """A wrong password, or an e-mail address that nobody has, which is counted only where there is a single clinic."""
    person = db.session.execute(select(User.clinic_id, User.id).where(User.email == email)).one_or_none()
    if person is not None:
        refused = Refused(FAILED, f"{person.id} {address}", "user", person.id, {"from": address})
        count_refusal(own_actor(person.clinic_id, SERVER), refused, now)
    elif (clinic_id := only_clinic()) is not None:
        count_refusal(own_actor(clinic_id, SERVER), Refused(UNKNOWN, address, detail={"from": address}), now)


def only_clinic() -> str | None:
    ids = db.session.scalars(select(Clinic.id).limit(2)).all()
    return ids[0] if len(ids) == 1 else None
