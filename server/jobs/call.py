"""One call of a webhook: POST, signed, to exactly that address."""

import hashlib
import hmac
import json
import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from server.mail_settings import is_this_machine

SECONDS = 10
SIGNATURE = "Needlepoint-Signature"


class CallFailed(Exception):
    """``error`` says how, in a word."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def find_url_fault(url: str) -> str | None:
    """Why this is no address to call; a sentence."""
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        is_good = False
    if not is_good or parts.username or parts.fragment or not url.isascii() or " " in url:
        return "Give an address like https://example.org/needlepoint"
    if parts.scheme == "http" and not is_this_machine(str(parts.hostname)):
        return "The address must begin with https, unless it is on this machine."
    return None


def sign(secret: bytes, at: int, body: bytes) -> str:
    """``t`` is the second it was sent; ``v1`` the HMAC-SHA256 of that, a full stop and the body."""
    return f"t={at},v1={hmac.new(secret, f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"


def call(url: str, secret: bytes, value: dict[str, Any]) -> None:
    """Raises CallFailed, also for a redirect: what is signed goes nowhere else."""
    parts, body = urlsplit(url), json.dumps(value, sort_keys=True).encode()
    headers = {"Content-Type": "application/json", "User-Agent": "Needlepoint"}
    headers[SIGNATURE] = sign(secret, int(time.time()), body)
    connection = connect(str(parts.hostname), parts.port, is_https=parts.scheme == "https")
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as failed:
        raise CallFailed(type(failed).__name__) from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise CallFailed(f"http_{status}")


def connect(host: str, port: int | None, *, is_https: bool) -> HTTPConnection:
    if is_https:
        return HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=SECONDS)
