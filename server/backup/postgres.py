"""Backup and restore of a PostgreSQL database through its own programs: pg_dump, pg_restore, psql."""

import os
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import make_url, text

from server.backup.files import BackupFailed, Copy, read_start
from server.db import db

SUFFIX = "dump"
MAGIC = b"PGDMP"
ASIDE = "needlepoint_replaced_"
AS_ANYBODY = ("--no-owner", "--no-privileges")
OTHERS = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


def name_of(url: str) -> str:
    return f"The database {make_url(url).database}"


def is_there(url: str) -> bool:
    return bool(url)


def run(program: str, *arguments: str, url: str = "", **streams: Any) -> subprocess.CompletedProcess[bytes]:
    """Run a program of PostgreSQL, on the database when it is named. No process list shows the password."""
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(
            f"{program} was not found. Install PostgreSQL's client programs (Debian: postgresql-client) of the "
            "server's version or newer, or use the tools of whoever runs the database, and then flask new-epoch."
        )
    known = conninfo_to_dict(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False) if url else ""
    )
    password = known.pop("password", None)
    env = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [
        found,
        *(
            [f"--dbname={make_conninfo(**{name: str(value) for name, value in known.items() if value is not None})}"]
            if url
            else []
        ),
        *arguments,
    ]
    done = subprocess.run(command, env=env, stderr=subprocess.PIPE, check=False, **streams)  # noqa: S603 - no shell
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.decode(errors='replace').strip()}")
    return done


def write_copy(url: str, path: Path) -> None:
    with path.open("wb") as file:
        run("pg_dump", "--format=custom", f"--exclude-schema={ASIDE}*", *AS_ANYBODY, url=url, stdout=file)


def check_copy(path: Path) -> Copy:
    """Unpack all of the copy, and look at what it holds."""
    if read_start(path, len(MAGIC)) != MAGIC:
        raise BackupFailed(f"{path} is no backup of a PostgreSQL database, which this server uses.")
    run("pg_restore", "--file=-", str(path), stdout=subprocess.DEVNULL)
    revisions = rows_of(path, "alembic_version")
    if len(revisions) != 1:
        raise BackupFailed(f"{path} does not hold a database of Needlepoint.")
    return Copy(revisions[0], len(rows_of(path, "clinic")))


def rows_of(path: Path, table: str) -> list[str]:
    """The rows of a small table, as the copy holds them."""
    script = run("pg_restore", "--data-only", f"--table={table}", "--file=-", str(path), stdout=subprocess.PIPE)
    _, _, after = script.stdout.decode().partition(" FROM stdin;\n")
    return after.partition("\\.\n")[0].splitlines()


def put_in_place(url: str, file: Path, epoch: str, now: datetime) -> str | None:
    """Replace the tables by those of the file, in one transaction. Returns the schema that keeps the replaced ones."""
    if db.session.scalar(text(OTHERS)):
        raise BackupFailed(
            "Something is connected to the database: stop every server that uses it. Nothing was changed."
        )
    db.session.remove()
    kept = f"{ASIDE}{now:%Y%m%d_%H%M%S_%f}"
    with tempfile.TemporaryFile() as script:
        script.write(f"ALTER SCHEMA public RENAME TO {kept};\nCREATE SCHEMA public;\n".encode())
        script.flush()
        run("pg_restore", "--file=-", *AS_ANYBODY, str(file), stdout=script)
        script.seek(0, os.SEEK_END)
        script.write(f"\nUPDATE public.server_meta SET value = '{epoch}' WHERE key = 'epoch';\n".encode())
        script.seek(0)
        options = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")
        run("psql", *options, url=url, stdin=script, stdout=subprocess.DEVNULL)
    return f"schema {kept}"
