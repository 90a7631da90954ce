"""The feed: what changed after a cursor, each record once in its latest state, in the order of its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from server.db import begin_snapshot, begin_write, db
from server.domain.permissions import Actor
from server.models import Clinic, ClinicFeed, Device, Record
from server.prepared import Prepared
from server.services.audit import record_audit
from server.services.feed import lock_clinic, read_epoch
from server.services.history import require_history
from server.services.issuer import Issuer, Place
from server.services.quarantine import count_open
from server.services.scope import CHANGES_INSIDE, LISTED, MONTH, count_outside, judge_old, keep_verdicts
from server.services.serialise import COLUMNS, names_in, row_json
from server.services.twins import open_twins

REPORT_EVERY = timedelta(minutes=1)
ALWAYS = datetime.min.replace(tzinfo=UTC)

HEADS = Prepared(
    select(ClinicFeed.seq, ClinicFeed.audit_n, ClinicFeed.audit_hash, Clinic.scope_months)
    .join(Clinic, Clinic.id == ClinicFeed.clinic_id)
    .where(ClinicFeed.clinic_id == bindparam("clinic_id"))
)
CHANGES = (
    select(*COLUMNS)
    .where(Record.clinic_id == bindparam("clinic_id"), Record.seq > bindparam("after"))
    .order_by(Record.seq)
    .limit(bindparam("rows"))
)


@dataclass(slots=True)
class Page:
    """``changes`` are JSON texts; ``cursor`` is where the next page begins. ``outside`` is how many patients are out of
    the scope that was asked for."""

    epoch: str
    changes: list[str]
    cursor: str
    more: bool
    first: int = 0
    last: int = 0
    quarantine: int = 0
    scope_months: int = 0
    outside: int = 0
    twins: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What a tablet knows of the server's history: see ``require_history``."""

    epoch: str | None = None
    cursor: str | None = None
    confirmed: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a tablet tells of itself when it pulls; None where it told nothing."""

    app: str | None = None
    pending_ops: int | None = None
    oldest_pending_at: datetime | None = None
    storage: dict[str, Any] | None = None


def read_page(issuer: Issuer, actor: Actor, known: Known, limit: int, active_at: datetime | None = None) -> Page:
    """One page, in one snapshot of the database. ``active_at``: only of patients who are in scope at that moment."""
    begin_snapshot()
    current = read_epoch()
    after = require_history(issuer, actor.clinic_id, current, known.epoch, known.cursor, known.confirmed)
    head, audit_n, audit_hash, months = HEADS.read_one(db.session.connection(), {"clinic_id": actor.clinic_id})
    since = active_at - months * MONTH if active_at else None
    rows = read_changes(actor.clinic_id, after, limit + 1, since)
    more, rows = len(rows) > limit, rows[:limit]
    names = names_in(actor.clinic_id) if rows else {}
    last = rows[-1].seq if rows else after
    changes = [row_json(row, names) for row in rows]
    end = issuer.cursor(actor.clinic_id, Place(current, last if more else head, audit_n, audit_hash))
    first = rows[0].seq if rows else after
    told = {"quarantine": count_open(actor), "scope_months": months}
    told["outside"] = count_outside(actor.clinic_id, since) if since else 0
    twins = open_twins(actor.clinic_id)
    return Page(current, changes, end, more, first=first, last=last, twins=twins, **told)


def read_changes(clinic_id: str, after: int, limit: int, since: datetime | None = None) -> Sequence[Any]:
    asked = {"clinic_id": clinic_id, "after": after, "rows": limit}
    if since is None:
        return db.session.execute(CHANGES, asked).all()
    return db.session.execute(CHANGES_INSIDE, asked | {"since": since}).all()


def device_of(actor: Actor) -> Device | None:
    return db.session.get(Device, (actor.clinic_id, actor.device_id)) if actor.device_id else None


def write_trace(actor: Actor, device: Device | None, page: Page, report: Report, now: datetime) -> bool:
    """Before content leaves, an audit row; now and then, what the device reports. True when there is to commit."""
    is_due = device is not None and is_news(device, actor.id, report, now)
    if not page.changes and not is_due:
        return False
    begin_write()
    lock_clinic(actor.clinic_id)
    if is_due:
        store_report(db.session.get_one(Device, (actor.clinic_id, actor.device_id)), actor.id, report, now)
    if page.changes:
        record_audit(actor, "sync.pull", "feed", None, count=len(page.changes), first=page.first, last=page.last)
    return True


def note_report(actor: Actor, report: Report, now: datetime, told: Any | None = None) -> None:
    """What a push tells of what it leaves behind; the clinic is locked already. ``told``: what the device has told
    before, if that was read."""
    told = told or device_of(actor)
    if told is not None and report.pending_ops is not None and is_news(told, actor.id, report, now):
        store_report(db.session.get_one(Device, (actor.clinic_id, actor.device_id)), actor.id, report, now)


def is_news(device: Any, user_id: str, report: Report, now: datetime) -> bool:
    """At most once a minute, unless what matters changed: usage moves with every byte and does not count."""
    told = (
        (report.app, device.app_version),
        (report.pending_ops, pending_of(device).get(user_id)),
        (report.oldest_pending_at, oldest_of(device, user_id)),
        ((report.storage or {}).get("persisted"), (device.storage or {}).get("persisted")),
    )
    if any(new is not None and new != old for new, old in told):
        return True
    reported_at = (device.storage or {}).get("at")
    is_stale = reported_at is None or now - datetime.fromisoformat(reported_at) >= REPORT_EVERY
    return is_stale and any(new is not None for new, _old in told)


def reported_pending(actor: Actor, device: Device | None) -> int:
    """How many changes this person's tablet last said it had not sent yet."""
    return pending_of(device).get(actor.id, 0) if device else 0


def pending_of(device: Any) -> dict[str, int]:
    """By person: several people share a tablet, and each has a database of their own there."""
    found: dict[str, int] = (device.storage or {}).get("pending_of", {})
    return found


def oldest_of(device: Any, user_id: str) -> datetime | None:
    found: str | None = (device.storage or {}).get("oldest_of", {}).get(user_id)
    return datetime.fromisoformat(found) if found else None


def store_report(device: Device, user_id: str, report: Report, now: datetime) -> None:
    device.app_version = report.app or device.app_version
    device.storage = {**(device.storage or {}), **(report.storage or {}), "at": now.isoformat()}
    if report.pending_ops is not None:
        store_pending(device, user_id, report)


def store_pending(device: Device, user_id: str, report: Report) -> None:
    """The device's number is that of all who work on it: nobody's report hides what somebody else has not sent."""
    told = {**pending_of(device), user_id: report.pending_ops or 0}
    oldest = {who: at for who, at in (device.storage or {}).get("oldest_of", {}).items() if who != user_id}
    if report.pending_ops and report.oldest_pending_at:
        oldest[user_id] = report.oldest_pending_at.astimezone(UTC).isoformat()
    device.pending_ops = sum(told.values())
    device.oldest_pending_at = datetime.fromisoformat(min(oldest.values())) if oldest else None
    device.storage = {**(device.storage or {}), "pending_of": told, "oldest_of": oldest}


Rows = list[tuple[str, str, int]]


@dataclass(slots=True)
class Manifest:
    """Type, id and rev of each record; those of patients out of scope by patient."""

    epoch: str
    records: Rows
    outside: dict[str, Rows]


def renew_scope(actor: Actor, since: datetime) -> None:
    """Let go of patients who have been out of work for long. The caller commits; the clinic is locked for the writing
    of the verdicts only."""
    verdicts = judge_old(actor.clinic_id, since)
    if verdicts:
        begin_write()
        lock_clinic(actor.clinic_id)
        keep_verdicts(actor.clinic_id, verdicts)


def read_manifest(actor: Actor, since: datetime = ALWAYS) -> Manifest:
    """Every record of the clinic, read in a snapshot: what a tablet compares with. The caller commits."""
    begin_snapshot()
    found = Manifest(read_epoch(), [], {})
    for row in db.session.execute(LISTED, {"clinic_id": actor.clinic_id, "since": since}):
        rows = found.records if row.inside else found.outside.setdefault(row.owner, [])
        rows.append((row.type, row.id, row.rev))
    outside = sum(map(len, found.outside.values()))
    begin_write()
    lock_clinic(actor.clinic_id)
    record_audit(actor, "sync.manifest", "feed", None, count=len(found.records) + outside)
    return found
