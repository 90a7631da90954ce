"""What whoever looks after the server wants to know: numbers and times, nothing of what a record says."""

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from server.db import db
from server.domain.permissions import Actor
from server.models import Device, Record
from server.services.jobs import KINDS, Run, read_runs
from server.services.outgoing import count_undelivered

BACKUP_LATE = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Tablets:
    """Of all clinics. ``oldest_pending_at`` is the oldest change that a tablet has said it holds unsent."""

    seen_in_a_day: int
    seen_in_a_week: int
    unseen: int
    pending_ops: int
    oldest_pending_at: datetime | None


def read_tablets(now: datetime) -> Tablets:
    active = Device.status == "active"
    day, week = now - timedelta(days=1), now - timedelta(days=7)
    counted = select(
        func.count().filter(Device.last_seen_at >= day),
        func.count().filter(Device.last_seen_at >= week),
        func.count(),
        func.coalesce(func.sum(Device.pending_ops), 0),
        func.min(Device.oldest_pending_at),
    ).where(active)
    in_a_day, in_a_week, every, pending, oldest = db.session.execute(counted).one()
    return Tablets(in_a_day, in_a_week - in_a_day, every - in_a_week, int(pending), oldest)


def count_waiting_reviews() -> tuple[int, datetime | None]:
    """How many signed notes of all clinics wait for a supervisor, and since when the longest."""
    query = select(func.count(), func.min(Record.updated_at)).where(Record.type == "note", Record.state == "signed")
    count, oldest = db.session.execute(query).one()
    return count, oldest


def database_bytes() -> tuple[int, int]:
    """The size of the database, and of SQLite's log beside it."""
    if db.engine.dialect.name == "postgresql":
        return int(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0), 0
    path = Path(str(db.engine.url.database))
    log = path.with_name(path.name + "-wal")
    pages, size = (int(db.session.scalar(text(f"PRAGMA {name}")) or 0) for name in ("page_count", "page_size"))
    return pages * size, log.stat().st_size if log.exists() else 0


def describe_server(actor: Actor, data_dir: Path, here: Collection[str], now: datetime) -> dict[str, Any]:
    """For the administrators of one clinic; ``here`` are the jobs this server does by itself."""
    runs = read_runs()
    backup, verify = runs.get("backup"), runs.get("verify")
    size, log = database_bytes()
    return {
        "database": db.engine.dialect.name,
        "database_bytes": size + log,
        "disk_free_bytes": shutil.disk_usage(data_dir).free,
        "backup_is_late": is_late(backup, now),
        "whole": not (verify and actor.clinic_id in verify.broken),
        "undelivered": count_undelivered(actor.clinic_id),
        "jobs": [describe_job(kind, runs.get(kind), kind in here) for kind in KINDS],
    }


def backup_hours(now: datetime) -> int | None:
    """The age of the last good backup; None when none is known."""
    run = read_runs().get("backup")
    return int((now - run.good_at).total_seconds() // 3600) if run and run.good_at else None


def is_late(backup: Run | None, now: datetime) -> bool:
    """No good backup for two days; a server that was set up within these has time to make its first one."""
    if backup is None:
        return True
    return now - (backup.good_at or backup.since) > BACKUP_LATE


def describe_job(kind: str, run: Run | None, is_here: bool) -> dict[str, Any]:
    state = run.state if run and run.started_at else ("waiting" if is_here else "off")
    found = {name: getattr(run, name, None) for name in ("started_at", "seconds", "good_at", "error")}
    return {"name": kind, "state": state, **found}
