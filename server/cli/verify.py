"""``flask verify``: whether the database still holds what was written."""

import sys

import click
from flask.cli import with_appcontext

from server.cli.database import DatabaseGroup, note_by_hand, on_database
from server.db import begin_write, db
from server.services.clinic import clinic_ids
from server.services.feed import lock_clinic
from server.services.keys.clinic import unreadable_keys
from server.services.secret import keep_fingerprint
from server.services.verify.clinic import set_back
from server.services.verify.coverage import write_checkpoint
from server.services.verify.installation import note_whole, verify_all
from server.services.verify.pictures import waiting_pictures

audit_group = DatabaseGroup("audit", help="The audit trail: an earlier name of `flask verify`.")


@click.command("verify")
@with_appcontext
@on_database
def verify() -> None:
    """Check every row that counts, content, signatures, audit chain, its heads, feed and rights of every clinic.

    Prints a line for each clinic; exit 1 names the first place at which something is not as it was written, by table,
    key and time. The server may run meanwhile.
    """
    found = verify_all()
    for clinic_id, broken in found.items():
        click.echo(f"{clinic_id}\t{broken or 'whole'}")
        for line in [*set_back(clinic_id), *unreadable_keys(clinic_id), *waiting_pictures(clinic_id)]:
            click.echo(f"{clinic_id}\t  {line}")
    note_whole(found)
    is_broken = any(found.values())
    note_by_hand("verify", "not_whole" if is_broken else None)
    sys.exit(1 if is_broken else 0)


@audit_group.command("checkpoint")
@click.option("--reason", required=True, help="Why: it stands in the audit trail.")
def checkpoint(reason: str) -> None:
    """After SECRET_KEY was lost or changed: hold all rows as they are now, under the key of today.

    What was changed in the database before is then held as it is. So look first at what `flask verify` says.
    """
    begin_write()
    keep_fingerprint()
    db.session.commit()
    for clinic_id in clinic_ids():
        begin_write()
        lock_clinic(clinic_id)
        write_checkpoint(clinic_id, reason)
        db.session.commit()
        click.echo(f"{clinic_id}\theld from now on")


audit_group.add_command(verify)
