"""Making backups: checked before they get their name, encrypted where a recipient is set, thinned as they grow old."""

import re
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from sqlalchemy import make_url

from server.backup import postgres, sealed, sqlite
from server.backup.files import BackupFailed, finish_file, new_file
from server.backup.sealed import read_recipient, seal
from server.config import settings
from server.db import utc_now
from server.selfcheck import BEFORE

NAME = "needlepoint-{:%Y%m%d-%H%M%S-%f}.{}"
PERIODS = (("%Y-%m-%d", 7), ("%G-%V", 5), ("%Y-%m", 12))
NAME_BEFORE = "{}-{}-{:%Y%m%d-%H%M%S}.{}"
TIME_IN_NAME = re.compile(r"needlepoint-(\d{8}-\d{6}-\d{6})")


def make_backup(folder: Path, keep: int | None = None, thin: bool = False) -> Path:
    """A checked backup in the folder; then those go that are no longer to be kept, never this one."""
    if not folder.is_dir():
        raise BackupFailed(f"There is no folder {folder}.")
    url, kind = database()
    path = write_backup(url, kind, folder.resolve() / NAME.format(utc_now(), kind.SUFFIX))
    found = backups_in(path.parent, kind.SUFFIX)
    for old in [*(found[keep:] if keep else []), *(thinned(found) if thin else [])]:
        old.unlink(missing_ok=True)
    return path


def thinned(newest_first: list[Path]) -> list[Path]:
    """Those that are neither the newest of one of the last days nor of one of the last weeks or months."""
    kept: set[Path] = set()
    for period, count in PERIODS:
        newest: dict[str, Path] = {}
        for path in newest_first:
            newest.setdefault(f"{when_made(path):{period}}", path)
        kept.update(list(newest.values())[:count])
    return [path for path in newest_first if path not in kept]


def back_up_before(revision: str) -> Path:
    """A backup in DATA_DIR, named after the revision that the database is about to be brought to."""
    url, kind = database()
    name = NAME_BEFORE.format(BEFORE, revision, utc_now(), kind.SUFFIX)
    return write_backup(url, kind, settings().data_dir / name)


def write_backup(url: str, kind: ModuleType, path: Path) -> Path:
    return write_sealed(url, kind, path) if settings().backup_recipient else write_plain(url, kind, path)


def write_plain(url: str, kind: ModuleType, path: Path) -> Path:
    part = new_file(path.parent)
    try:
        write_checked(url, kind, part)
        return finish_file(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_sealed(url: str, kind: ModuleType, path: Path) -> Path:
    """The plain copy is written and checked beside the database, never in the folder of backups."""
    recipient = read_recipient(settings().backup_recipient or "")
    plain, part = new_file(settings().data_dir, "plain"), new_file(path.parent)
    try:
        write_checked(url, kind, plain)
        seal(plain, part, recipient)
        return finish_file(part, path.with_name(f"{path.name}.{sealed.SUFFIX}"))
    finally:
        plain.unlink(missing_ok=True)
        part.unlink(missing_ok=True)


def write_checked(url: str, kind: ModuleType, part: Path) -> None:
    kind.write_copy(url, part)
    if not kind.check_copy(part).clinics:
        raise BackupFailed(f"{kind.name_of(url)} holds no clinic: there is nothing to back up.")


def backups_in(folder: Path, suffix: str) -> list[Path]:
    """Those that were named here, the newest first; nothing else in the folder is ever deleted."""
    named = re.compile(rf"{TIME_IN_NAME.pattern}\.{suffix}(\.{sealed.SUFFIX})?")
    return sorted((path for path in folder.iterdir() if named.fullmatch(path.name)), reverse=True)


def database() -> tuple[str, ModuleType]:
    """Where the database is, and the module that copies such a one."""
    url = settings().database_url
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    return url, sqlite if is_sqlite else postgres


def when_made(file: Path) -> datetime:
    """The time in the name, or that of the file when it was renamed."""
    if found := TIME_IN_NAME.search(file.name):
        return datetime.strptime(found[1], "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC)
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
