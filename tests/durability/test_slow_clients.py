"""Connections that never finish what they began take no thread: others are answered meanwhile.

The cases and numbers are those that stopped the server when each connection held a thread.
"""

import select
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection

import pytest

from tests.durability.conftest import open_clinic
from tests.server_process import ROOT, ServerProcess

PROBES, LIMIT = 5, 3.0
HALF = "GET /livez HTTP/1.1\r\nHos"
LARGEST = max((ROOT / "static/dist").iterdir(), key=lambda path: path.stat().st_size)
SCRIPT = f"GET /static/dist/{LARGEST.name} HTTP/1.1\r\nHost: localhost\r\n\r\n"
PUSH = (
    "POST /api/v1/sync/push HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    "X-Requested-With: needlepoint\r\nCookie: {cookie}\r\nContent-Length: 5000\r\n\r\n"
)
ATTACKS = {
    "eight that say nothing": (8, ""),
    "200 idle": (200, ""),
    "200 half headers": (200, HALF),
    "40 slow pushes": (40, PUSH + '{{"proto":1'),
    "400 slow pushes": (400, PUSH + '{{"proto":1'),
    "40 slow readers": (40, SCRIPT * 30),
    "40 slow readers of very much": (40, SCRIPT * 300),
}


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServerProcess, str]]:
    """A server as ``make run`` starts it, and the cookie of somebody signed in."""
    server = ServerProcess(tmp_path_factory.mktemp("slow"))
    client = open_clinic(server)
    client.close()
    yield server, client.cookie
    server.kill()


def hold(stack: ExitStack, port: int, count: int, text: str) -> list[socket.socket]:
    """That many connections, each having sent the text and reading nothing."""
    held = []
    for _ in range(count):
        one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
        one.setblocking(False)
        if text:
            one.send(text.encode())
        held.append(one)
    return held


def probe(port: int) -> float:
    """Seconds that a new connection waits for an answer; raises when it takes longer than the limit."""
    began = time.perf_counter()
    with closing(HTTPConnection("127.0.0.1", port, timeout=LIMIT)) as connection:
        connection.request("GET", "/livez")
        assert connection.getresponse().status == 200
    return time.perf_counter() - began


@pytest.mark.parametrize("attack", ATTACKS)
def test_others_are_answered_meanwhile(open_server: tuple[ServerProcess, str], attack: str) -> None:
    server, cookie = open_server
    count, text = ATTACKS[attack]
    with ExitStack() as stack:
        held = hold(stack, server.port, count, text.format(cookie=cookie))
        if text.startswith(SCRIPT):  # no reader that reads nothing keeps another from its first bytes
            assert all(select.select([one], [], [], LIMIT)[0] for one in held)
        print(attack, [round(probe(server.port), 3) for _ in range(PROBES)])
