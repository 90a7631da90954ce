"""``flask users ...`` and ``flask setup-token``."""

from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from server.cli.clinics import CLINIC, find_clinic
from server.cli.database import DatabaseGroup, on_database
from server.config import settings
from server.db import begin_write, db, lock_server
from server.domain.errors import Refusal
from server.models import Clinic, User
from server.services.accounts import users
from server.services.accounts.confirm import confirm_user
from server.services.accounts.lost_factor import drop_factors
from server.services.accounts.setup import renew_setup_token
from server.services.audit import console_actor
from server.services.outgoing import sends_mail

T = TypeVar("T")
ROLES = click.Choice(["practitioner", "supervisor", "admin"])

group = DatabaseGroup("users", help="The people of the clinic.")


@group.command("list")
def list_users() -> None:
    """Everybody, with role and state."""
    query = select(User, Clinic.name).join(Clinic).order_by(Clinic.name, User.name)
    for user, clinic in db.session.execute(query):
        state = "active" if user.active else "disabled"
        treats = " treats" if user.treats else ""
        waits = "" if user.confirmed else " not confirmed"
        click.echo(f"{user.email}\t{user.name}\t{user.role}{treats}\t{state}{waits}\t{clinic}")


@group.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=ROLES, required=True)
@click.option("--treats", is_flag=True, help="A supervisor or an admin who also writes notes.")
@CLINIC
def add(email: str, name: str, role: str, treats: bool, clinic_name: str | None) -> None:
    """Add a person and print the link with which they choose a password."""
    begin_write()
    actor = console_actor(find_clinic(clinic_name).id)
    user = checked(users.create_user, actor, email.strip().casefold(), name, role, treats)
    print_link(user, users.invite_user)


@group.command("invite")
@click.argument("email")
def invite(email: str) -> None:
    """Print a new link for a person without a password to choose one, good once and for two days."""
    begin_write()
    print_link(find_person(email), users.invite_user)


@group.command("reset")
@click.argument("email")
@click.option(
    "--second-factor",
    "drops_factor",
    is_flag=True,
    help="Also end one-time codes and passkeys, for somebody who lost the telephone.",
)
def reset(email: str, drops_factor: bool) -> None:
    """Print a link to choose another password, good once and for two days. The person is told at the next sign-in."""
    begin_write()
    person = find_person(email)
    if drops_factor:
        checked(drop_factors, console_actor(person.clinic_id), person.id)
    print_link(person, users.reset_user)


@group.command("confirm")
@click.argument("email")
def confirm(email: str) -> None:
    """Confirm a role where the clinic has no second person. Everybody is notified at the next sign-in."""
    begin_write()
    person = find_person(email)
    user = checked(confirm_user, console_actor(person.clinic_id), person.id, person.role)
    db.session.commit()
    click.echo(f"{user.email}: {user.role}, confirmed")


@group.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Sign a person out everywhere and keep them out."""
    change(email, active=False)


@group.command("enable")
@click.argument("email")
def enable(email: str) -> None:
    """Let a disabled person in again."""
    change(email, active=True)


@group.command("role")
@click.argument("email")
@click.argument("role", type=ROLES)
@click.option("--treats/--no-treats", default=None)
def role(email: str, role: str, treats: bool | None) -> None:
    """Give a person another role."""
    change(email, role=role, **({} if treats is None else {"treats": treats}))


@click.command("setup-token")
@with_appcontext
@on_database
def setup_token() -> None:
    """Print the link of the first set-up; nothing when the set-up has been done."""
    begin_write()
    lock_server()
    token = renew_setup_token()
    db.session.commit()
    if token:
        url = settings().public_url
        click.echo(f"\nNobody is here yet. Set the clinic up at  {url}/#/setup\n\n    Set-up code: {token}\n")


def change(email: str, **changes: object) -> None:
    begin_write()
    person = find_person(email)
    user = checked(users.change_user, console_actor(person.clinic_id), person.id, changes)
    db.session.commit()
    click.echo(
        f"{user.email}: {user.role}{' treats' if user.treats else ''}, {'active' if user.active else 'disabled'}"
    )
    warn_unconfirmed(user)


def warn_unconfirmed(user: User) -> None:
    if not user.confirmed:
        click.echo(
            f"A second person must confirm the role, under People and devices or with flask users confirm {user.email}"
        )


def print_link(person: User, make: Callable[..., tuple[str, User]]) -> None:
    token, user = checked(make, console_actor(person.clinic_id), person.id)
    db.session.commit()
    click.echo(f"{user.email} chooses a password at\n\n    {settings().public_url}/#/invite/{token}\n")
    if sends_mail():
        click.echo("The server sends the link by email as well.")
    warn_unconfirmed(user)


def checked(verb: Callable[..., T], *args: Any) -> T:
    """Run a service verb; a refusal is a sentence on the console, not a trace."""
    try:
        return verb(*args)
    except Refusal as error:
        raise click.ClickException(error.detail or error.code) from None


def find_person(email: str) -> User:
    user = db.session.scalar(select(User).where(User.email == email.strip().casefold()))
    if user is None:
        raise click.ClickException(f"There is nobody with the address {email}.")
    return user
