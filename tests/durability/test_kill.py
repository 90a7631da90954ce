"""kill -9 of a whole server group under load: what was acknowledged is there, once. On both databases, in one process
and in two, and of one of two servers that share a PostgreSQL while the other goes on."""

import http.client
import os
import random
import threading
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from tests.api_client import ApiClient
from tests.durability.conftest import EMAIL, PASSWORD, open_clinic
from tests.server_process import ServerProcess

CLIENTS = 4
BUSY = 503
NAMES = count()  # people of one name may be the same person, and each pair of them is a row


class Load:
    """Tablets that push patients, remember every acknowledgement, and repeat an op until they have one: at the next
    server, if there is another, with the sign-in they have."""

    def __init__(self, *ports: int) -> None:
        self.ports = ports
        self.changed = threading.Condition()
        self.acked: dict[str, str] = {}
        self.refused: list[Any] = []
        self.up = True
        self.ended = False
        clients = [signed_in(ports[n % len(ports)]) for n in range(CLIENTS)]
        self.threads = [threading.Thread(target=self._tablet, args=(client,)) for client in clients]

    def _tablet(self, client: ApiClient) -> None:
        waiting: list[dict[str, Any]] = []
        while not self.ended:
            with self.changed:
                self.changed.wait_for(lambda: self.up or self.ended)
            try:
                waiting = waiting or [client.new_patient(next(NAMES)) for _ in range(random.randint(1, 5))]
                status, answer = client.push(waiting)
            except (OSError, http.client.HTTPException):
                client.close()
                client.port = self.ports[(self.ports.index(client.port) + 1) % len(self.ports)]
                with self.changed:
                    self.changed.wait_for(lambda: self.up or self.ended, timeout=0.05)
                continue
            if status != BUSY:  # then it is the same op that is sent again
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


def signed_in(port: int) -> ApiClient:
    """Before the first kill: a sign-in that is cut off counts as a wrong try, and after a few the next one waits."""
    client = ApiClient(port)
    client.login(EMAIL, PASSWORD)
    client.close()  # the server does not keep an idle connection for as long as all sign-ins may take
    return client


def check_nothing_lost(server: ServerProcess, acked: dict[str, str]) -> None:
    own = f"sqlite:///{server.data_dir}/needlepoint.db"
    url = make_url(server.environment.get("DATABASE_URL", own).replace("postgresql:", "postgresql+psycopg:"))
    engine = create_engine(url, isolation_level="SERIALIZABLE")  # one moment, while another server goes on writing
    with closing(engine.connect()) as database:
        check_rows(database, acked)
    engine.dispose()


def check_rows(database: Connection, acked: dict[str, str]) -> None:
    if database.dialect.name == "sqlite":
        assert database.execute(text("PRAGMA integrity_check")).fetchone() == ("ok",)
        assert database.execute(text("PRAGMA foreign_key_check")).fetchall() == []
    revisions = [tuple(row) for row in database.execute(text("SELECT op_id, record_id FROM revision"))]
    stored = dict(revisions)
    lost = {op_id: record_id for op_id, record_id in acked.items() if stored.get(op_id) != record_id}
    assert not lost, f"{len(lost)} acknowledged ops lost"
    assert len(revisions) == len(stored), "an op took effect twice"
    records = database.execute(text("SELECT count(*) FROM record")).scalar()
    assert records == len(set(stored.values())), "a record without a revision, or one created twice"
    feed = [row[0] for row in database.execute(text("SELECT seq FROM record ORDER BY seq"))]
    assert feed == list(range(1, len(feed) + 1)), "each was written once, so the feed has no gap"


def cycles(in_check: int) -> int:
    return 40 if os.environ.get("NEEDLEPOINT_SOAK") else in_check


def kill_again_and_again(server: ServerProcess, times: int) -> None:
    open_clinic(server).close()
    load = Load(server.port)
    for thread in load.threads:
        thread.start()
    try:
        for cycle in range(times):
            load.wait_for_more(random.randint(5, 60))
            load.set_up(False)
            server.kill()
            check_nothing_lost(server, dict(load.acked))
            server.start()
            load.set_up(True)
            print(f"kill {cycle + 1} of {times}: {len(load.acked)} ops acknowledged, 0 lost")
        load.wait_for_more(20)
    finally:
        load.end()
    assert load.refused == []
    server.stop()
    check_nothing_lost(server, load.acked)
    server.flask("verify")


@pytest.mark.slow
@pytest.mark.grows
def test_kill_loses_nothing_acknowledged(server: ServerProcess) -> None:
    kill_again_and_again(server, cycles(5))


@pytest.mark.soak
@pytest.mark.parametrize(
    ("any_server", "workers"), [("sqlite", 2), ("postgresql", 1), ("postgresql", 2)], indirect=["any_server"]
)
def test_kill_of_several_processes_and_on_both_databases(any_server: ServerProcess, workers: int) -> None:
    any_server.workers = workers
    kill_again_and_again(any_server, cycles(5))


@pytest.mark.soak
def test_one_of_two_servers_is_killed_and_the_other_goes_on(own_postgres: str, tmp_path: Path) -> None:
    servers = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        servers.append(ServerProcess(tmp_path / name, DATABASE_URL=own_postgres))
    first, second = servers
    try:
        open_clinic(first).close()
        second.start()
        load = Load(first.port, second.port)
        for thread in load.threads:
            thread.start()
        try:
            for cycle in range(cycles(5)):
                killed = servers[cycle % 2]
                load.wait_for_more(random.randint(5, 30))
                killed.kill()
                load.wait_for_more(20)  # all of them at the other server, with the sign-ins they have
                check_nothing_lost(first, dict(load.acked))
                killed.start()
                print(f"kill {cycle + 1}: {len(load.acked)} ops acknowledged, 0 lost")
            other = ApiClient(second.port)
            other.login(EMAIL, PASSWORD)
            other.close()
            other.port = first.port
            assert other.request("GET", "/me")[0] == 200, "a sign-in at one server holds at the other"
            other.close()
        finally:
            load.end()
        assert load.refused == []
        check_nothing_lost(first, load.acked)
    finally:
        for server in servers:
            server.stop()
    first.flask("verify")
