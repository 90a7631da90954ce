"""Sends what waits to leave: mail, by the server of SMTP_URL, and calls of webhooks.

What cannot be delivered is tried again for some days, then given up; administrators see how many, ``flask mail list``
says which. One attempt that fails for want of a connection ends the round for that mail server or that address: the
others would wait as long for nothing.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import structlog
from sqlalchemy.exc import SQLAlchemyError

from server.config import Config
from server.db import begin_write, db, utc_now
from server.domain.mails import Mail, write_mail
from server.domain.translation import speaking
from server.jobs.call import CallFailed, call
from server.log import places_of
from server.mail_settings import MailSettings
from server.models import Clinic, Outgoing, User, Webhook
from server.services.accounts.passwords import hash_token
from server.services.clinic import clinic_ids
from server.services.outgoing import claim_message, due_in, end_message, secret_of
from server.services.webhooks import secret_of as secret_of_webhook

log = structlog.get_logger("needlepoint.jobs")
SECONDS = 10
LINKS = {"invite": "invite", "reset": "invite", "adverse_event": "review", "weekly": ""}
NO_MAIL = (OSError, smtplib.SMTPException)


class Undeliverable(Exception):
    """This attempt failed. ``is_final``: no other one will succeed; ``stops``: nor would other messages now."""

    def __init__(self, error: str, *, is_final: bool = False, stops: bool = False) -> None:
        super().__init__(error)
        self.error, self.is_final, self.stops = error, is_final, stops


def send_outgoing(config: Config) -> None:
    """One that fails must not end the thread; the next minute tries again."""
    closed: set[str] = set()
    try:
        for clinic_id in clinic_ids():
            waiting = [(message.id, way_of(message)) for message in due_in(clinic_id, utc_now())]
            for message_id, way in waiting:
                if way not in closed and not send_one(config, clinic_id, message_id):
                    closed.add(way)
    except SQLAlchemyError as error:
        log.error("sending_failed", error=type(error).__name__)
    finally:
        db.session.remove()


def way_of(message: Outgoing) -> str:
    return "mail" if message.channel == "mail" else message.recipient_id


def send_one(config: Config, clinic_id: str, message_id: str) -> bool:
    """False when nothing more can be sent this way for now."""
    begin_write()
    message = claim_message(clinic_id, message_id, utc_now())
    db.session.commit()
    if message is None:
        return True
    state, error, goes_on = "sent", None, True
    try:
        if not deliver(config, message):
            state = "dropped"
    except Undeliverable as failed:
        state, error, goes_on = "failed" if failed.is_final else "waiting", failed.error, not failed.stops
    except Exception as unknown:  # noqa: BLE001 (one that cannot be made must not keep the others, nor the other jobs)
        log.error("message_failed", error=type(unknown).__name__, where=places_of(unknown))
        state, error = "waiting", type(unknown).__name__
    begin_write()
    end_message(clinic_id, message_id, state, error)
    db.session.commit()
    return goes_on


def deliver(config: Config, message: Outgoing) -> bool:
    """False when it is no longer needed. Nothing is read or locked while it is sent."""
    if message.channel == "webhook":
        return call_webhook(message)
    made = compose(config, message)
    db.session.rollback()
    if config.mail is None or made is None:
        return False
    send_mail(config.mail, *made)
    return True


def call_webhook(message: Outgoing) -> bool:
    webhook = db.session.get(Webhook, (message.clinic_id, message.recipient_id))
    secret = secret_of_webhook(webhook) if webhook and webhook.ended_at is None else None
    url, value = webhook.url if webhook else "", message.value
    db.session.rollback()
    if secret is None:
        return False
    try:
        call(url, secret, value)
    except CallFailed as failed:
        raise Undeliverable(failed.error, stops=True) from None
    return True


def compose(config: Config, message: Outgoing) -> tuple[str, Mail] | None:
    """Address and text; None when the person has left, or the link was used or replaced."""
    user = db.session.get(User, (message.clinic_id, message.recipient_id))
    token = secret_of(message)
    if user is None or not user.active or config.mail is None:
        return None
    if message.secret and (token is None or user.invite_hash != hash_token(token)):
        return None
    clinic = db.session.get_one(Clinic, message.clinic_id)
    place = "/".join(part for part in (LINKS[message.about], token) if part)
    link = f"{config.public_url}/#/{place}"
    with speaking(config.mail.language):
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
    context = ssl.create_default_context()
    if settings.is_tls:
        opened: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=SECONDS, context=context)
    else:
        opened = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
    with opened as server:
        if not (settings.is_tls or settings.is_local):
            server.starttls(context=context)  # raises where the server offers none
        if settings.user:
            server.login(settings.user, settings.password or "")
        yield server
