"""Sends what waits to leave: mail, by the server of SMTP_URL, and calls of webhooks.

A message ends as sent, as given up after some days of attempts, or as no longer needed. Whatever else goes wrong with
one, foreseen or not, it waits for its next attempt and the others are sent. Administrators see how many could not be
delivered, ``flask mail list`` says which. One attempt that fails for want of a connection ends the round for that mail
server or that address: the others would wait as long for nothing.
"""

import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import structlog

from server.config import Config
from server.db import begin_write, db, utc_now
from server.domain.mails import Mail, write_mail
from server.domain.translation import speaking
from server.jobs.addresses import Networks
from server.jobs.call import CallFailed, call
from server.log import places_of
from server.mail_settings import MailSettings
from server.models import Clinic, Outgoing, User, Webhook
from server.services.accounts.passwords import hash_token
from server.services.clinic import clinic_ids
from server.services.keys.wrapping import Unreadable
from server.services.outgoing import Due, claim_message, due_in, end_message, secret_of
from server.services.webhooks import secret_of as secret_of_webhook

log = structlog.get_logger("needlepoint.jobs")
SECONDS = 10
ROUND_SECONDS = 45.0  # then the other jobs run
LINKS = {"invite": "invite", "reset": "invite", "adverse_event": "review", "weekly": ""}
NO_MAIL = (OSError, smtplib.SMTPException)


class Undeliverable(Exception):
    """This attempt failed. ``is_final``: no other one will succeed; ``stops``: nor would other messages now."""

    def __init__(self, error: str, *, is_final: bool = False, stops: bool = False) -> None:
        super().__init__(error)
        self.error, self.is_final, self.stops = error, is_final, stops


@dataclass(frozen=True, slots=True)
class Outcome:
    """``state`` as ``end_message`` takes it; ``stops``: other messages cannot leave this way now either."""

    state: str
    error: str | None = None
    stops: bool = False


def send_outgoing(config: Config, seconds: float = ROUND_SECONDS) -> None:
    """One round over all clinics, for about that long: mail first, then calls, each the longest due first."""
    until, closed = time.monotonic() + seconds, set[str]()
    waiting = [(clinic_id, due) for clinic_id in clinic_ids() for due in due_in(clinic_id, utc_now())]
    for clinic_id, due in sorted(waiting, key=lambda each: (each[1].channel != "mail", each[1].due_at)):
        if time.monotonic() < until and way_of(due) not in closed and send_one(config, clinic_id, due.id).stops:
            closed.add(way_of(due))


def way_of(due: Due) -> str:
    return "mail" if due.channel == "mail" else due.recipient_id


def send_one(config: Config, clinic_id: str, message_id: str) -> Outcome:
    begin_write()
    message = claim_message(clinic_id, message_id, utc_now())
    db.session.commit()
    if message is None:
        return Outcome("taken")
    outcome = attempt(config, message)
    begin_write()
    end_message(clinic_id, message_id, outcome.state, outcome.error)
    db.session.commit()
    return outcome


def attempt(config: Config, message: Outgoing) -> Outcome:
    """What cannot be foreseen is a fault of this message alone: logged by its kind and place, never by what it says."""
    try:
        return Outcome("sent" if deliver(config, message) else "dropped")
    except Undeliverable as failed:
        return Outcome("failed" if failed.is_final else "waiting", failed.error, failed.stops)
    except Unreadable:  # SECRET_KEY is another one; with the right one it can still leave
        return Outcome("waiting", "secret_key")
    except Exception as unknown:  # noqa: BLE001 (see above)
        log.error("message_failed", error=type(unknown).__name__, where=places_of(unknown))
        return Outcome("waiting", type(unknown).__name__)


def deliver(config: Config, message: Outgoing) -> bool:
    """False when it is no longer needed. Nothing is read or locked while it is sent."""
    if message.channel == "webhook":
        return call_webhook(message, config.webhook_networks)
    if message.channel != "mail":
        raise Undeliverable("unknown_channel")
    if config.mail is None:
        raise Undeliverable("no_mail_server", stops=True)
    made = compose(config, config.mail.language, message)
    db.session.rollback()
    if made is None:
        return False
    send_mail(config.mail, *made)
    return True


def call_webhook(message: Outgoing, networks: Networks) -> bool:
    webhook = db.session.get(Webhook, (message.clinic_id, message.recipient_id))
    if webhook is None or webhook.ended_at is not None:
        db.session.rollback()
        return False
    url, secret, value = webhook.url, secret_of_webhook(webhook), message.value
    db.session.rollback()
    try:
        call(url, secret, value, networks)
    except CallFailed as failed:
        raise Undeliverable(failed.error, stops=True) from None
    return True


def compose(config: Config, language: str, message: Outgoing) -> tuple[str, Mail] | None:
    """Address and text; None when the person has left, or the link was used or replaced. Raises Unreadable."""
    user = db.session.get(User, (message.clinic_id, message.recipient_id))
    if user is None or not user.active or (message.secret and user.invite_hash is None):
        return None
    token = secret_of(message)
    if token and user.invite_hash != hash_token(token):
        return None
    clinic = db.session.get_one(Clinic, message.clinic_id)
    place = "/".join(part for part in (LINKS[message.about], token) if part)
    link = f"{config.public_url}/#/{place}"
    with speaking(language):
        return user.email, write_mail(message.about, user.name, clinic.name, link, **message.value)


def send_mail(settings: MailSettings, address: str, mail: Mail) -> None:
    """Raises Undeliverable."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = settings.sender, address, mail.subject
    made["Date"], made["Message-ID"] = formatdate(), make_msgid(domain=settings.sender.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text)
    try:
        with connected(settings) as server:
            server.send_message(made)
    except smtplib.SMTPRecipientsRefused as refused:
        code = next(iter(refused.recipients.values()))[0]
        raise Undeliverable(f"refused_{code}", is_final=code >= 500) from None
    except smtplib.SMTPDataError as refused:
        raise Undeliverable(f"refused_{refused.smtp_code}", is_final=refused.smtp_code >= 500) from None
    except NO_MAIL as failed:
        raise Undeliverable(type(failed).__name__, stops=True) from None


@contextmanager
def connected(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    """Encrypted, unless the server is this machine; signed in, where there is a user."""
    if settings.is_tls:
        verified = ssl.create_default_context()
        opened: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=verified)
    else:
        opened = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
    with opened as server:
        if not (settings.is_tls or settings.is_local):
            server.starttls(context=ssl.create_default_context())  # raises where the server offers none
        if settings.user:
            server.login(settings.user, settings.password or "")
        yield server
