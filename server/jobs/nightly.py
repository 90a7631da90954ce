"""Backup, verification, tidying up, composing ahead, each night, and reminders each week; and from the console."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import delete

from server.backup.files import BackupFailed
from server.backup.write import make_backup
from server.config import Config, settings
from server.db import begin_snapshot, begin_write, db, utc_now
from server.jobs.ahead import compose_clinic
from server.log import places_of
from server.models import LoginSession, Throttle
from server.selfcheck import BEFORE
from server.services.accounts.sessions import KEEP_ENDED
from server.services.accounts.throttle import FORGET_AFTER
from server.services.clinic import clinic_ids
from server.services.feed import lock_clinic
from server.services.jobs import claim_run, end_run, kinds_here
from server.services.outgoing import forget_old
from server.services.patient_links.given import forget_links
from server.services.reminders import queue_reminders
from server.services.summaries.kept import forget_composed
from server.services.verify.clinic import broken_records
from server.services.verify.installation import note_whole, verify_all

log = structlog.get_logger("needlepoint.jobs")
MOST_NAMED = 200  # broken records of a clinic, for the lists of its tablets
KEEP_BEFORE = timedelta(days=90)
KEEP_COMPOSED = timedelta(days=30)


class JobFailed(Exception):
    """A job found something wrong: ``error`` is a code, ``why`` a sentence; ``found`` goes into the row of the run."""

    def __init__(self, error: str, why: str, **found: Any) -> None:
        super().__init__(error)
        self.error, self.why, self.found = error, why, found


def back_up() -> None:
    folder = settings().backup_dir
    if folder is None:
        raise JobFailed("no_folder", "BACKUP_DIR is not set.")
    try:
        make_backup(folder, thin=True)
    except BackupFailed as failed:
        raise JobFailed("backup_failed", str(failed)) from None


def verify() -> None:
    found = verify_all()
    note_whole(found)
    broken = {clinic_id: place for clinic_id, place in found.items() if place}
    if broken:
        begin_snapshot()
        records = {clinic_id: broken_records(clinic_id)[:MOST_NAMED] for clinic_id in broken}
        raise JobFailed("not_whole", "Run flask verify.", broken=broken, records=records)


def tidy() -> None:
    """Sign-ins and links for patients that ended a month ago, forgotten tries, old copies of before an upgrade. Never
    anything of a record."""
    for clinic_id in clinic_ids():
        begin_write()
        ended = LoginSession.expires_at < utc_now() - KEEP_ENDED
        db.session.execute(delete(LoginSession).where(LoginSession.clinic_id == clinic_id, ended))
        forget_old(clinic_id, utc_now())
        forget_links(clinic_id, utc_now())
        forget_composed(clinic_id, utc_now() - KEEP_COMPOSED)
        db.session.commit()
    begin_write()
    db.session.execute(delete(Throttle).where(Throttle.free_at < utc_now() - FORGET_AFTER))
    db.session.commit()
    for path in old_copies(settings().data_dir):
        path.unlink()


def old_copies(folder: Path) -> list[Path]:
    """Copies made before upgrades, but for the newest one and those of the last months."""
    found = sorted(folder.glob(f"{BEFORE}-*"), key=lambda path: path.stat().st_mtime)
    since = (utc_now() - KEEP_BEFORE).timestamp()
    return [path for path in found[:-1] if path.stat().st_mtime < since]


def remind() -> None:
    """A mail to everybody for whom something waits, once a week."""
    for clinic_id in clinic_ids():
        begin_write()
        lock_clinic(clinic_id)
        queue_reminders(clinic_id, utc_now())
        db.session.commit()


def compose() -> None:
    failed = sum(compose_clinic(clinic_id) for clinic_id in clinic_ids())
    if failed:
        raise JobFailed("not_composed", "The log names the places: composing_failed.")


JOBS: dict[str, Callable[[], None]] = {
    "backup": back_up, "verify": verify, "tidy": tidy, "compose": compose, "remind": remind,
}  # fmt: skip


def perform_due(config: Config) -> None:
    for kind in kinds_here(config.backup_dir, config.mail is not None):
        perform(kind, config.night_hour)


def perform(kind: str, hour: int | None = None) -> bool:
    """Run it now, or only if it is due after that hour of the night. False when it was not run."""
    begin_write()
    claimed = claim_run(kind, utc_now(), hour)
    db.session.commit()
    if not claimed:
        return False
    try:
        JOBS[kind]()
    except JobFailed as failed:
        finish(kind, failed.error, failed.why, **failed.found)
    except Exception as error:  # noqa: BLE001 (whatever it is: else the run would count as under way for 12 hours)
        log.error("job_failed", error=type(error).__name__, where=places_of(error))
        finish(kind, type(error).__name__)
    else:
        finish(kind)
    return True


def finish(kind: str, error: str | None = None, why: str | None = None, **found: Any) -> None:
    db.session.remove()
    begin_write()
    end_run(kind, utc_now(), error, why, **found)
    db.session.commit()
