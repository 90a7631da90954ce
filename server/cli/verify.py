"""``flask verify``: whether the database still holds what was written."""

import sys

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from server.db import begin_snapshot, db
from server.models import Clinic
from server.services.verify import first_break, set_back

audit_group = AppGroup("audit", help="The audit trail: an earlier name of `flask verify`.")


@click.command("verify")
@with_appcontext
def verify() -> None:
    """Check content, signatures, revisions, audit chain, feed and rights of every clinic.

    Prints a line for each clinic; exit 1 names the first place at which something is not as it was written. The server
    may run meanwhile.
    """
    begin_snapshot()
    found = {
        clinic_id: first_break(clinic_id) for clinic_id in db.session.scalars(select(Clinic.id).order_by(Clinic.id))
    }
    for clinic_id, broken in found.items():
        click.echo(f"{clinic_id}\t{broken or 'whole'}")
        for line in set_back(clinic_id):
            click.echo(f"{clinic_id}\t  {line}")
    sys.exit(1 if any(found.values()) else 0)


audit_group.add_command(verify)
