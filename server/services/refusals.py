"""What was refused, in the audit trail: acts that are not open to a person, and sign-ins that failed.

A row for each would let anybody fill the trail. So they are counted by hour and source: the first of a source within an
hour leaves its row at once, the others together leave one more, when the hour is over or the trail is read. Within an
hour only so many sources are told apart; what comes from further ones is counted together.
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
    tell_counts(actor.clinic_id, before=hour)
    found = find_count(actor, refused, hour)
    found.count += 1
    if found.told == 0:
        tell(found)


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


def tell_counts(clinic_id: str, before: datetime | None = None) -> None:
    """Bring into the trail what is not there yet: of the hours that are over, or of all. The clinic is locked."""
    query = select(RefusalCount).where(RefusalCount.clinic_id == clinic_id)
    if before is not None:
        query = query.where(RefusalCount.hour < before)
    order = (RefusalCount.hour, RefusalCount.kind, RefusalCount.source)
    for row in db.session.scalars(query.order_by(*order)):
        if row.count > row.told:
            tell(row)
        if before is not None:
            db.session.delete(row)


def tell(row: RefusalCount) -> None:
    actor = Actor(row.actor_id or SERVER, row.clinic_id, "", "", treats=False, device_id=row.device_id)
    hour = row.hour.isoformat(timespec="minutes")
    record_audit(actor, row.kind, row.object_type, row.object_id, **row.detail, count=row.count - row.told, hour=hour)
    row.told = row.count


def count_failed_sign_in(email: str, address: str, now: datetime) -> None:
    """A wrong password, or an address that nobody has: that one belongs to the clinic only where there is but one."""
    person = db.session.execute(select(User.clinic_id, User.id).where(User.email == email)).one_or_none()
    if person is not None:
        told = Refused(FAILED, f"{person.id} {address}", "user", person.id, {"from": address})
        return count_refusal(own_actor(person.clinic_id, SERVER), told, now)
    clinics = db.session.scalars(select(Clinic.id).limit(2)).all()
    if len(clinics) == 1:
        count_refusal(own_actor(clinics[0], SERVER), Refused(UNKNOWN, address, detail={"from": address}), now)
    return None
