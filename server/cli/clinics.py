"""Which clinic a command is about, where the server holds more than one."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import click
from sqlalchemy import select

from server.db import db
from server.models import Clinic
from server.services.accounts.setup import needs_setup

T = TypeVar("T")
CLINIC = click.option("--clinic", "clinic_name", help="Needed when the server holds more than one clinic.")


def find_clinic(name: str | None) -> Clinic:
    clinics = db.session.scalars(select(Clinic).where(Clinic.name == name) if name else select(Clinic)).all()
    if not clinics and needs_setup():
        raise click.ClickException("Set the clinic up first: flask setup-token shows the link.")
    if len(clinics) != 1:
        raise click.ClickException("Say which clinic: --clinic NAME")
    return clinics[0]


def in_each_clinic(read: Callable[[str], Iterable[T]]) -> Iterator[tuple[str, T]]:
    """What ``read`` finds for the id of each clinic, with the name of the clinic."""
    for clinic in db.session.scalars(select(Clinic).order_by(Clinic.name)).all():
        for found in read(clinic.id):
            yield clinic.name, found
