"""An acknowledgement is a promise: the system-call trace shows a data sync between each request and its answer."""

import shutil
from pathlib import Path

import pytest

from tests.api_client import ApiClient
from tests.durability.conftest import EMAIL, PASSWORD, open_clinic
from tests.server_process import ServerProcess

PUSHES = 15


def unsynced_answers(trace: str) -> tuple[int, int]:
    """Count the pushes in a trace, and those answered 200 with no data sync since the request came in."""
    answered = unsynced = syncs = 0
    waiting = False
    for line in trace.splitlines():
        if "POST /api/v1/sync/push" in line:
            waiting, syncs = True, 0
        elif "fdatasync(" in line or "fsync(" in line:
            syncs += 1
        elif waiting and "HTTP/1.1 200" in line:
            waiting = False
            answered += 1
            unsynced += syncs == 0
    return answered, unsynced


def trace_pushes(server: ServerProcess, app: str) -> tuple[int, int]:
    open_clinic(server).close()
    server.stop()
    trace = server.data_dir / "trace.txt"
    server.app = app
    server.start("strace", "-f", "-s", "80", "-o", str(trace), "-e", "trace=fdatasync,fsync,recvfrom,sendto")
    client = ApiClient(server.port)
    client.login(EMAIL, PASSWORD)
    for number in range(PUSHES):
        status, answer = client.push([client.new_patient(number)])
        assert status == 200, answer
    client.close()
    server.stop()
    return unsynced_answers(Path(trace).read_text(errors="replace"))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: apt-get install strace")
class TestSyncBeforeAnswer:
    def test_every_answer_follows_a_sync(self, server: ServerProcess) -> None:
        assert trace_pushes(server, "wsgi:app") == (PUSHES, 0)

    @pytest.mark.soak
    def test_the_trace_shows_a_server_that_does_not_sync(self, server: ServerProcess) -> None:
        answered, unsynced = trace_pushes(server, "tests.durability.relaxed_wsgi:app")
        assert answered == PUSHES
        assert unsynced > PUSHES // 2
