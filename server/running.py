"""A mark that a server is using this DATA_DIR, which the system takes away with the process that holds it."""

import fcntl
import os
from pathlib import Path

NAME = "server.lock"


def mark_running(data_dir: Path) -> int:
    """Hold the mark until this process ends. Any number of server processes may hold it."""
    handle = open_mark(data_dir)
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def claim_stopped(data_dir: Path) -> int | None:
    """A handle that keeps servers from starting until it is closed; None while one runs."""
    handle = open_mark(data_dir)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def open_mark(data_dir: Path) -> int:
    return os.open(data_dir / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
