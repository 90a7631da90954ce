"""How mail leaves: ``SMTP_URL``, ``MAIL_FROM`` and ``MAIL_LANGUAGE``. Without the first, none does."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from server.settings_file import BadConfig

PORTS = {"smtp": 587, "smtps": 465}
ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """``is_tls``: encrypted from the first byte; else STARTTLS, which only a server on this machine may lack."""

    host: str
    port: int
    is_tls: bool
    user: str | None
    password: str | None
    sender: str
    language: str

    @property
    def is_local(self) -> bool:
        return is_this_machine(self.host)


def read_mail(url: str | None, sender: str | None, language: str) -> MailSettings | None:
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadConfig("SMTP_URL has a bad port") from None
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise BadConfig("SMTP_URL must look like smtp://user:password@mail.example.org:587, or smtps://")
    if bool(parts.username) != bool(parts.password):
        raise BadConfig("SMTP_URL needs both a user and a password, or neither")
    if not sender or not sender.isascii() or not ADDRESS.fullmatch(sender):
        raise BadConfig("MAIL_FROM must be the address that mail comes from, such as needlepoint@example.org")
    user, password = (unquote(text) if text else None for text in (parts.username, parts.password))
    is_tls = parts.scheme == "smtps"
    return MailSettings(parts.hostname, port or PORTS[parts.scheme], is_tls, user, password, sender, language)


def is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
