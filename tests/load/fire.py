"""The load generator, a process of its own: raw keep-alive sockets, so that little of the machine is spent here.

Reads one JSON job from standard input and writes one JSON result. A job is a list of request files sent once each by
``clients`` connections, or one GET sent ``times`` times, or a pull followed to its end, or tablets that push and pull.
"""

import json
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Connection:
    def __init__(self, port: int, cookie: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head = f"Host: 127.0.0.1\r\nCookie: {cookie}\r\nX-Requested-With: needlepoint\r\nAccept: */*\r\n"

    def send(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        length = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
        self.socket.sendall(f"{method} {path} HTTP/1.1\r\n{self.head}{length}\r\n".encode() + body)
        return self.read()

    def read(self) -> tuple[int, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self.more()
        head, _, body = received.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith("content-length:")), 0)
        parts, have = [body], len(body)
        while have < length:
            parts.append(self.more())
            have += len(parts[-1])
        return int(lines[0].split()[1]), b"".join(parts)

    def more(self) -> bytes:
        chunk = self.socket.recv(262144)
        if not chunk:
            raise ConnectionError("closed")
        return chunk


class Tally:
    """Latencies in milliseconds, answers that were good, and the first few that were not."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.times: list[float] = []
        self.applied = 0
        self.errors: list[str] = []

    def add(self, seconds: float, status: int, body: bytes, expected: int) -> None:
        applied = body.count(b'"status":"applied"') + body.count(b'"status": "applied"')
        with self.lock:
            self.times.append(seconds * 1000)
            self.applied += applied
            if status != 200 or applied != expected:
                self.errors.append(f"{status} {body[:200]!r}")

    def result(self, wall: float, **more: Any) -> dict[str, Any]:
        ranked = sorted(self.times) or [0.0]
        p50, p99 = ranked[len(ranked) // 2], ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))]
        return {"wall": wall, "p50": p50, "p99": p99, "applied": self.applied, "errors": self.errors[:3], **more}


def push(job: dict[str, Any]) -> dict[str, Any]:
    lines = Path(job["bodies"]).read_bytes().split(b"\n")
    waiting: Iterator[bytes] = iter(lines)
    tally, lock = Tally(), threading.Lock()

    def client() -> None:
        connection = Connection(job["port"], job["cookie"])
        while True:
            with lock:
                body = next(waiting, None)
            if body is None:
                return
            began = time.perf_counter()
            status, answer = connection.send("POST", "/api/v1/sync/push", body)
            tally.add(time.perf_counter() - began, status, answer, body.count(b'"op_id"'))

    clients = [threading.Thread(target=client) for _ in range(job["clients"])]
    began = time.perf_counter()
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return tally.result(time.perf_counter() - began)


def get(job: dict[str, Any]) -> dict[str, Any]:
    connection, tally, size = Connection(job["port"], job["cookie"]), Tally(), 0
    began = time.perf_counter()
    for _ in range(job["times"]):
        start = time.perf_counter()
        status, body = connection.send("GET", job["path"])
        tally.add(time.perf_counter() - start, status, body, body.count(b'"status":"applied"'))
        size = len(body)
    return tally.result(time.perf_counter() - began, size=size)


def pull(job: dict[str, Any]) -> dict[str, Any]:
    connection, tally = Connection(job["port"], job["cookie"]), Tally()
    cursor, count, more = job.get("cursor", ""), 0, True
    began = time.perf_counter()
    while more:
        start = time.perf_counter()
        status, body = connection.send(
            "GET", f"/api/v1/sync/pull?limit={job['limit']}" + (f"&cursor={cursor}" if cursor else "")
        )
        tally.add(time.perf_counter() - start, status, body, body.count(b'"status":"applied"'))
        page = json.loads(body)
        cursor, more, count = page["cursor"], page["more"], count + len(page["changes"])
    return tally.result(time.perf_counter() - began, count=count, cursor=cursor)


def mixed(job: dict[str, Any]) -> dict[str, Any]:
    """Tablets at once, each with its server, sign-in and bodies: after every fourth body it takes what is new to it."""
    found, ready = [Tablet(each) for each in job["tablets"]], threading.Barrier(len(job["tablets"]) + 1)
    working = [threading.Thread(target=one.work, args=(ready,)) for one in found]
    for each in working:
        each.start()
    ready.wait()
    began = time.perf_counter()
    for each in working:
        each.join()
    return {"wall": time.perf_counter() - began, "tablets": [one.result() for one in found]}


class Tablet:
    def __init__(self, job: dict[str, Any]) -> None:
        self.connection = Connection(job["port"], job["cookie"])
        self.bodies = Path(job["bodies"]).read_bytes().split(b"\n")
        self.cursor, self.records, self.wall = "", 0, 0.0
        self.pushes, self.pulls = Tally(), Tally()
        self.acknowledged: list[bytes] = []

    def work(self, ready: threading.Barrier) -> None:
        self.pull(Tally())
        self.records = 0
        ready.wait()
        began = time.perf_counter()
        for number, body in enumerate(self.bodies, 1):
            self.push(body)
            if number % 4 == 0:
                self.pull(self.pulls)
        self.wall = time.perf_counter() - began

    def push(self, body: bytes) -> None:
        began, applied, expected = time.perf_counter(), self.pushes.applied, body.count(b'"op_id"')
        status, answer = self.connection.send("POST", "/api/v1/sync/push", body)
        self.pushes.add(time.perf_counter() - began, status, answer, expected)
        if self.pushes.applied - applied == expected:
            self.acknowledged.append(body)

    def pull(self, tally: Tally) -> None:
        more = True
        while more:
            began, after = time.perf_counter(), f"&cursor={self.cursor}" if self.cursor else ""
            status, body = self.connection.send("GET", f"/api/v1/sync/pull?limit=500{after}")
            tally.add(time.perf_counter() - began, status, body, body.count(b'"status":"applied"'))
            page = json.loads(body)
            self.cursor, more = page["cursor"], page["more"]
            self.records += len(page["changes"])

    def result(self) -> dict[str, Any]:
        acked = [op["op_id"] for body in self.acknowledged for op in json.loads(body)["ops"]]
        errors = [*self.pushes.errors, *self.pulls.errors][:3]
        times = {"push": self.pushes.times, "pull": self.pulls.times}
        return {"wall": self.wall, "acked": acked, "errors": errors, "records": self.records, **times}


if __name__ == "__main__":
    job = json.load(sys.stdin)
    json.dump({"push": push, "get": get, "pull": pull, "mixed": mixed}[job["kind"]](job), sys.stdout)
