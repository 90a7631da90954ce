"""Ends what a test run started (servers, browsers, databases) however the run itself ends, even when it is killed.

Every process of a run inherits ``MARK``. A watcher outside the run's process group waits until the run is gone, kills
what still carries the mark and removes the run's temporary files, which are in memory where that has room: hundreds of
databases sync each of their transactions. Reads /proc; on other systems a killed run leaves its processes.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest

MARK = "NEEDLEPOINT_TEST_RUN"
PROC = Path("/proc")
MEMORY, ROOM = Path("/dev/shm"), 2 << 30  # bytes; a whole run needs half a gibibyte


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or not PROC.is_dir():
        return
    os.environ[MARK] = uuid4().hex
    own = ""  # a run within a run, as test_leftovers has them, uses the folder of the outer one and leaves it
    if "TMPDIR" not in os.environ and has_room(MEMORY):
        own = os.environ["TMPDIR"] = tempfile.tempdir = tempfile.mkdtemp(prefix="needlepoint-tests-", dir=MEMORY)
    alive, held = os.pipe()  # ``held`` is closed with the last process that has it: only this one
    command = [sys.executable, "-c", f"from tests.leftovers import watch; watch({alive}, {own!r})"]
    watcher = subprocess.Popen(
        command,
        pass_fds=[alive],
        start_new_session=True,
        cwd=Path(__file__).parents[1],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(alive)

    def end() -> None:
        os.close(held)
        watcher.wait(timeout=30)

    config.add_cleanup(end)


def watch(alive: int, folder: str) -> None:
    """Runs in the watcher: the pipe ends when the run does. ``folder``: of its temporary files, to be removed."""
    with contextlib.suppress(KeyboardInterrupt):
        os.read(alive, 1)
    for pid in marked(os.environ[MARK]):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


def has_room(memory: Path) -> bool:
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM:
        return False
    lines = (PROC / "meminfo").read_text().splitlines()
    free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable"))
    return free * 1024 > ROOM


def marked(run: str) -> list[int]:
    """The processes of that run, without the caller."""
    mark = f"{MARK}={run}".encode()
    return [
        int(folder.name)
        for folder in PROC.iterdir()
        if folder.name.isdigit() and int(folder.name) != os.getpid() and mark in environment(folder)
    ]


def environment(folder: Path) -> list[bytes]:
    try:
        return (folder / "environ").read_bytes().split(b"\0")
    except OSError:  # somebody else's, or gone
        return []
