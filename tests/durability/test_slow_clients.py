"""Connections that never finish what they began take no thread: others are answered meanwhile.

The cases and numbers are those that stopped the server when each connection held a thread. Behind Caddy, with the
Caddyfile of ``docs/deploy``, the same holds for gunicorn, whose every connection holds one.
"""

import os
import select
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPSConnection

import pytest

from tests.durability.conftest import open_clinic
from tests.server_process import ROOT, ServerProcess

PROBES = 5
LIMIT = 20.0  # seconds; a thread that an attack holds stays held for a minute, and this machine may be busy
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


@pytest.fixture(scope="module")
def behind_caddy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, str]]:
    """Two processes of gunicorn behind Caddy: the port of https, and the cookie of somebody signed in."""
    folder = tmp_path_factory.mktemp("caddy")
    server = ServerProcess(folder, workers=2)
    client = open_clinic(server)
    client.close()
    plain, secure = free_port(), free_port()
    text = (ROOT / "docs/deploy/Caddyfile").read_text()
    (folder / "Caddyfile").write_text(text.replace("{\n", f"{{\n\thttp_port {plain}\n\thttps_port {secure}\n", 1))
    names = {"NEEDLEPOINT_NAME": "localhost", "NEEDLEPOINT_UPSTREAM": f"127.0.0.1:{server.port}"}
    env = os.environ | names | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
    caddy = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert any("serving initial configuration" in line for line in iter(caddy.stderr.readline, ""))
        drain = threading.Thread(target=caddy.stderr.read)  # so that it never waits for a reader of its log
        drain.start()
        yield secure, client.cookie
    finally:
        caddy.kill()
        caddy.wait()
        drain.join()
        caddy.stderr.close()
        server.kill()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        return int(found.getsockname()[1])


def no_questions() -> ssl.SSLContext:
    """Nobody here trusts the authority that Caddy has just made."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def hold(stack: ExitStack, port: int, count: int, text: str, tls: ssl.SSLContext | None = None) -> list[socket.socket]:
    """That many connections, each having sent the text and reading nothing."""
    held = []
    for _ in range(count):
        one = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
        if tls and text:
            one = stack.enter_context(tls.wrap_socket(one, server_hostname="localhost"))
        one.setblocking(False)
        if text:
            one.send(text.encode())
        held.append(one)
    return held


def probe(port: int, tls: ssl.SSLContext | None = None) -> float:
    """Seconds that a new connection waits for an answer; raises when it takes longer than the limit."""
    began = time.perf_counter()
    opened = HTTPSConnection("localhost", port, timeout=LIMIT, context=tls) if tls else plain(port)
    with closing(opened) as connection:
        connection.request("GET", "/livez")
        assert connection.getresponse().status == 200
    return time.perf_counter() - began


def plain(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=LIMIT)


@pytest.mark.parametrize("attack", ATTACKS)
def test_others_are_answered_meanwhile(open_server: tuple[ServerProcess, str], attack: str) -> None:
    server, cookie = open_server
    count, text = ATTACKS[attack]
    with ExitStack() as stack:
        held = hold(stack, server.port, count, text.format(cookie=cookie))
        if text.startswith(SCRIPT):  # no reader that reads nothing keeps another from its first bytes
            assert all(select.select([one], [], [], LIMIT)[0] for one in held)
        print(attack, [round(probe(server.port), 3) for _ in range(PROBES)])


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("caddy") is None, reason="needs caddy")
@pytest.mark.parametrize("attack", ATTACKS)
def test_others_are_answered_meanwhile_behind_caddy(behind_caddy: tuple[int, str], attack: str) -> None:
    port, cookie = behind_caddy
    count, text = ATTACKS[attack]
    tls = no_questions()
    with ExitStack() as stack:
        hold(stack, port, count, text.format(cookie=cookie), tls)
        print(attack, [round(probe(port, tls), 3) for _ in range(PROBES)])
