"""Tablets whose scripts run in Node (tablets.mjs), and the server they talk to, on loopback."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.node.page import BUILT, CLOCK, NODE

HOST = Path(__file__).with_name("tablets.mjs")
BUNDLE = BUILT / "machine" / "tablet.js"
PATIENCE = 30
POSSIBLE = ("StorageError", "InvalidStateError", "Offline", "ApiError")


class Refused(Exception):
    """The tablet's code threw: an action that is not possible, a closed tab, a server out of reach."""


class Tablets:
    def __init__(self, server: str) -> None:
        self.node = subprocess.Popen(
            [str(NODE), str(HOST), str(BUNDLE), server],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **CLOCK},
        )  # fmt: skip

    def close(self) -> None:
        self.node.communicate()

    def host(self, command: str, **more: Any) -> Any:
        return self._ask(host=command, **more)

    def call(self, device: int, tab: int, name: str, *given: Any, left: int | None = None) -> Any:
        """``left``: the tab is closed after so many of its IndexedDB transactions."""
        return self._ask(device=device, tab=tab, name=name, given=given, left=left)

    def _ask(self, **command: Any) -> Any:
        assert self.node.stdin
        assert self.node.stdout
        self.node.stdin.write(json.dumps(command) + "\n")
        self.node.stdin.flush()
        assert select([self.node.stdout], [], [], PATIENCE)[0], f"The tablet hangs: {command}"
        answer = json.loads(self.node.stdout.readline() or '{"error": "Node ended", "detail": ""}')
        if answer.get("error") in POSSIBLE:
            raise Refused(answer["detail"])
        assert "error" not in answer, answer["detail"]
        return answer["value"]


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """No line for each request."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
