"""Is this server fit to be trusted with notes? Asked at the start, where a fault stops it, and by /readyz."""

import json
import shutil
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.db import db
from server.services.secret import find_secret_fault

MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE_AT_LEAST = (3, 37, 0)  # STRICT tables
SQLITE_SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
POSTGRES_SETTINGS = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {"on", "remote_apply"}}
MOVED = "moved"
BEFORE = "before"  # begins the name of a backup made before an upgrade
DISK_SHARE, DISK_BYTES = 0.10, 2**30  # a tenth of the disk, or a gigabyte of a large one


def find_faults(data_dir: Path) -> dict[str, str]:
    """Every fault by name, each with a sentence for the person at the console."""
    try:
        with db.engine.connect() as connection:
            faults = {**find_setting_faults(connection), **find_migration_fault(connection)}
            faults |= find_secret_fault(connection) | find_moved(connection)
    except (OperationalError, PoolTimeout):
        faults = {"database": "The database cannot be reached (DATABASE_URL)."}
    usage = shutil.disk_usage(data_dir)
    if usage.free < min(usage.total * DISK_SHARE, DISK_BYTES):
        faults["disk"] = "The disk of DATA_DIR is nearly full."
    return faults


def find_setting_faults(connection: Connection) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        return find_sqlite_faults(connection)
    return {
        name: f"PostgreSQL must run with {name} on: an answer to a tablet has to survive a power cut."
        for name, good in POSTGRES_SETTINGS.items()
        if connection.execute(text(f"SHOW {name}")).scalar() not in good
    }


def find_sqlite_faults(connection: Connection) -> dict[str, str]:
    faults = {}
    if sqlite3.sqlite_version_info < SQLITE_AT_LEAST:
        faults["sqlite_version"] = f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or newer is needed."
    for name, good in SQLITE_SETTINGS.items():
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        if found != good:
            faults[name] = f"SQLite must run with {name}={good}, but it is {found} (is DATA_DIR on a network disk?)."
    return faults


def find_migration_fault(connection: Connection) -> dict[str, str]:
    found = MigrationContext.configure(connection).get_current_revision()
    return {} if found == migration_head() else {"migrations": describe_other_revision(connection, found)}


def describe_other_revision(connection: Connection, found: str | None) -> str:
    """What to do with a database that another version of this program has left."""
    if found is None:
        return "The database is empty. `flask prepare`, which is a part of `make run`, makes its tables."
    if is_newer(found):
        version = read_program_version(connection)
        return (
            f"This database was last used by a newer Needlepoint ({version}revision {found}). Start that version, "
            f"or restore the backup made before the upgrade: DATA_DIR/{BEFORE}-{found}-..."
        )
    return (
        f"The database is at revision {found}, this program needs {migration_head()}. `flask prepare`, which is a part "
        "of `make run`, makes a backup and brings it up to date."
    )


def find_moved(connection: Connection) -> dict[str, str]:
    """Whether this database was left for another one: two servers would then go on from the same history."""
    moved = read_meta(connection, MOVED)
    if moved is None:
        return {}
    return {
        "moved": f"This database was moved to {moved['to']} at {moved['at'][:16]} UTC. Set DATABASE_URL to that one."
    }


def read_meta(connection: Connection, key: str) -> dict[str, Any] | None:
    """A fact about this installation, also from a database without tables."""
    if "server_meta" not in inspect(connection).get_table_names():
        return None
    found = connection.execute(text("SELECT value FROM server_meta WHERE key = :key"), {"key": key}).scalar()
    return json.loads(found) if found else None


def is_newer(revision: str) -> bool:
    """Whether this program does not know that state of the database."""
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(revision)
    except CommandError:
        return True
    return False


def read_program_version(connection: Connection) -> str:
    """``0.2.0, ``: which program brought the database to its state; nothing for one of before this was kept."""
    found = read_meta(connection, "program")
    return f"{found['version']}, " if found else ""


@cache
def migration_head() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
