"""``flask clinics ...``: a server may hold several clinics, which see nothing of each other."""

from typing import Any

import click
from marshmallow import Schema, ValidationError

from server.cli.database import DatabaseGroup
from server.cli.users import checked, print_link
from server.db import begin_write, lock_server
from server.schemas.accounts import ClinicIn, FirstPersonIn
from server.services.accounts.setup import add_at_console
from server.services.accounts.users import invite_user
from server.services.clinic import clinic_names

group = DatabaseGroup("clinics", help="The clinics of this server.")


@group.command("list")
def list_clinics() -> None:
    """Their names."""
    for name in clinic_names():
        click.echo(name)


@group.command("add")
@click.argument("clinic_name")
@click.argument("email")
@click.option("--name", required=True, help="Of the first administrator.")
@click.option("--treats", is_flag=True, help="The administrator also writes notes.")
def add(clinic_name: str, email: str, name: str, treats: bool) -> None:
    """Add a clinic, and print the link with which its first administrator chooses a password."""
    clinic_name = taken_as(ClinicIn(), name=clinic_name)["name"]
    person = taken_as(FirstPersonIn(exclude=["password"]), name=name, email=email.strip(), treats=treats)
    begin_write()
    lock_server()
    if clinic_name.casefold() in map(str.casefold, clinic_names()):
        raise click.ClickException(f"There is a clinic with the name {clinic_name} already.")
    print_link(checked(add_at_console, clinic_name, person), invite_user)


def taken_as(schema: Schema, **typed: Any) -> dict[str, Any]:
    """As the first set-up takes it; what it refuses is said with the name of the field."""
    try:
        taken: dict[str, Any] = schema.load(typed)
    except ValidationError as error:
        said = (f"{field}: {' '.join(why)}" for field, why in sorted(dict(error.messages_dict).items()))
        raise click.ClickException("\n".join(said)) from None
    return taken
