"""Whether the server still has the history that a tablet has read, and what to do when it has not.

A cursor names the audit row that was the newest when it was issued. A server that has been set back to an earlier
state (a disk image, the tools of the database) does not have that row, or has another in its place, even when its
feed has grown past the cursor again. The answer of a push names the newest row too, for what it confirms may be lost
before the tablet has read on; the chain of the audit makes the newer of the two speak for both.
"""

from datetime import datetime

from sqlalchemy import bindparam, select

from server.db import begin_write, db
from server.domain.errors import EpochChanged
from server.models import AuditEntry, ClinicFeed
from server.prepared import Prepared
from server.services.audit import SERVER, own_actor, record_audit
from server.services.clinic import clinic_ids
from server.services.epoch import begin_epoch
from server.services.feed import lock_clinic, read_epoch
from server.services.issuer import HASH, Issuer, Place

RESTORED = "The server was restored from a backup: start again from its state."
FOREIGN = "This server did not issue this cursor: read from the beginning."
FEED, AUDIT = ClinicFeed.__table__.c, AuditEntry.__table__.c
END = Prepared(
    select(FEED.seq, AUDIT.hash)
    .outerjoin(AuditEntry.__table__, (AUDIT.clinic_id == FEED.clinic_id) & (AUDIT.n == bindparam("n")))
    .where(FEED.clinic_id == bindparam("clinic_id"))
)


class HistoryLost(EpochChanged):
    """This installation issued the cursor, in this epoch, and has not the history it names."""

    def __init__(self, place: Place) -> None:
        super().__init__("The server's history ends before this cursor.", epoch=place.epoch)
        self.place = place


def require_history(
    issuer: Issuer, clinic_id: str, epoch: str, known: str | None, cursor: str | None, confirmed: str | None = None
) -> int:
    """The number of the feed the client has read up to; refuses a client of another history than that of ``epoch``.

    ``confirmed`` is from the last push that was answered. Raises HistoryLost when it is the server that has gone back.
    """
    if known and known != epoch:
        raise EpochChanged(RESTORED, epoch=epoch)
    place = read_place(issuer, clinic_id, cursor, epoch) if cursor else None
    told = issuer.read_cursor(clinic_id, confirmed) if confirmed else None
    if told is not None and told.epoch == epoch and (place is None or told.audit_n > place.audit_n):
        require_place(clinic_id, told)
    elif place is not None:
        require_place(clinic_id, place)
    return place.seq if place else 0


def read_place(issuer: Issuer, clinic_id: str, cursor: str, epoch: str) -> Place:
    place = issuer.read_cursor(clinic_id, cursor)
    if place is None:
        raise EpochChanged(FOREIGN, epoch=epoch)
    if place.epoch != epoch:
        raise EpochChanged(RESTORED, epoch=epoch)
    return place


def require_place(clinic_id: str, place: Place) -> None:
    if not is_here(clinic_id, place):
        raise HistoryLost(place)


def end_of_history(epoch: str, clinic_id: str) -> Place:
    """Where the transaction that was just committed left it."""
    feed = db.session.get_one(ClinicFeed, clinic_id)
    return Place(epoch, feed.seq, feed.audit_n, feed.audit_hash)


def is_here(clinic_id: str, place: Place) -> bool:
    end = END.read_one(db.session.connection(), {"clinic_id": clinic_id, "n": place.audit_n})
    if place.seq > (end.seq if end else 0):
        return False
    return place.audit_n == 0 or (end is not None and (end.hash or "")[:HASH] == place.audit_hash)


def mend_history(clinic_id: str, place: Place, now: datetime) -> str:
    """Begin a new epoch for a history that was lost, unless somebody has begun one meanwhile. Returns the epoch."""
    begin_write()
    lock_clinics()
    epoch = read_epoch()
    if place.epoch != epoch or is_here(clinic_id, place):
        return epoch
    return renew_epoch(SERVER, "server.history_lost", now, seen_in=clinic_id, seq=place.seq, audit_n=place.audit_n)


def renew_epoch(who: str, action: str, now: datetime, **detail: str | int) -> str:
    """A new epoch, named in the chain of every clinic. The caller has begun to write."""
    before = read_epoch()
    epoch = begin_epoch(now)
    audit_epoch(who, action, before=before, **detail)
    return epoch


def audit_epoch(who: str, action: str, **detail: object) -> None:
    """A row in the chain of every clinic."""
    for clinic_id in lock_clinics():
        record_audit(own_actor(clinic_id, who), action, "epoch", read_epoch(), **detail)


def lock_clinics() -> list[str]:
    """In the order of ``clinic_ids``, so that two who do this never wait for each other."""
    found = clinic_ids()
    for clinic_id in found:
        lock_clinic(clinic_id)
    return found
