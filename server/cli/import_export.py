"""``flask import-export``: a clinic from the export of another installation, into this empty one."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from server.cli.database import on_database
from server.db import begin_write, db, lock_server, utc_now
from server.selfcheck import migration_head
from server.services.archive.load import NotTaken, load_clinic
from server.services.archive.tables import NAME


@click.command("import-export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
@on_database
def import_export(file: Path) -> None:
    """Take a whole clinic into this empty installation: FILE is the archive of an export, or its clinic.jsonl.

    It comes as it was: content, states, authors, signatures, revisions, times and audit trail. Passwords, one-time
    codes and sign-ins stay behind: afterwards give people a link with flask users invite EMAIL.
    """
    begin_write()
    lock_server()
    try:
        with opened(file) as lines:
            taken = load_clinic(lines, str(migration_head()), utc_now())
    except NotTaken as error:
        db.session.rollback()
        raise click.ClickException(f"{error} Nothing was taken in.") from None
    except DBAPIError as error:
        db.session.rollback()
        said = f"The database refused a row ({type(error.orig).__name__}). Nothing was taken in."
        raise click.ClickException(said) from None
    db.session.commit()
    click.echo(f"{taken.clinic}: {taken.rows} rows, {taken.records} records, whole as flask verify asks it.")
    click.echo(f"{taken.stated} signatures are shown as stated by the source: no key in the file proves them.")
    click.echo("Nobody has a password here yet: flask users list, then flask users invite EMAIL.")


@contextmanager
def opened(file: Path) -> Iterator[Iterator[bytes]]:
    """The lines of the file; of an archive, the one file in it is read as it stands, nothing is unpacked."""
    if not zipfile.is_zipfile(file):
        with file.open("rb") as plain:
            yield iter(plain)
        return
    with zipfile.ZipFile(file) as packed:
        if packed.namelist().count(NAME) != 1:
            raise click.ClickException(f"There is no {NAME} in this archive: export the whole clinic with it.")
        with packed.open(NAME) as inside:
            yield iter(inside)
