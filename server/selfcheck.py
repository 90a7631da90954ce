"""Is this server fit to be trusted with notes? Asked at the start, where a fault stops it, and by /readyz."""

import shutil
import sqlite3
from functools import cache
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.db import db

MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE_AT_LEAST = (3, 37, 0)  # STRICT tables
SQLITE_SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
POSTGRES_SETTINGS = {"fsync": {"on"}, "full_page_writes": {"on"}, "synchronous_commit": {"on", "remote_apply"}}
DISK_SHARE, DISK_BYTES = 0.10, 2**30  # a tenth of the disk, or a gigabyte of a large one


def find_faults(data_dir: Path) -> dict[str, str]:
    """Every fault by name, each with a sentence for the person at the console."""
    try:
        with db.engine.connect() as connection:
            faults = {**find_setting_faults(connection), **find_migration_fault(connection)}
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
    if found == migration_head():
        return {}
    return {
        "migrations": f"The database is at revision {found}, this program needs {migration_head()}: flask db upgrade."
    }


@cache
def migration_head() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
