"""Backup and restore of a SQLite database, by SQLite's own backup: one moment of it, while others write."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url

from server.backup.files import BackupFailed, Copy, finish_file, new_file, read_start, sync

SUFFIX = "db"
MAGIC = b"SQLite format 3\0"


def place(url: str) -> Path:
    return Path(str(make_url(url).database))


def name_of(url: str) -> str:
    return str(place(url))


def is_there(url: str) -> bool:
    return place(url).is_file()


def connect(path: Path) -> sqlite3.Connection:
    """Open a database that is there; a name without a file is an error, never a new and empty database."""
    if not path.is_file():
        raise BackupFailed(f"There is no database {path}: is DATA_DIR the server's?")
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=10)


def read_only(path: Path) -> sqlite3.Connection:
    """Open a finished copy without leaving anything beside it."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def write_copy(url: str, path: Path) -> None:
    try:
        with closing(connect(place(url))) as source, closing(connect(path)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole without its neighbours
    except sqlite3.Error as error:
        raise BackupFailed(f"The database could not be copied: {error}.") from None


def check_copy(path: Path) -> Copy:
    """Open the copy and read all of it."""
    if read_start(path, len(MAGIC)) != MAGIC:
        raise BackupFailed(f"{path} is no backup of a SQLite database, which this server uses.")
    try:
        with closing(read_only(path)) as copy:
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupFailed(f"{path} is damaged: {found}.")
            revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            return Copy(revision, copy.execute("SELECT count(*) FROM clinic").fetchone()[0])
    except (sqlite3.Error, TypeError) as error:
        raise BackupFailed(f"{path} does not hold a database of Needlepoint: {error}.") from None


def put_in_place(url: str, file: Path, epoch: str, now: datetime) -> str | None:
    """Replace the database by the file, which gets its new epoch first. Returns where the replaced one is kept."""
    target = place(url)
    part = new_file(target.parent)
    try:
        with closing(read_only(file)) as source, closing(connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            with copy:
                copy.execute("UPDATE server_meta SET value = ? WHERE key = 'epoch'", (epoch,))
        check_copy(part)
        kept = keep_replaced(target, now)
        finish_file(part, target)
    except sqlite3.Error as error:
        raise BackupFailed(f"The backup could not be copied: {error}. The database was not touched.") from None
    finally:
        part.unlink(missing_ok=True)
    return kept


def keep_replaced(target: Path, now: datetime) -> str | None:
    """Give the present database a second name, and leave nothing of it that would be taken for the new one's."""
    if not target.exists():
        return None
    kept = target.with_name(f"{target.stem}-replaced-{now:%Y%m%d-%H%M%S-%f}{target.suffix}")
    with suppress(sqlite3.Error), closing(connect(target)) as replaced:  # it may be what is damaged
        replaced.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for part in ("-wal", "-shm"):
        beside = target.with_name(target.name + part)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + part))
    os.link(target, kept)
    sync(target.parent)
    return str(kept)
