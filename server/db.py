"""The database: one SQLAlchemy instance, the column types both databases share, and the writer transaction.

SQLite runs in WAL with ``synchronous=FULL``: an acknowledgement lets a tablet forget its copy, so it must outlive a
power cut. Writers begin with ``BEGIN IMMEDIATE``; a read upgraded to a write fails at once under load, whatever the
busy timeout.
"""

import json
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, ForeignKeyConstraint, Integer, MetaData, Text, event, text
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import Pool
from sqlalchemy.types import TypeDecorator, TypeEngine

from server.turns import turns_of

SERVER_LOCK = 7_318_200_520  # the same number in every process
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

WAIT_SECONDS = 10  # for other writers
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={WAIT_SECONDS * 1000}",
    "trusted_schema=OFF",
    "journal_size_limit=67108864",
    "temp_store=MEMORY",
)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True
else:

    class Model(db.Model):
        """Base of every table; on SQLite a table is STRICT, so a wrong type is refused as PostgreSQL refuses it."""

        __abstract__ = True

        def __init_subclass__(cls, **kwargs: Any) -> None:
            super().__init_subclass__(**kwargs)
            if "__table__" in cls.__dict__:
                cls.__table__.dialect_options["sqlite"]["strict"] = True


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC instant: timestamptz on PostgreSQL, sortable ISO 8601 text with microseconds on SQLite."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        # isoformat, for strftime writes the year 26 with two digits, which nothing reads again
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC) if value is not None else None


class JsonText(str):
    """JSON that is text already, as it is stored."""

    __slots__ = ()


def json_text(value: Any) -> str:
    if type(value) is JsonText:
        return str(value)
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Json(TypeDecorator[Any]):
    """JSON as text, numbers and key order exactly as written, the same on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Flag(TypeDecorator[bool]):
    """A boolean; SQLite's STRICT tables know only INTEGER."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


BigInt = BigInteger().with_variant(Integer, "sqlite")


def points_to(table: str, column: str) -> ForeignKeyConstraint:
    """A foreign key to a row of the same clinic: with the clinic in both keys, a row of another cannot be named."""
    return ForeignKeyConstraint(["clinic_id", column], [f"{table}.clinic_id", f"{table}.id"])


@event.listens_for(Engine, "connect")
def _on_connect(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # the begin hook below emits BEGIN, so that savepoints and DDL are transactional
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _on_begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        how = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        if how == "IMMEDIATE":
            take_turn(connection)
        connection.exec_driver_sql(f"BEGIN {how}")


def take_turn(connection: Any) -> None:
    """The turn lasts until the connection goes back to its pool: after the commit, when the disk has it."""
    if "turns" in connection.info:
        return
    turns = turns_of[connection.engine.url.database]
    if not turns.take(WAIT_SECONDS):
        raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))
    connection.info["turns"] = turns


@event.listens_for(Pool, "checkin")
def _on_checkin(_connection: Any, record: Any) -> None:
    if turns := record.info.pop("turns", None):
        turns.give()


def begin_write() -> None:
    """Start the writer transaction of this session. Everything read before is let go: a read cannot become a write."""
    db.session.rollback()
    db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


def lock_server() -> None:
    """Lock what belongs to no clinic until the end of this transaction: two servers of one database would otherwise
    make the same row of ``server_meta`` at once. Call it right after ``begin_write()``. SQLite has one writer only."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": SERVER_LOCK})


def begin_snapshot() -> None:
    """Start a read that sees one moment only, however many statements it takes."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True})


def utc_now() -> datetime:
    return datetime.now(UTC)
