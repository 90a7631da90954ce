"""Every command that works on the clinic's data says first which database that is, and makes none by accident."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from server.config import settings
from server.data_dir import describe_database, describe_settings, find_missing
from server.db import begin_write, db, utc_now
from server.selfcheck import find_migration_fault, find_moved
from server.services.jobs import note_run

Command = TypeVar("Command", bound=Callable[..., Any])


def on_database(command: Command) -> Command:
    """A command on a database that a server of this version uses; else it ends with what is wrong."""
    return checked(command, find_fault)


def on_any_version(command: Command) -> Command:
    """A command that also works on the database of an older or newer version."""
    return checked(command, lambda: find_missing(settings()))


def checked(command: Command, find: Callable[[], str | None]) -> Command:
    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        say_database()
        if fault := find():
            raise click.ClickException(fault)
        return command(*args, **kwargs)

    return run  # type: ignore[return-value]


def say_database() -> None:
    """Once, and on standard error: what a command prints may be read by a program."""
    meta = click.get_current_context().meta
    if meta.setdefault(__name__, False):
        return
    meta[__name__] = True
    click.echo(f"Database: {describe_database(settings())} ({describe_settings(settings())})", err=True)


def find_fault() -> str | None:
    if fault := find_missing(settings()):
        return fault
    try:
        with db.engine.connect() as connection:
            return next(iter({**find_migration_fault(connection), **find_moved(connection)}.values()), None)
    except SQLAlchemyError:
        return "The database cannot be reached (DATABASE_URL)."


class DatabaseGroup(AppGroup):
    """A group of commands on the database."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[[Command], click.Command]:  # type: ignore[override]
        make = super().command(*args, **kwargs)
        return lambda run: make(on_database(run))


def note_by_hand(kind: str, error: str | None = None) -> None:
    """What was done at the console counts as a run of that job. Where that cannot be written, the work was done all the
    same."""
    db.session.remove()
    try:
        begin_write()
        note_run(kind, utc_now(), error)
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        click.echo("It could not be noted in the database that this was done.", err=True)
