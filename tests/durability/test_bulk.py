"""An export of 500 patients, with the server killed half-way by signal: it goes on, is complete, and has none twice."""

import http.client
import io
import json
import sqlite3
import threading
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from server.services.bulk import LOST_AFTER
from tests.api_client import HEADERS, ApiClient
from tests.durability.conftest import EMAIL, PASSWORD, open_clinic
from tests.server_process import ServerProcess

PATIENTS, A_PUSH = 500, 50
PATIENCE = 600  # seconds


@pytest.fixture
def server(tmp_path: Path):
    process = ServerProcess(tmp_path, JOBS="1")
    yield process
    process.kill()


def wait_until(client: ApiClient, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Ask how far the newest export is, again and again."""
    pause = threading.Event()
    for _ in range(PATIENCE * 10):
        (one,) = client.request("GET", "/exports")[1]["items"]
        if holds(one):
            return dict(one)
        pause.wait(0.1)
    raise AssertionError("no progress")


def heard_long_ago(path: Path) -> None:
    """As if the ten minutes had passed after which a worker counts as lost."""
    with closing(sqlite3.connect(path)) as held:
        ((value,),) = held.execute("SELECT value FROM clinic_export").fetchall()
        export = json.loads(value)
        assert export["heard"], "a worker was at it when the server was killed"
        export["heard"] = (datetime.fromisoformat(export["heard"]) - LOST_AFTER).isoformat()
        held.execute("UPDATE clinic_export SET value = ?", (json.dumps(export, separators=(",", ":")),))
        held.commit()


def taken(client: ApiClient, export_id: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=180)
    connection.request("POST", f"/api/v1/exports/{export_id}/file", b"{}", HEADERS | {"Cookie": client.cookie})
    with closing(connection):
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read()


@pytest.mark.soak
def test_five_hundred_with_a_kill_half_way(server: ServerProcess) -> None:
    client = open_clinic(server)
    wanted: list[str] = []
    for _ in range(PATIENTS // A_PUSH):
        ops = [client.new_patient(n) for n in range(A_PUSH)]
        status, answer = client.push(ops)
        assert status == 200, answer
        wanted += [op["id"] for op in ops]
    status, export = client.request("POST", "/exports", {"patients": wanted, "forms": ["json", "csv"]})
    assert status == 201, export
    client.close()
    server.stop()
    server.start()  # a start looks at once for what is to be done
    wait_until(client, lambda one: one["done"] >= PATIENTS // 2)
    server.kill()
    client.close()
    made = [path for path in (server.data_dir / "exports" / export["id"]).iterdir() if path.suffix != ".part"]
    assert PATIENTS // 2 <= len(made) < PATIENTS, "killed half-way"
    times = {path.name: path.stat().st_mtime_ns for path in made}
    heard_long_ago(server.data_dir / "needlepoint.db")
    server.start()
    client.login(EMAIL, PASSWORD)
    wait_until(client, lambda one: one["done"] > len(made))
    kept = {path.name: path.stat().st_mtime_ns for path in (server.data_dir / "exports" / export["id"]).glob("*")}
    again = [name for name, at in times.items() if kept.get(name, at) != at]
    done = wait_until(client, lambda one: one["state"] == "ready")
    assert (done["done"], done["left_out"], again) == (PATIENTS, 0, []), "nothing was made twice"
    packed = zipfile.ZipFile(io.BytesIO(taken(client, export["id"])))
    client.close()
    names = [name for name in packed.namelist() if name.endswith("record.json")]
    told = Counter(json.loads(packed.read(name))["patient"]["id"] for name in names)
    assert told == Counter(wanted), "each once"
    assert sum(name.endswith("record.csv") for name in packed.namelist()) == PATIENTS
    assert list((server.data_dir / "exports").glob("*.zip")) == []
