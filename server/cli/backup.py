"""``flask backup``, ``flask restore`` and ``flask new-epoch``.

A restored database begins a new epoch: tablets then read it from the start and send again what the server had confirmed
in the last thirty days. Without one they would go on believing that their notes are safe.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_migrate import upgrade

from server.backup.files import BackupFailed, check_revision
from server.backup.report import EVERY_TABLET, describe, read_overview
from server.backup.sealed import opened
from server.backup.write import database, make_backup, when_made
from server.cli.database import note_by_hand, on_any_version, on_database, say_database
from server.config import settings
from server.data_dir import make_data_dir
from server.db import begin_write, db, utc_now
from server.running import claim_stopped
from server.services.accounts.sessions import end_all_sessions
from server.services.audit import CONSOLE
from server.services.clinic import clinic_ids
from server.services.epoch import epoch_text
from server.services.history import audit_epoch, lock_clinics, renew_epoch
from server.services.keys.clinic import unreadable_keys
from server.services.patient_links.given import end_all_links
from server.services.secret import keep_fingerprint
from server.services.verify.seal import seal_again
from server.settings_file import BadConfig

RESTORED = "a backup was restored that was not sealed with this installation's key"


@click.command("backup")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help="An existing folder.")
@click.option("--keep", type=click.IntRange(min=1), help="Delete all but this many of the newest backups in FOLDER.")
@click.option("--thin", is_flag=True, help="Keep the newest of 7 days, 5 weeks and 12 months; delete the others.")
@with_appcontext
@on_any_version
def backup(folder: Path, keep: int | None, thin: bool) -> None:
    """Write the whole database into a new file of FOLDER and check it; the server may run. Prints the file's path."""
    with said_plainly():
        path = make_backup(folder, keep, thin)
    note_by_hand("backup")
    click.echo(path)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do it; without this, only check the file and say what it is.")
@click.option("--key", type=click.Path(dir_okay=False, path_type=Path), help="The private key of an encrypted FILE.")
@with_appcontext
def restore(file: Path, yes: bool, key: Path | None) -> None:
    """Put the backup FILE in place of the database. The server must be stopped; the replaced database is kept.

    On a new machine, DATA_DIR is made. SECRET_KEY, or the file secret_key in it, is best that of the old one.
    """
    say_database()
    if yes:
        make_folder()
    elif not settings().data_dir.is_dir():
        raise click.ClickException(f"There is no folder {settings().data_dir}; with --yes it is made.")
    with said_plainly(), stopped_server(), opened(file, key, settings().data_dir) as plain:
        url, kind = database()
        copy = kind.check_copy(plain)
        check_revision(copy.revision)
        if not copy.clinics:
            raise BackupFailed(f"{file} holds no clinic.")
        made_at = when_made(file)
        click.echo(f"{file} is whole. It was made on {made_at:%Y-%m-%d %H:%M} UTC.")
        if not yes:
            raise BackupFailed("To restore it, say --yes.")
        replaced = read_overview(made_at) if kind.is_there(url) else None
        db.session.remove()
        db.engine.dispose()
        now = utc_now()
        kept = kind.put_in_place(url, plain, epoch_text(now), now)
        upgrade()
        begin_write()
        end_all_sessions()
        keep_fingerprint()
        for clinic_id in lock_clinics():
            seal_again(clinic_id, RESTORED)
            end_all_links(clinic_id, now)
        audit_epoch(
            CONSOLE, "server.restore", backup_of=made_at.isoformat(), replaced=replaced.heads if replaced else {}
        )
        db.session.commit()
        click.echo(describe(read_overview(made_at), replaced, kept))
        for line in (line for clinic_id in clinic_ids() for line in unreadable_keys(clinic_id)):
            click.echo(line)


@click.command("new-epoch")
@with_appcontext
@on_database
def new_epoch() -> None:
    """After a restore by other means (a disk image, PostgreSQL's own tools): make every tablet start anew."""
    begin_write()
    epoch = renew_epoch(CONSOLE, "server.new_epoch", utc_now())
    db.session.commit()
    click.echo(f"New epoch {epoch}. {EVERY_TABLET}")


def make_folder() -> None:
    try:
        make_data_dir(settings())
    except BadConfig as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def said_plainly() -> Iterator[None]:
    try:
        yield
    except BackupFailed as failed:
        raise click.ClickException(str(failed)) from None


@contextmanager
def stopped_server() -> Iterator[None]:
    """Keeps servers on this DATA_DIR from starting meanwhile; refuses while one runs."""
    data_dir = settings().data_dir
    claim = claim_stopped(data_dir)
    if claim is None:
        raise BackupFailed(f"A server is running on {data_dir}: stop it first. Nothing was changed.")
    try:
        yield
    finally:
        os.close(claim)
