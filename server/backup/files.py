"""Files of a backup: made for the owner alone, complete or not there, and recognised by what they hold."""

import os
from dataclasses import dataclass
from pathlib import Path

from server.selfcheck import is_newer


class BackupFailed(Exception):
    """Why there is no backup or no restore; a sentence for the person at the console."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What a checked copy holds."""

    revision: str
    clinics: int


def new_file(folder: Path, what: str = "part") -> Path:
    """An empty file that nobody else may read, to be written and then given its name."""
    path = folder / f".needlepoint-{os.getpid()}.{what}"
    try:
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise BackupFailed(f"{folder} cannot be written to: {error.strerror}.") from None
    return path


def read_start(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def finish_file(part: Path, name: Path) -> Path:
    """Give the file its name once all of it is on disk."""
    sync(part)
    part.rename(name)
    sync(name.parent)
    return name


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_revision(revision: str) -> None:
    """Refuse a copy whose tables this program does not know; an older one is brought up to date after a restore."""
    if is_newer(revision):
        raise BackupFailed(
            f"This backup was made by a newer Needlepoint (revision {revision}): install that version first."
        )
