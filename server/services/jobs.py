"""What the server does by itself at night, and how it went: one row of ``server_meta`` for each kind of job.

Several servers may look at the same moment: a run is claimed in a transaction, so one of them does it.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from server.db import db
from server.models import ServerMeta
from server.prepared import Prepared

KINDS = ("backup", "verify", "tidy", "compose", "remind")
WEEKLY = {"remind"}  # in the night before Monday's work
PREFIX = "job:"
RUNS = Prepared(select(ServerMeta.key, ServerMeta.value).where(ServerMeta.key.startswith(PREFIX)))
RETRY_AFTER = timedelta(hours=6)
LOST_AFTER = timedelta(hours=12)  # of a run whose end was not recorded, because its server was stopped
TIMES = ("since", "started_at", "ended_at", "good_at")


@dataclass(frozen=True, slots=True)
class Run:
    """``state``: waiting (it never ran), running, done or failed. ``good_at``: the end of the last run without a fault.

    ``error`` names the kind of fault and ``why`` is for the console alone. A verification found ``broken``, the first
    place of each clinic, and ``records``, which are not as they were written. ``since``: when the server first knew of
    this job.
    """

    since: datetime
    state: str = "waiting"
    started_at: datetime | None = None
    ended_at: datetime | None = None
    good_at: datetime | None = None
    error: str | None = None
    why: str | None = None
    broken: dict[str, str] = field(default_factory=dict)
    records: dict[str, list[str]] = field(default_factory=dict)

    @property
    def seconds(self) -> float | None:
        """How long the last run took."""
        return (self.ended_at - self.started_at).total_seconds() if self.started_at and self.ended_at else None


def kinds_here(backup_dir: Path | None, sends_mail: bool) -> list[str]:
    """What a server does at night: no backups where no folder for them is set, no reminders without mail."""
    needs = {"backup": bool(backup_dir), "remind": sends_mail}
    return [kind for kind in KINDS if needs.get(kind, True)]


def read_runs() -> dict[str, Run]:
    """By kind; a kind that was never due has none."""
    db.session.flush()
    return {row.key.removeprefix(PREFIX): read_run(row.value) for row in RUNS.read(db.session.connection(), {})}


def read_run(value: dict[str, Any]) -> Run:
    times = {name: datetime.fromisoformat(value[name]) for name in TIMES if value.get(name)}
    return Run(**{**value, **times})


def write_run(kind: str, run: Run) -> None:
    value = {name: getattr(run, name) for name in Run.__slots__ if getattr(run, name)}
    times = {name: value[name].isoformat() for name in TIMES if name in value}
    db.session.get_one(ServerMeta, PREFIX + kind).value = {**value, **times}
    db.session.flush()


def lock_run(kind: str, now: datetime) -> Run:
    """The row of this kind, made when it is not there, held until the end of the transaction."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(ServerMeta).values(key=PREFIX + kind, value={"since": now.isoformat()})
    db.session.execute(fresh.on_conflict_do_nothing())
    query = select(ServerMeta).where(ServerMeta.key == PREFIX + kind).with_for_update()
    return read_run(db.session.scalars(query.execution_options(populate_existing=True)).one().value)


def claim_run(kind: str, now: datetime, hour: int | None) -> bool:
    """Begin a run, unless one is under way or, with an ``hour`` of the night, none is due."""
    run = lock_run(kind, now)
    if is_running(run, now) or (hour is not None and not is_due(run, now, hour, weekly=kind in WEEKLY)):
        return False
    write_run(kind, replace(run, state="running", started_at=now, ended_at=None))
    return True


def end_run(kind: str, now: datetime, error: str | None = None, why: str | None = None, **found: Any) -> None:
    """Record how the claimed run ended; ``found`` may be ``broken`` and ``records``."""
    run = replace(lock_run(kind, now), ended_at=now, error=error, why=why, **{"broken": {}, "records": {}, **found})
    write_run(kind, replace(run, state="failed") if error else replace(run, state="done", good_at=now))


def note_run(kind: str, now: datetime, error: str | None = None) -> None:
    """The same work was done at the console."""
    run = lock_run(kind, now)
    if not is_running(run, now):
        write_run(kind, replace(run, started_at=now))
        end_run(kind, now, error)


def last_verified(clinic_id: str) -> dict[str, Any] | None:
    """When the clinic's data was last checked, and the records that were not as they were written. None: never yet."""
    run = read_runs().get("verify")
    at = run and (run.ended_at or run.good_at)
    if not run or not at:
        return None
    return {"at": at, "whole": clinic_id not in run.broken, "broken": run.records.get(clinic_id, [])}


def is_running(run: Run, now: datetime) -> bool:
    return run.state == "running" and run.started_at is not None and now - run.started_at < LOST_AFTER


def is_due(run: Run, now: datetime, hour: int, *, weekly: bool = False) -> bool:
    """A night has begun since it ran last, also one during which the server was off; or it failed some hours ago."""
    if run.state == "failed" and run.ended_at and now - run.ended_at >= RETRY_AFTER:
        return True
    return now >= next_night(run.started_at or run.since, hour, weekly=weekly)


def next_night(after: datetime, hour: int, *, weekly: bool = False) -> datetime:
    """The next time that the clock of this machine shows that hour, of a Monday if ``weekly``."""
    local = after.astimezone()
    night = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    night = night if night > local else night + timedelta(days=1)
    return night + timedelta(days=-night.weekday() % 7) if weekly else night
