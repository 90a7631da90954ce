"""kill -9 of the whole server group under load: what was acknowledged is there, once."""

import http.client
import os
import random
import sqlite3
import threading
from typing import Any

import pytest

from tests.api_client import ApiClient
from tests.durability.conftest import EMAIL, PASSWORD, open_clinic
from tests.server_process import ServerProcess

CLIENTS = 4


class Load:
    """Tablets that push patients, remember every acknowledgement, and repeat an op until they have one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.changed = threading.Condition()
        self.acked: dict[str, str] = {}
        self.refused: list[Any] = []
        self.up = True
        self.ended = False
        self.threads = [threading.Thread(target=self._tablet, args=(n,)) for n in range(CLIENTS)]

    def _tablet(self, number: int) -> None:
        client = ApiClient(self.port)
        waiting: list[dict[str, Any]] = []
        while not self.ended:
            with self.changed:
                self.changed.wait_for(lambda: self.up or self.ended)
            try:
                if not client.user_id:
                    client.login(EMAIL, PASSWORD)
                waiting = waiting or [client.new_patient(number) for _ in range(random.randint(1, 5))]
                status, answer = client.push(waiting)
            except (OSError, http.client.HTTPException):
                client.close()
                with self.changed:
                    self.changed.wait_for(lambda: self.up or self.ended, timeout=0.05)
                continue
            self._remember(waiting, status, answer)
            waiting = []
        client.close()

    def _remember(self, ops: list[dict[str, Any]], status: int, answer: Any) -> None:
        with self.changed:
            if status != 200 or any(result["status"] != "applied" for result in answer["results"]):
                self.refused.append((status, answer))
            else:
                self.acked |= {op["op_id"]: op["id"] for op in ops}
            self.changed.notify_all()

    def wait_for_more(self, count: int) -> None:
        with self.changed:
            goal = len(self.acked) + count
            assert self.changed.wait_for(lambda: len(self.acked) >= goal or self.refused, timeout=60), "no progress"

    def set_up(self, up: bool) -> None:
        with self.changed:
            self.up = up
            self.changed.notify_all()

    def end(self) -> None:
        self.ended = True
        self.set_up(True)
        for thread in self.threads:
            thread.join(timeout=60)


def check_nothing_lost(server: ServerProcess, acked: dict[str, str]) -> None:
    database = sqlite3.connect(server.data_dir / "needlepoint.db")
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    revisions = database.execute("SELECT op_id, record_id FROM revision").fetchall()
    stored = dict(revisions)
    lost = {op_id: record_id for op_id, record_id in acked.items() if stored.get(op_id) != record_id}
    assert not lost, f"{len(lost)} acknowledged ops lost"
    assert len(revisions) == len(stored), "an op took effect twice"
    records = database.execute("SELECT count(*) FROM record").fetchone()[0]
    assert records == len(set(stored.values())), "a record without a revision, or one created twice"
    feed = [row[0] for row in database.execute("SELECT seq FROM record ORDER BY seq")]
    assert len(feed) == len(set(feed))
    database.close()


@pytest.mark.slow
@pytest.mark.grows
def test_kill_loses_nothing_acknowledged(server: ServerProcess) -> None:
    cycles = 40 if os.environ.get("NEEDLEPOINT_SOAK") else 5
    open_clinic(server).close()
    load = Load(server.port)
    for thread in load.threads:
        thread.start()
    try:
        for cycle in range(cycles):
            load.wait_for_more(random.randint(5, 60))
            load.set_up(False)
            server.kill()
            check_nothing_lost(server, dict(load.acked))
            server.start()
            load.set_up(True)
            print(f"kill {cycle + 1} of {cycles}: {len(load.acked)} ops acknowledged, 0 lost")
        load.wait_for_more(20)
    finally:
        load.end()
    assert load.refused == []
    server.stop()
    check_nothing_lost(server, load.acked)
