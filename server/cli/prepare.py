"""``flask prepare``: what ``run.sh`` does before it serves. The only command that makes a DATA_DIR and its database."""

import os
import socket
from pathlib import Path

import click
from alembic.migration import MigrationContext
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

from server.backup.files import BackupFailed
from server.backup.write import back_up_before
from server.cli.backup import make_folder
from server.cli.database import say_database
from server.cli.demo import seed_command
from server.cli.users import setup_token
from server.config import settings
from server.db import begin_write, db, lock_server
from server.models import Clinic, ServerMeta
from server.running import claim_stopped
from server.selfcheck import describe_other_revision, is_newer, migration_head
from server.services.secret import KEY as SECRET
from server.services.secret import keep_fingerprint
from server.version import program_version


@click.command("prepare")
@click.option("--listen", is_flag=True, help="Refuse at once when another program listens on HOST and PORT.")
@click.option("--no-backup", is_flag=True, help="Upgrade without a backup: when you have made one yourself.")
@click.pass_context
@with_appcontext
def prepare(context: click.Context, listen: bool, no_backup: bool) -> None:
    """Bring the database up to date, after a backup; then make the demo, or show how a new server is set up."""
    say_database()
    if listen:
        check_port()
    make_folder()
    try:
        bring_up_to_date(no_backup)
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database cannot be used: {type(error).__name__}.") from None
    context.invoke(seed_command if settings().demo else setup_token)


def check_port() -> None:
    host, port = settings().host, settings().port
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise click.ClickException(
            f"Port {port} on {host} cannot be had: {os.strerror(error.errno or 0)}. Choose another: PORT={port + 1}"
        ) from None


def bring_up_to_date(no_backup: bool) -> None:
    revision = read_revision()
    if revision in {None, migration_head()}:
        upgrade()  # also when nothing is due: it finishes what an upgrade that was cut off has left to do
        return note_program()
    claim = claim_stopped(settings().data_dir)
    if claim is None:
        raise click.ClickException(f"A server runs on {settings().data_dir}: stop it before the upgrade.")
    try:
        upgrade_after_backup(revision, no_backup)
    finally:
        os.close(claim)


def read_revision() -> str | None:
    """Where the database is; ends the command when a newer program has been there."""
    with db.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        if found is not None and is_newer(found):
            raise click.ClickException(describe_other_revision(connection, found))
    return found


def upgrade_after_backup(revision: str, no_backup: bool) -> None:
    kept = None if no_backup else keep_before()
    try:
        upgrade()
    except Exception as error:  # a migration may raise anything, and the message has to name the backup
        raise click.ClickException(
            f"The upgrade from {revision} to {migration_head()} failed ({type(error).__name__}) and its last step was "
            f"taken back. " + (f"The database as it was before: {kept}" if kept else "No backup was made.")
        ) from error
    note_program()
    click.echo(f"The database is at revision {migration_head()} now. Before it was {revision}.", err=True)


def keep_before() -> Path | None:
    """A backup beside the database. A database without a clinic has nothing to keep."""
    has_clinic = db.session.scalar(db.select(db.exists().select_from(Clinic.__table__)))
    db.session.remove()  # a transaction left open here would hold up a migration, ours or that of another server
    if not has_clinic:
        return None
    try:
        kept = back_up_before(str(migration_head()))
    except BackupFailed as failed:
        raise click.ClickException(
            f"No backup could be made before the upgrade, so nothing was changed. {failed} "
            "With a backup of your own: flask prepare --no-backup"
        ) from None
    click.echo(f"Backup before the upgrade: {kept}", err=True)
    return kept


def note_program() -> None:
    """An older program can then say which version has used the database, and a server if its key is the right one."""
    begin_write()
    lock_server()
    if db.session.get(ServerMeta, SECRET) is None:
        keep_fingerprint()
    db.session.merge(ServerMeta(key="program", value={"version": program_version(), "revision": migration_head()}))
    db.session.commit()
