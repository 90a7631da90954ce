"""The address of the client as trusted proxies state it; headers from anybody else are ignored."""

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING

from server.config import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ClientAddress:
    """Sets REMOTE_ADDR from X-Forwarded-For: from its right end, the first address that is not a proxy's.

    If an entry on the way is no address, the peer counts as the client.
    """

    def __init__(self, app: "WSGIApplication", trusted: tuple[Network, ...]) -> None:
        self.app = app
        self.trusted = trusted

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        peer = environ.get("REMOTE_ADDR", "")
        environ["REMOTE_ADDR"] = self.find_client(peer, environ.get("HTTP_X_FORWARDED_FOR", ""))
        return self.app(environ, start_response)

    def find_client(self, peer: str, forwarded_for: str) -> str:
        if not self.is_trusted(peer):
            return peer
        client = peer
        for entry in reversed(forwarded_for.split(",")):
            found = read_address(entry.strip())
            if found is None:
                return peer
            client = str(found)
            if not self.is_trusted(client):
                return client
        return client

    def is_trusted(self, address: str) -> bool:
        found = read_address(address)
        return found is not None and any(found in network for network in self.trusted)


def read_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An IPv4 address inside an IPv6 one counts as itself."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
