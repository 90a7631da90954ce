"""The server of ``make run``: how it is set, and how it ends."""

import http.client
import json
import os
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from server.app import create_app
from server.config import Config, read_networks
from server.serve import describe_address, make_server
from tests.api_client import HEADERS
from tests.databases import SECRET
from tests.durability.conftest import open_clinic
from tests.ops import push_body
from tests.server_process import ROOT, ServerProcess

READS = 8  # times ``recv_bytes`` of the server: more than the push is long


@contextmanager
def server_with(tmp_path: Path, proxies: str = "") -> Iterator[Any]:
    config = Config(
        f"sqlite:///{tmp_path}/a.db", tmp_path, SECRET, trusted_proxies=read_networks("TRUSTED_PROXIES", proxies)
    )
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        made = make_server(create_app(config), config, listener)
        try:
            yield made
        finally:
            made.task_dispatcher.shutdown()
            made.close()


@pytest.mark.parametrize(("proxies", "believes"), [("", False), ("10.0.0.1", True)])
def test_what_a_proxy_says_of_the_client_is_read_only_behind_one(tmp_path, proxies, believes) -> None:
    with server_with(tmp_path, proxies) as made:
        assert made.adj.clear_untrusted_proxy_headers is not believes
        assert (made.adj.threads, made.adj.asyncore_use_poll, made.adj.connection_limit > 500) == (8, True, True)


def test_one_read_cannot_ask_for_more_than_the_server_keeps_for_a_slow_reader(tmp_path) -> None:
    """Pipelined requests for the largest public file; above the watermark a thread would wait for the reader."""
    largest = max(path.stat().st_size for path in (ROOT / "static").rglob("*") if path.is_file())
    request = "GET /static/dist/app.js HTTP/1.1\r\n\r\n"
    with server_with(tmp_path) as made:
        at_once = made.adj.recv_bytes // len(request) + 1
        assert at_once * largest < made.adj.outbuf_high_watermark


def test_what_is_missing_of_a_body_is_read_at_once_and_nothing_behind_it(tmp_path) -> None:
    body = b"x" * 100_000
    head = b"POST /livez HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(body)
    near, far = socket.socketpair()
    with server_with(tmp_path) as made, closing(near), closing(far):
        far.setblocking(False)
        near.sendall(head + body + b"GET /livez HTTP/1.1\r\n\r\n")
        channel, reads = made.channel_class(made, far, ("", 0), made.adj, map={}), 0
        while not channel.requests:
            channel.handle_read()
            reads += 1
        assert reads < 10
        assert far.recv(1000).startswith(b"GET /livez")


def test_it_says_where_it_is_to_be_opened(tmp_path) -> None:
    env = {"SETTINGS_FILE": "", "DATA_DIR": str(tmp_path), "PORT": "8123"}
    alone = describe_address(Config.from_env(env))
    assert alone.startswith("Open http://127.0.0.1:8123 on this machine.")
    assert "Tablets cannot open that" in alone
    env |= {"PUBLIC_URL": "https://needlepoint.clinic.lan"}
    told = describe_address(Config.from_env(env))
    assert (
        told
        == "Tablets open https://needlepoint.clinic.lan (the proxy passes it on to 127.0.0.1:8123). Ctrl-C ends it."
    )
    assert "TRUSTED_PROXIES is empty" in describe_address(Config.from_env(env | {"HOST": "0.0.0.0"}))
    assert "[::]:8123" in describe_address(Config.from_env(env | {"HOST": "::"}))


def test_run_sh_starts_this_server() -> None:
    assert "exec .venv/bin/python -m server.serve\n" in (ROOT / "run.sh").read_text()


def test_what_was_begun_is_answered_before_it_ends(server: ServerProcess) -> None:
    """A push waits for another writer while the server is asked to stop: it is committed and answered."""
    client = open_clinic(server)
    body = push_body(client.device_id, [client.new_patient(1)])
    with closing(sqlite3.connect(server.data_dir / "needlepoint.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        client.connection.request("POST", "/api/v1/sync/push", json.dumps(body), HEADERS | {"Cookie": client.cookie})
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as later:
            for _ in range(READS):  # each answered, so the server has read as much of the push and begun it before
                later.request("GET", "/livez")
                with later.getresponse() as answer:
                    assert (answer.status, bool(answer.read())) == (200, True)
        os.kill(server.pid, signal.SIGTERM)
        writer.execute("ROLLBACK")
    answer = client.connection.getresponse()
    assert (answer.status, json.loads(answer.read())["results"][0]["status"]) == (200, "applied")
    client.close()
    server.stop()
