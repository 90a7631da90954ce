"""One call of a webhook: POST, signed, to exactly that address."""

import hashlib
import hmac
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import SplitResult, urlsplit

from server.jobs.addresses import Networks, NotAllowed, find_addresses, is_address, is_allowed
from server.mail_settings import is_this_machine

SECONDS, MOST_SECONDS = 10, 30  # without an answer, and in all
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
    if is_address(str(parts.hostname)) and not is_allowed(str(parts.hostname), str(parts.hostname), ()):
        return "No program of yours is at such an address: give its name, or its address in your network."
    return None


def sign(secret: bytes, at: int, body: bytes) -> str:
    """``t`` is the second it was sent; ``v1`` the HMAC-SHA256 of that, a full stop and the body."""
    return f"t={at},v1={hmac.new(secret, f'{at}.'.encode() + body, hashlib.sha256).hexdigest()}"


def call(url: str, secret: bytes, value: dict[str, Any], networks: Networks = ()) -> None:
    """Raises CallFailed, also for a redirect: what is signed goes nowhere else. ``networks``: see ``addresses``."""
    parts, body = urlsplit(url), json.dumps(value, sort_keys=True).encode()
    headers = {"Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "Needlepoint"}
    headers[SIGNATURE] = sign(secret, int(time.time()), body)
    try:
        with connected(parts, networks) as connection:
            connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
            status = connection.getresponse().status
    except NotAllowed:
        raise CallFailed("address_not_allowed") from None
    except (OSError, HTTPException) as failed:
        raise CallFailed(type(failed).__name__) from None
    if not 200 <= status < 300:
        raise CallFailed(f"http_{status}")


@contextmanager
def connected(parts: SplitResult, networks: Networks) -> Iterator[HTTPConnection]:
    """To an address that was judged, so that the name leads nowhere else meanwhile; TLS asks who it is by the name.
    Whatever the other side does, it is over after MOST_SECONDS."""
    host, is_https = str(parts.hostname), parts.scheme == "https"
    port = parts.port or (443 if is_https else 80)
    made = HTTPConnection(host, port)
    made.sock = reach(find_addresses(host, port, networks), port)
    if is_https:
        tls = ssl.create_default_context()
        made.sock = tls.wrap_socket(made.sock, server_hostname=host, do_handshake_on_connect=False)
    end = threading.Timer(MOST_SECONDS, cut_off, [made.sock])
    end.daemon = True
    end.start()
    try:
        if isinstance(made.sock, ssl.SSLSocket):
            made.sock.do_handshake()
        yield made
    finally:
        end.cancel()
        made.close()


def reach(addresses: list[str], port: int) -> socket.socket:
    """The first that answers. Raises OSError."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), SECONDS)
    return socket.create_connection((addresses[-1], port), SECONDS)


def cut_off(connection: socket.socket) -> None:
    """Under TLS too without a word: whoever reads from it in another thread is told that it has ended."""
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
