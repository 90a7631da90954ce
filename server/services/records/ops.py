"""Ops: what a tablet asks for, one change of one record each, and the answer to one."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from server.domain.errors import Refusal

EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)  # before the first version of the app
AHEAD = timedelta(days=1)

Fields = dict[str, Any]
Content = dict[str, Fields]


@dataclass(slots=True)
class Op:
    """One well-formed op. ``body`` is the op as read (unit, base, patch, content_hash ...), ``raw`` the op as sent."""

    op_id: str
    user_id: str
    kind: str
    type: str
    id: str
    client_time: datetime
    body: dict[str, Any]
    raw: dict[str, Any]

    def written_at(self, now: datetime) -> datetime | None:
        """When it was written: as the tablet's clock said, or, when that is impossible, corrected by how wrong the
        tablet knows its clock to be. None when that is impossible too."""
        ahead = timedelta(milliseconds=int(self.body.get("clock_offset_ms") or 0))
        return next((at for at in (self.client_time, later(self.client_time, -ahead)) if is_possible(at, now)), None)


@dataclass(slots=True)
class BadOp:
    """What could not be read as an op. ``op_id`` is None when it has no usable one; its place in the batch names it."""

    op_id: str | None
    raw: Any
    error: dict[str, Any]


@dataclass(slots=True)
class Result:
    """The answer to one op. ``record_id`` names the record whose current state goes with it. ``received_at`` is when an
    op with this ``body_hash`` was first received, for the receipt. ``twins`` are patients who may be the same person
    as the one that was created."""

    op_id: Any
    status: str
    record_id: str | None = None
    conflict_id: str | None = None
    error: dict[str, Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    twins: list[str] | None = None
    body_hash: str = ""
    received_at: datetime | None = None

    def receipt(self) -> dict[str, Any]:
        """What is stored, so that a replay gets the same answer."""
        kept = {name: getattr(self, name) for name in ("status", "record_id", "conflict_id", "error", "twins")}
        return {name: value for name, value in kept.items() if value is not None}


def body_hash(raw: Any) -> str:
    """SHA-256 of what was sent; key order does not matter, so a rebuilt body is the same op."""
    text = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def derived_id(op_id: str, *parts: str) -> str:
    """The id of something an op brings about beside its record (a conflict): the same on every replay."""
    return str(uuid5(UUID(op_id), "/".join(parts)))


def rejected(op_id: Any, code: str, detail: str, **extra: Any) -> Result:
    return Result(op_id, "rejected", error={"code": code, "detail": detail, **extra})


def refused(op: Op, refusal: Refusal, record_id: str | None) -> Result:
    """The rejected result of an op whose verb refused it."""
    result = rejected(op.op_id, refusal.code, refusal.detail, **refusal.extra)
    result.record_id = record_id
    return result


def is_possible(at: datetime | None, now: datetime) -> bool:
    """Whether an app of ours can have written something at that time."""
    return at is not None and EARLIEST <= at <= now + AHEAD


def later(at: datetime, by: timedelta) -> datetime | None:
    try:
        return at + by
    except OverflowError:
        return None
