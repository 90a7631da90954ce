"""``flask mail``: whether mail arrives, and what could not be delivered."""

import click

from server.cli.clinics import in_each_clinic
from server.cli.database import DatabaseGroup
from server.config import settings
from server.domain.mails import write_mail
from server.domain.translation import speaking
from server.jobs.send import Undeliverable, send_mail
from server.services.outgoing import undelivered

group = DatabaseGroup("mail", help="Mail that the server sends (SMTP_URL).")


@group.command("test")
@click.argument("address")
def test(address: str) -> None:
    """Send a test to an address, at once."""
    mail = settings().mail
    if mail is None:
        raise click.ClickException("SMTP_URL is not set: the server sends no mail.")
    with speaking(mail.language):
        text = write_mail("test", "", "", "")
    try:
        send_mail(mail, address, text)
    except Undeliverable as failed:
        raise click.ClickException(f"It could not be sent by {mail.host}:{mail.port}: {failed.error}") from None
    click.echo(f"{mail.host}:{mail.port} took it. Now look whether it arrives.")


@group.command("list")
def list_undelivered() -> None:
    """What could not be delivered: since when, about what, how often it was tried, and the last fault."""
    for clinic, message in in_each_clinic(undelivered):
        since, about = f"{message.created_at:%Y-%m-%d %H:%M} UTC", f"{message.channel} {message.about}"
        click.echo("\t".join([since, about, message.state, f"tries: {message.attempts}", str(message.error), clinic]))
