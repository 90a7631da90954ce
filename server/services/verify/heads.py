"""The heads of the audit chains, written once a day into a file of the data folder, out of reach of the database.

A chain that is cut or set back together with everything it covers looks whole; it does not reach the head in this file.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from server.db import db, utc_now

log = structlog.get_logger("needlepoint.audit")
NAME = "audit_heads.jsonl"
last_written: dict[tuple[str, str], str] = {}  # the day, by file and clinic


@dataclass(frozen=True, slots=True)
class Head:
    clinic_id: str
    n: int
    hash: str
    at: datetime


def heads_file() -> Path:
    folder: Path = db.engine.get_execution_options()["data_dir"]
    return folder / NAME


def note_head(clinic_id: str, n: int, sealed: str) -> None:
    """Write the head of committed rows, the first time on a day. A full disk must not stop the clinic's work."""
    path, now = heads_file(), utc_now()
    day = now.date().isoformat()
    if n and last_written.get((str(path), clinic_id)) != day:
        write_head(path, Head(clinic_id, n, sealed, now))
        last_written[str(path), clinic_id] = day


def write_head(path: Path, head: Head) -> None:
    line = {"clinic": head.clinic_id, "n": head.n, "hash": head.hash, "at": head.at.isoformat()}
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    except OSError as error:
        log.warning("audit_head_not_written", error=type(error).__name__)


def heads_of(clinic_id: str, heads: Iterable[Head]) -> list[Head]:
    return [head for head in heads if head.clinic_id == clinic_id]


def read_heads() -> Iterator[Head]:
    """What the file holds, of every clinic; a line that was cut off by a crash is passed over."""
    path = heads_file()
    for text in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            line: dict[str, Any] = json.loads(text)
            yield Head(line["clinic"], line["n"], line["hash"], datetime.fromisoformat(line["at"]))
        except (ValueError, KeyError, TypeError):
            continue
