"""Which patients tablets hold without asking: whoever changed in the last months, or has something still to be done.

A change brings a patient in. Only ``judge_old`` lets one out, when the last change is long ago. So what is outside has
not changed since it left, and no copy of it is out of date. A patient who comes back in gets new numbers in the feed,
so that tablets that never had the records read them; those that have them know them by their revs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import and_, bindparam, func, literal, or_, select

from server.db import Flag, UtcTime, begin_snapshot, db
from server.domain.context import Content, Unit
from server.domain.limits import LIMITS
from server.domain.scope import is_unfinished
from server.models import Clinic, ClinicFeed, PatientScope, Record
from server.prepared import Prepared
from server.services.feed import next_seq
from server.services.serialise import COLUMNS

MONTH = timedelta(days=365.25 / 12)
NOT_OF_PATIENTS = ("lot", "protocol")
MOST_JUDGED = 500  # in one request

OWNER = func.coalesce(Record.patient_id, Record.id)
SCOPE = and_(PatientScope.clinic_id == Record.clinic_id, PatientScope.record_id == OWNER)
INSIDE = or_(
    PatientScope.record_id.is_(None),
    PatientScope.last_at >= bindparam("since", type_=UtcTime),
    PatientScope.kept.is_(None),
    PatientScope.kept == bindparam("yes", True, type_=Flag),
)
CHANGES_INSIDE = (
    select(*COLUMNS)
    .outerjoin(PatientScope, SCOPE)
    .where(Record.clinic_id == bindparam("clinic_id"), Record.seq > bindparam("after"), INSIDE)
    .order_by(Record.seq)
    .limit(bindparam("rows"))
)
LISTED = (
    select(Record.type, Record.id, Record.rev, OWNER.label("owner"), INSIDE.label("inside"))
    .outerjoin(PatientScope, SCOPE)
    .where(Record.clinic_id == bindparam("clinic_id"))
    .order_by(Record.seq)
)
OF_PATIENTS = (
    select(OWNER.label("owner"), Record.type, Record.state, Record.content)
    .where(Record.clinic_id == bindparam("clinic_id"), OWNER.in_(bindparam("owners", expanding=True)))
    .order_by("owner")
)
MONTHS = select(Clinic.scope_months).where(Clinic.id == bindparam("clinic_id"))
COUNT_OUTSIDE = Prepared(
    select(func.count().label("n"))
    .select_from(PatientScope)
    .where(
        PatientScope.clinic_id == bindparam("clinic_id"),
        PatientScope.last_at < bindparam("since", type_=UtcTime),
        PatientScope.kept == literal(False, Flag),
    )
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a patient whose last change was at ``last_at`` is kept in scope."""

    owner: str
    last_at: datetime
    kept: bool


def begin_of_scope(clinic_id: str, now: datetime) -> datetime:
    """Whoever was seen or changed since then is in scope."""
    return now - db.session.scalars(MONTHS, {"clinic_id": clinic_id}).one() * MONTH


def count_outside(clinic_id: str, since: datetime) -> int:
    """How many patients are out of scope."""
    return int(COUNT_OUTSIDE.read_one(db.session.connection(), {"clinic_id": clinic_id, "since": since}).n)


Scopes = dict[str, PatientScope | None]  # by patient, None where there is none


def scope_of(scopes: Scopes, record: Record, owner: str) -> PatientScope | None:
    """One that was undone with its savepoint is not in the session any more."""
    row = scopes.get(owner)
    if owner not in scopes or (row is not None and row not in db.session):
        row = scopes[owner] = db.session.get(PatientScope, (record.clinic_id, owner))
    return row


def bring_into_scope(feed: ClinicFeed, scopes: Scopes, record: Record, now: datetime) -> int:
    """The patient of a record that changes is in scope from now on. Returns how many other records get new numbers."""
    owner = owner_of(record)
    if owner is None:
        return 0
    row = scope_of(scopes, record, owner)
    if row is None:
        row = scopes[owner] = PatientScope(clinic_id=record.clinic_id, record_id=owner, last_at=now)
        db.session.add(row)
    was_outside = row.kept is False and row.last_at < begin_of_scope(record.clinic_id, now)
    row.last_at, row.kept = max(row.last_at, now, record.happened_at), None
    return announce(feed, record, owner) if was_outside else 0


def owner_of(record: Record) -> str | None:
    """The patient a record is about."""
    if record.type in NOT_OF_PATIENTS or record.content.get("about", {}).get("record_type") in NOT_OF_PATIENTS:
        return None
    return record.patient_id or record.id


def announce(feed: ClinicFeed, changed: Record, owner: str) -> int:
    theirs = or_(Record.patient_id == owner, Record.id == owner)
    query = select(Record).where(Record.clinic_id == changed.clinic_id, theirs, Record.id != changed.id)
    others = list(db.session.scalars(query.order_by(Record.seq)))
    for other in others:
        other.seq = next_seq(feed)
    return len(others)


def judge_old(clinic_id: str, since: datetime) -> list[Verdict]:
    """Look once at patients whose last change is long ago, in a snapshot: nobody waits meanwhile."""
    begin_snapshot()
    old = select(PatientScope.record_id, PatientScope.last_at).where(
        PatientScope.clinic_id == clinic_id, PatientScope.last_at < since, PatientScope.kept.is_(None)
    )
    seen = {row.record_id: row.last_at for row in db.session.execute(old.limit(MOST_JUDGED))}
    found = db.session.execute(OF_PATIENTS, {"clinic_id": clinic_id, "owners": list(seen)}) if seen else ()
    return [Verdict(owner, seen[owner], has_work(records)) for owner, records in groupby(found, lambda one: one.owner)]


def keep_verdicts(clinic_id: str, verdicts: Iterable[Verdict]) -> None:
    """Except of those who have changed since, which moves ``last_at``. The clinic is locked already."""
    judged = {verdict.owner: verdict for verdict in verdicts}
    mine = PatientScope.clinic_id == clinic_id, PatientScope.record_id.in_(judged), PatientScope.kept.is_(None)
    for row in db.session.scalars(select(PatientScope).where(*mine)):
        if row.last_at == judged[row.record_id].last_at:
            row.kept = judged[row.record_id].kept
    db.session.flush()


def has_work(records: Iterable[Any]) -> bool:
    patient: Content = {}
    about: list[Unit] = []
    for record in records:
        if record.type == "patient":
            patient = record.content if record.state == "active" else {}
        else:
            visit = record.content.get("visit", {})
            about.append({"type": record.type, "state": record.state, "visit": visit})
    return is_unfinished(patient, about, LIMITS)
