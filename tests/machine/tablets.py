"""Tablets whose scripts run in Node (tablets.mjs), and the server that answers their requests in this process."""

import json
import os
import subprocess
from base64 import b64decode
from contextvars import Context
from pathlib import Path
from select import select
from typing import Any

from flask import Flask
from werkzeug.http import http_date
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.node.page import BUILT, CLOCK, node_program

HOST = Path(__file__).with_name("tablets.mjs")
FIRST = Path(__file__).parents[1] / "first_release"
VERSIONS = [BUILT / "machine" / "tablet.js", FIRST / "tablet.js"]
PATIENCE = 30
PLACES = ("waiting", "received", "refused", "notes", "conflicts")
POSSIBLE = ("StorageError", "InvalidStateError", "Offline", "ApiError")


class Refused(Exception):
    """The tablet's code threw: an action that is not possible, a closed tab, a server out of reach."""


class Tablets:
    def __init__(self, app: Flask) -> None:
        self.app = app
        self.node = subprocess.Popen(
            [node_program(), "--single-threaded-gc", "--max-semi-space-size=64", str(HOST), *map(str, VERSIONS)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, **CLOCK},
        )  # fmt: skip
        self.read = b""
        self.told: dict[tuple[int, str, str], Any] = {}

    def close(self) -> None:
        self.node.communicate()

    def host(self, command: str, **more: Any) -> Any:
        if command in ("begin", "again"):
            self.told.clear()
        return value_of(self._ask(host=command, **more))

    def call(self, device: int, tab: int, name: str, *given: Any, left: int | None = None) -> Any:
        """``left``: the tab is closed after so many of its IndexedDB transactions."""
        return value_of(self._ask(device=device, tab=tab, name=name, given=given, left=left))

    def act(self, device: int, tab: int, name: str, *given: Any) -> tuple[Any, dict[str, Any]]:
        """As ``call``, but None for what is refused; and everything on the tablet after it."""
        said = self._ask(device=device, tab=tab, name=name, given=given, look=True)
        return None if said.get("error") in POSSIBLE else value_of(said), self._read(device, said["found"])

    def sync(self, device: int, tab: int, fault: str, meets: str) -> tuple[str, dict[str, Any]]:
        """The state of the connection after one cycle, and everything on the tablet."""
        said = self._ask(host="sync", device=device, tab=tab, fault=fault, meets=meets, look=True)
        return value_of(said), self._read(device, said["found"])

    def look(self, device: int) -> dict[str, Any]:
        """Everything on a tablet."""
        return self._read(device, self.host("look", device=device))

    def _read(self, device: int, found: dict[str, Any]) -> dict[str, Any]:
        """What is as it was the last time has not been sent again."""
        for place in PLACES:
            for at, each in enumerate(found[place]):
                if isinstance(each, str):
                    found[place][at] = self.told[device, place, each]
                else:
                    self.told[device, place, each.get("op_id") or each["id"]] = each
        return found

    def _ask(self, **command: Any) -> dict[str, Any]:
        self._tell(command)
        while "request" in (said := self._hear(command)):
            self._tell({"number": said["number"], "response": Context().run(self._respond, **said["request"])})
        return said

    def _tell(self, line: dict[str, Any]) -> None:
        assert self.node.stdin
        self.node.stdin.write(json.dumps(line).encode() + b"\n")
        self.node.stdin.flush()

    def _hear(self, command: dict[str, Any]) -> dict[str, Any]:
        assert self.node.stdout
        while b"\n" not in self.read:
            assert select([self.node.stdout], [], [], PATIENCE)[0], f"The tablet hangs: {command}"
            more = os.read(self.node.stdout.fileno(), 1 << 20)
            assert more, "Node ended"
            self.read += more
        line, _, self.read = self.read.partition(b"\n")
        heard: dict[str, Any] = json.loads(line)
        return heard

    def _respond(
        self, path: str, method: str, headers: dict[str, str], body: str | None = None, photo: str | None = None
    ) -> dict[str, Any]:
        data = b64decode(photo) if photo else body
        built = EnvironBuilder(path=path, method=method, headers=headers, data=data)
        parts, status, found = run_wsgi_app(self.app, built.get_environ())
        text = b"".join(parts).decode()
        return {"status": int(status.split(" ", 1)[0]), "headers": [*found, ("Date", http_date())], "text": text}


def value_of(said: dict[str, Any]) -> Any:
    if said.get("error") in POSSIBLE:
        raise Refused(said["detail"])
    assert "error" not in said, said["detail"]
    return said["value"]
