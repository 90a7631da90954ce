"""A test run that is stopped by a signal leaves no process."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.leftovers import PROC
from tests.server_process import ROOT

STARTS_ONE = """
import subprocess, sys
def test_waits():
    started = subprocess.Popen(["sleep", "600"], start_new_session=True)
    print("started", started.pid, flush=True)
    started.wait()
"""


@pytest.mark.skipif(not PROC.is_dir(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_stopped_ends_what_it_started(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "test_waits.py").write_text(STARTS_ONE)
    command = [sys.executable, "-m", "pytest", "-s", "-q", "-p", "tests.leftovers", "-p", "no:cacheprovider", tmp_path]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        started = int(next(line for line in run.stdout if "started" in line).split()[-1])
        child = os.pidfd_open(started)
        run.send_signal(number)
        run.wait(timeout=30)
        assert select.select([child], [], [], 30)[0], "it is still running"
        os.close(child)
