"""A server under load: started, signed in to, asked by the generator, and watched (CPU, memory, disk)."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from server.domain.patient_page.words import PAGE
from tests.api_client import ApiClient
from tests.load import work
from tests.server_process import ROOT, ServerProcess
from tests.tablet import ANSWERED_ONCE

EMAIL, PASSWORD = "bench@example.org", "seven calm needles in a row"
TICKS = os.sysconf("SC_CLK_TCK")


class Target:
    def __init__(self, name: str, data_dir: Path, app: str = "wsgi:app", **environment: str) -> None:
        self.name, self.data_dir = name, data_dir
        data_dir.mkdir(parents=True)
        self.server = ServerProcess(data_dir, **{"DATA_DIR": str(data_dir), **environment})
        self.server.app, self.server.forked = app, False
        self.database_url = environment.get("DATABASE_URL", f"sqlite:///{data_dir}/needlepoint.db")
        self.cookie, self.user_id, self.device_id = "none=1", str(uuid4()), str(uuid4())
        self.patients = [str(uuid4()) for _ in range(24)]

    def open_clinic(self) -> "Target":
        """Migrate, start, make a clinic whose first person treats, and give it patients."""
        self.server.flask("db", "upgrade")
        token = re.findall(r"[A-Za-z0-9_-]{30,}", self.server.flask("setup-token"))[-1]
        self.server.start()
        client = ApiClient(self.server.port, self.device_id)
        client.set_up(token, EMAIL, PASSWORD)
        ops = [client.new_patient(number) for number in range(24)]
        for op in ops:
            op["fields"] |= ANSWERED_ONCE | {"body": {"sex_at_birth": "male", "weight_kg": 72}}
        status, answer = client.push(ops)
        assert status == 200, answer
        self.patients = [op["id"] for op in ops]
        self.cookie, self.user_id = client.cookie, client.user_id
        self.wait()
        return self

    def make_supervisor(self) -> None:
        """The queue is a supervisor's: another person, on a tablet of their own."""
        self.server.flask("users", "add", "keeper@example.org", "--name", "Keeper", "--role", "supervisor", "--treats")
        self.server.flask("users", "confirm", "keeper@example.org")
        invite = self.server.flask("users", "invite", "keeper@example.org")
        token = re.findall(r"[A-Za-z0-9_-]{30,}", invite)[-1]
        self.device_id = str(uuid4())
        client = ApiClient(self.server.port, self.device_id)
        device = {"id": self.device_id, "name": "Bench"}
        body = {"token": token, "password": "other needles all in rows", "device": device}
        status, answer = client.request("POST", "/invites", body)
        assert status == 200, answer
        self.cookie, self.user_id = client.cookie, answer["user"]["id"]

    def approve_page(self) -> None:
        """Of the patient's page, by the supervisor that ``make_supervisor`` made."""
        client = ApiClient(self.server.port, self.device_id)
        client.cookie = self.cookie
        body = {"language": "en", "version": PAGE["version"]}
        status, answer = client.request("POST", "/patient-page/approve", body)
        assert status == 201, answer

    def wait(self) -> None:
        """The server has answered: the first requests pay for its imports."""
        for _ in range(20):
            self.fire("get", path="/api/v1/sync/pull?limit=1", times=1)

    def fire(self, kind: str, **job: Any) -> dict[str, Any]:
        job = {"kind": kind, "port": self.server.port, "cookie": self.cookie, **job}
        command = [sys.executable, "-m", "tests.load.fire"]
        done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, cwd=ROOT, check=True)
        return json.loads(done.stdout)

    def push(self, count: int, batch: int, clients: int, apart: int = 0) -> dict[str, Any]:
        """W1. ``rate`` is acknowledged notes per second, ``cpu`` the server's seconds per 1,000 notes. ``apart``: so
        many days lie between the notes; else all are of one day."""
        bodies = self.data_dir / "bodies"
        requests = work.note_requests(count, batch, self.user_id, self.device_id, self.patients, apart)
        bodies.write_bytes(b"\n".join(requests))
        before, began = self.cpu(), time.perf_counter()
        result = self.fire("push", bodies=str(bodies), clients=clients)
        assert time.perf_counter() - began > result["wall"]
        rate, cpu = result["applied"] / result["wall"], (self.cpu() - before) / max(result["applied"], 1) * 1000
        return {**result, "rate": rate, "cpu": cpu}

    def push_signed(self, visits: int = 1) -> str:
        """The id of the new patient they are of."""
        bodies, body = self.data_dir / "bodies", work.signed_visits_request(self.user_id, self.device_id, visits)
        bodies.write_bytes(body)
        result = self.fire("push", bodies=str(bodies), clients=1)
        assert not result["errors"], result["errors"]
        return str(json.loads(body)["ops"][0]["id"])

    def processes(self) -> list[int]:
        """The group of the server: one process, or an arbiter and its workers."""
        assert self.server.pid
        group = self.server.pid
        every = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
        return [pid for pid in every if self.stat(pid, 2) == group]

    @staticmethod
    def stat(pid: int, field: int) -> int:
        """A number of /proc/<pid>/stat, counted after the name; -1 when the process is gone."""
        try:
            return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[field])
        except (OSError, ValueError):
            return -1

    def cpu(self) -> float:
        return sum(self.stat(pid, 11) + self.stat(pid, 12) for pid in self.processes()) / TICKS

    def memory_mb(self) -> float:
        """What all processes hold together; a page they share counts once."""
        rolled = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.processes()]
        return (
            sum(int(found[1]) for text in rolled if (found := re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE))) / 1024
        )

    def count_notes(self) -> int:
        """In its SQLite file."""
        bare = self.name == "bare"
        path, query = ("bare.db", "note") if bare else ("needlepoint.db", "record WHERE type = 'note'")
        with closing(sqlite3.connect(self.data_dir / path)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {query}").fetchone()[0])

    def disk_bytes(self) -> int:
        return sum(path.stat().st_size for path in self.data_dir.glob("*.db*"))
