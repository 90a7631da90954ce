"""Which machines a webhook may lead to: those of the internet, and in a network of our own only what was named.

Whoever owns a name on the internet decides where it leads, and may change it at any moment. So a name may lead into a
network of our own only where WEBHOOK_NETWORKS says so; an address that stands in the webhook itself is what the person
at the console meant. It is looked up once for a call, and the call goes to an address that was judged.
"""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from server.mail_settings import is_this_machine

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]
NAT64 = ip_network("64:ff9b::/96")
MOST_TRIED = 3  # addresses of a name


class NotAllowed(Exception):
    """The name leads to a machine that no webhook is sent to."""


def find_addresses(host: str, port: int, networks: Networks) -> list[str]:
    """Where the host is, as far as it may be called. Raises OSError for a name that nobody knows, NotAllowed."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(address[0]) for *_kind, address in found))[:MOST_TRIED]
    if not all(is_allowed(host, address, networks) for address in addresses):
        raise NotAllowed
    return addresses


def is_allowed(host: str, address: str, networks: Networks) -> bool:
    """Link-local addresses never: there is where clouds answer with the keys of a machine."""
    meant = inner(ip_address(address))
    if meant.is_link_local or meant.is_multicast or meant.is_unspecified:
        return False
    if is_address(host):
        return True
    if is_this_machine(host):
        return meant.is_loopback
    return meant.is_global or any(meant in network for network in networks)


def is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    _server, teredo = address.teredo or (None, None)
    return address.ipv4_mapped or address.sixtofour or teredo or address
