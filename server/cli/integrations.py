"""``flask tokens`` and ``flask webhooks``: other programs that a clinic lets in, or tells."""

from datetime import datetime
from functools import partial
from uuid import uuid4

import click

from server.cli.clinics import CLINIC, find_clinic, in_each_clinic
from server.cli.database import DatabaseGroup
from server.cli.users import checked
from server.config import settings
from server.db import begin_write, db, utc_now
from server.domain.permissions import SCOPES
from server.jobs.call import CallFailed, call, find_url_fault
from server.models import ApiToken, Webhook
from server.services import tokens, webhooks
from server.services.audit import console_actor
from server.services.integrations import end_integration, list_integrations
from server.services.keys.wrapping import Unreadable

token_group = DatabaseGroup("tokens", help="Tokens with which other programs read.")
webhook_group = DatabaseGroup("webhooks", help="Addresses of other programs that are told of events.")


def day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else "never"


@token_group.command("add")
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(sorted(SCOPES)))
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long it is good.")
@CLINIC
def add_token(name: str, scopes: tuple[str, ...], days: int, clinic_name: str | None) -> None:
    """Make one, and print it: it is shown only now."""
    begin_write()
    actor = console_actor(find_clinic(clinic_name).id)
    token, row = tokens.add_token(actor, name, list(scopes), utc_now(), days)
    db.session.commit()
    click.echo(f"{row.id}\t{row.name}\tuntil {day(row.expires_at)}\n\n    {token}\n")


@token_group.command("list")
def list_tokens() -> None:
    """Each with its scopes, and when it was last used."""
    for clinic, row in in_each_clinic(partial(list_integrations, ApiToken)):
        state = f"ended {day(row.ended_at)}" if row.ended_at else f"until {day(row.expires_at)}"
        used = f"last used {day(row.last_used_at)}"
        click.echo("\t".join([row.id, row.name, " ".join(row.scopes), state, used, clinic]))


@token_group.command("end")
@click.argument("token_id")
@CLINIC
def end_token(token_id: str, clinic_name: str | None) -> None:
    """Let it in no more, from now on."""
    begin_write()
    row = checked(end_integration, ApiToken, console_actor(find_clinic(clinic_name).id), token_id, utc_now())
    db.session.commit()
    click.echo(f"{row.name}: ended")


@webhook_group.command("add")
@click.argument("url")
@click.option("--event", "events", multiple=True, required=True, type=click.Choice(webhooks.EVENTS))
@CLINIC
def add_webhook(url: str, events: tuple[str, ...], clinic_name: str | None) -> None:
    """Tell this address of events, and print the secret with which the calls are signed: it is shown only now."""
    if fault := find_url_fault(url):
        raise click.ClickException(fault)
    begin_write()
    secret, row = webhooks.add_webhook(console_actor(find_clinic(clinic_name).id), url, list(events), utc_now())
    db.session.commit()
    click.echo(f"{row.id}\t{row.url}\n\n    {secret}\n")


@webhook_group.command("list")
def list_webhooks() -> None:
    """Each with the events it is told of."""
    for clinic, row in in_each_clinic(partial(list_integrations, Webhook)):
        state = f"ended {day(row.ended_at)}" if row.ended_at else f"since {day(row.created_at)}"
        click.echo("\t".join([row.id, row.url, " ".join(row.events), state, clinic]))


@webhook_group.command("test")
@click.argument("webhook_id")
@CLINIC
def test_webhook(webhook_id: str, clinic_name: str | None) -> None:
    """Call it at once, with the event ``test``."""
    clinic = find_clinic(clinic_name)
    row = db.session.get(Webhook, (clinic.id, webhook_id))
    if row is None:
        raise click.ClickException("There is no such webhook.")
    try:
        secret = webhooks.secret_of(row)
    except Unreadable:
        raise click.ClickException("It was added under another SECRET_KEY: end it, and add it again.") from None
    url, body = row.url, webhooks.body_of("test", str(uuid4()), clinic.id, utc_now(), {})
    db.session.rollback()
    try:
        call(url, secret, body, settings().webhook_networks)
    except CallFailed as failed:
        raise click.ClickException(f"{url} did not take it: {failed.error}") from None
    click.echo(f"{url} took it.")


@webhook_group.command("end")
@click.argument("webhook_id")
@CLINIC
def end_webhook(webhook_id: str, clinic_name: str | None) -> None:
    """Tell it nothing more, not even what waits."""
    begin_write()
    row = checked(end_integration, Webhook, console_actor(find_clinic(clinic_name).id), webhook_id, utc_now())
    db.session.commit()
    click.echo(f"{row.url}: ended")
