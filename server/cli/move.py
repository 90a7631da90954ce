"""``flask move-to``: the whole database from its SQLite file to PostgreSQL, row by row and compared."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import Connection, Engine, Table, Text, inspect, select, text, type_coerce
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from server.backup.files import BackupFailed
from server.cli.backup import said_plainly, stopped_server
from server.cli.database import on_database
from server.config import read_database_url, settings
from server.data_dir import database_file, describe_database
from server.db import Json, begin_write, db, utc_now
from server.models import ServerMeta
from server.selfcheck import MOVED
from server.services.archive.tables import page_of
from server.settings_file import BadConfig

C_COLLATIONS = {"C", "POSIX", "C.UTF-8", "C.utf8"}


class Mismatch(BackupFailed):
    """What arrived is not what was sent."""


@click.command("move-to")
@click.argument("url")
@with_appcontext
@on_database
def move_to(url: str) -> None:
    """Move everything to the empty PostgreSQL database URL. The server must be stopped.

    Rows are compared one by one, and the SQLite file is marked as moved: no server starts on it any more. Afterwards
    set DATABASE_URL to the same URL. SECRET_KEY and DATA_DIR stay, and tablets go on as if nothing had happened.
    """
    with said_plainly(), stopped_server():
        if database_file(settings()) is None:
            raise BackupFailed("The database is on PostgreSQL already.")
        target = make_target(url)
        where = describe_database(target.config["NEEDLEPOINT"])
        counts = copy_all(target)
        begin_write()
        db.session.merge(ServerMeta(key=MOVED, value={"to": where, "at": utc_now().isoformat()}))
        db.session.commit()
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables moved and compared, each with its hash.")
    click.echo(f"Set DATABASE_URL, and start the server: it then uses {where}.")


def make_target(url: str) -> Flask:
    """An application on the new database, with its tables made."""
    try:
        address = read_database_url(url)
    except BadConfig as error:
        raise BackupFailed(f"{error}.") from None
    if not address.startswith("postgresql"):
        raise BackupFailed("Only PostgreSQL can be moved to: postgresql://NAME:PASSWORD@HOST/DATABASE")
    target: Flask = current_app.extensions["create_app"](replace(settings(), database_url=address, serving=False))
    with target.app_context():
        try:
            with db.engine.connect() as connection:
                check_target(connection)
            upgrade()
        except SQLAlchemyError as error:
            raise BackupFailed(f"The new database cannot be used: {type(error).__name__}.") from None
        finally:
            db.session.remove()
            db.engine.dispose()
    return target


def check_target(connection: Connection) -> None:
    if tables := inspect(connection).get_table_names():
        raise BackupFailed(f"The new database is not empty ({min(tables)}). Make one for Needlepoint alone.")
    query = "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()"
    encoding, collation = connection.execute(text(query)).one()
    if encoding != "UTF8" or collation not in C_COLLATIONS:
        raise BackupFailed(
            f"The new database has encoding {encoding} and collation {collation}; lists need UTF8 and C to keep their "
            "order: createdb --encoding UTF8 --locale C --template template0 NAME"
        )


def copy_all(target: Flask) -> dict[str, int]:
    """Copy in one transaction, compare, and only then keep it. Rows by table."""
    tables = db.metadata.sorted_tables
    with target.app_context():
        there = db.engine
    with disposed(there), db.engine.connect() as source, there.connect() as copy:
        try:
            copy.exec_driver_sql("SET statement_timeout = 0")
            for table in reversed(tables):
                copy.execute(table.delete())  # what the migrations put in: the epoch must be the old one
            for table in tables:
                copy_table(source, copy, table)
            counts = {table.name: compare(source, copy, table) for table in tables}
            copy.commit()
        except DBAPIError as error:
            raise BackupFailed(f"PostgreSQL refused a row ({type(error).__name__}). Nothing was moved.") from None
        copy.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    return counts


@contextmanager
def disposed(engine: Engine) -> Iterator[None]:
    """The connections of that engine end with the block."""
    try:
        yield
    finally:
        engine.dispose()


def copy_table(source: Connection, copy: Connection, table: Table) -> None:
    """The raw values: both databases hold times, JSON and truth values in forms that PostgreSQL reads."""
    names = [column.name for column in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    cursor: Any = copy.connection.cursor()
    with cursor.copy(f'COPY "{table.name}" ({listed}) FROM STDIN') as sink:
        rows = source.exec_driver_sql(f'SELECT {listed} FROM "{table.name}"')  # noqa: S608 (names of our own tables)
        for row in rows:
            sink.write_row(tuple(row))
    cursor.close()


def compare(source: Connection, copy: Connection, table: Table) -> int:
    """The number of rows, which are the same on both sides."""
    mine, theirs = digest(source, table), digest(copy, table)
    if mine != theirs:
        raise Mismatch(f"{table.name}: {theirs[0]} of {mine[0]} rows arrived as they are here. Nothing was moved.")
    return mine[0]


def digest(connection: Connection, table: Table) -> tuple[int, int]:
    """How many rows, and the sum of their SHA-256: the order of rows does not matter, each byte of them does."""
    count = total = 0
    for row in rows_of(connection, table):
        total = (total + int.from_bytes(hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).digest())) % 2**256
        count += 1
    return count, total


def rows_of(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Values as both databases give them: times as instants, JSON as the text it is kept as."""
    columns = [type_coerce(column, Text) if isinstance(column.type, Json) else column for column in table.columns]
    with connection.execute(select(*columns).execution_options(yield_per=page_of(table))) as rows:
        yield from (tuple(row) for row in rows)
