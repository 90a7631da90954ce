"""The audit trail as people read it: about one patient, by or about one person, of one day, or all of it.

The newest row is first. Reading the trail adds a row to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from server.db import db
from server.domain.audit_words import ACTORS, fill, params_of, sentence_of
from server.domain.errors import Invalid, NotFound
from server.domain.permissions import Action, Actor
from server.domain.trace import identity_of
from server.domain.translation import N_, _
from server.models import ApiToken, AuditEntry, Device, Record, User
from server.services.audit import record_audit
from server.services.cursors import decode_cursor, encode_cursor
from server.services.feed import lock_clinic
from server.services.refusals import record_counts

MOST_IN_A_FILE = 50_000
EXPORTED = "audit.export"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows; None asks for all. ``offset_min``: how many minutes east of UTC the day is meant."""

    patient: str | None = None
    user: str | None = None
    day: date | None = None
    offset_min: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what the rows of a page name, by id."""

    people: dict[str, str]
    devices: dict[str, str]
    records: dict[str, Any]
    patients: dict[str, dict[str, Any]]


def read_trail(actor: Actor, wanted: Wanted, limit: int, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """A page of the trail, and the cursor of the next one."""
    open_trail(actor, wanted)
    rows = find_rows(actor.clinic_id, wanted, limit + 1, decode_cursor(cursor, int)[0] if cursor else None)
    shown = rows[:limit]
    record_audit(actor, Action.READ_AUDIT.value, *object_of(wanted), **day_of(wanted), count=len(shown))
    following = encode_cursor(shown[-1].n) if len(rows) > limit else None
    return describe_all(actor.clinic_id, shown), following


def export_trail(actor: Actor, wanted: Wanted) -> list[dict[str, Any]]:
    """All of it, for a file. Raises Invalid when that is too much for one."""
    open_trail(actor, wanted)
    rows = find_rows(actor.clinic_id, wanted, MOST_IN_A_FILE + 1)
    if len(rows) > MOST_IN_A_FILE:
        detail = N_("This is more than one file holds. Ask for one day, one person or one patient.")
        raise Invalid(detail, fields={"query": ["too_many"]})
    record_audit(actor, EXPORTED, *object_of(wanted), **day_of(wanted), count=len(rows))
    return describe_all(actor.clinic_id, rows)


def open_trail(actor: Actor, wanted: Wanted) -> None:
    """Lock the clinic and bring what was counted into the trail. Raises NotFound for what is not the clinic's."""
    lock_clinic(actor.clinic_id)
    require_ours(actor, wanted)
    record_counts(actor.clinic_id)
    db.session.flush()


def require_ours(actor: Actor, wanted: Wanted) -> None:
    patient = and_(Record.clinic_id == actor.clinic_id, Record.type == "patient", Record.id == wanted.patient)
    if wanted.patient and db.session.scalar(select(Record.id).where(patient)) is None:
        raise NotFound
    if wanted.user and db.session.get(User, (actor.clinic_id, wanted.user)) is None:
        raise NotFound


def object_of(wanted: Wanted) -> tuple[str | None, str | None]:
    if wanted.patient:
        return "patient", wanted.patient
    return ("user", wanted.user) if wanted.user else (None, None)


def day_of(wanted: Wanted) -> dict[str, str]:
    return {"day": wanted.day.isoformat()} if wanted.day else {}


def find_rows(clinic_id: str, wanted: Wanted, limit: int, before: int | None = None) -> Sequence[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.clinic_id == clinic_id, *conditions(clinic_id, wanted))
    if before is not None:
        query = query.where(AuditEntry.n < before)
    return db.session.scalars(query.order_by(AuditEntry.n.desc()).limit(limit)).all()


def conditions(clinic_id: str, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.patient:
        theirs = select(Record.id).where(Record.clinic_id == clinic_id, Record.patient_id == wanted.patient)
        found.append(or_(AuditEntry.object_id == wanted.patient, AuditEntry.object_id.in_(theirs)))
    if wanted.user:
        found.append(or_(AuditEntry.actor_id == wanted.user, AuditEntry.object_id == wanted.user))
    if wanted.day:
        first, end = day_in_utc(wanted.day, wanted.offset_min)
        found += [AuditEntry.at >= first, AuditEntry.at < end]
    return found


def day_in_utc(on: date, offset_min: int) -> tuple[datetime, datetime]:
    first = datetime.combine(on, time.min, UTC) - timedelta(minutes=offset_min)
    return first, first + timedelta(days=1)


def describe_all(clinic_id: str, rows: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    names = names_for(clinic_id, rows)
    return [describe(row, names) for row in rows]


def names_for(clinic_id: str, rows: Sequence[AuditEntry]) -> Names:
    people = select(User.id, User.name).where(User.clinic_id == clinic_id)
    devices = select(Device.id, Device.name).where(Device.clinic_id == clinic_id)
    programs = select(ApiToken.id, ApiToken.name).where(ApiToken.clinic_id == clinic_id)
    named = {row.object_id for row in rows if row.object_id}
    records = read_records(clinic_id, named)
    patients = {one.patient_id or one.id for one in records.values()}
    identities = read_records(clinic_id, patients - records.keys()) | records
    return Names(
        {one.id: one.name for query in (people, programs) for one in db.session.execute(query)},
        {one.id: one.name for one in db.session.execute(devices)},
        records,
        {one.id: identity_of(one.content) for one in identities.values() if one.type == "patient"},
    )


def read_records(clinic_id: str, ids: set[str]) -> dict[str, Any]:
    """A few hundred at a time: a database takes only so many values in one statement."""
    found: dict[str, Any] = {}
    sought = sorted(ids)
    columns = (Record.id, Record.type, Record.patient_id, Record.content)
    for at in range(0, len(sought), 500):
        query = select(*columns).where(Record.clinic_id == clinic_id, Record.id.in_(sought[at : at + 500]))
        found |= {row.id: row for row in db.session.execute(query)}
    return found


def describe(row: AuditEntry, names: Names) -> dict[str, Any]:
    record = names.records.get(row.object_id or "")
    patient_id = (record.patient_id or (record.id if record.type == "patient" else None)) if record else None
    return {
        "n": row.n,
        "at": row.at,
        "action": row.action,
        "actor_id": row.actor_id,
        "source": row.detail.get("from"),
        "seen_at": row.detail.get("seen_at"),
        "device_name": names.devices.get(row.device_id or ""),
        "record": {"type": record.type, "id": record.id} if record else None,
        "changes": changes_in(row),
        "patient": {"id": patient_id, **names.patients[patient_id]} if patient_id in names.patients else None,
        **describe_act(row, names),
    }


def changes_in(row: AuditEntry) -> list[dict[str, Any]]:
    """Each setting that the act changed, before and after; rows of earlier versions know of one setting alone."""
    detail = row.detail
    if row.action != Action.CHANGE_CLINIC.value:
        return []
    if "scope_months" in detail:
        return [{"name": "scope_months", "before": detail["before"], "after": detail["scope_months"]}]
    changed = detail.get("after", {}).items()
    return [{"name": name, "before": detail["before"][name], "after": after} for name, after in changed]


def describe_act(row: AuditEntry, names: Names) -> dict[str, Any]:
    """The sentence, the values of its placeholders, and both together in the language of the request."""
    actor = row.actor_id or ""
    who = names.people.get(actor) or name_actor(actor)
    name = names.people.get(row.object_id or "") or names.devices.get(row.object_id or "") or ""
    params = params_of(row.action, row.detail, who, name)
    sentence = sentence_of(row.action, str(row.detail.get("subject", "")))
    return {"sentence": sentence, "params": params, "text": fill(sentence, params)}


def name_actor(actor_id: str) -> str:
    return _(ACTORS[actor_id]) if actor_id in ACTORS else "?"
