"""Operations and push bodies as a tablet sends them: the only place in the tests that knows their shape."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from server.domain.catalogue import SCHEMA_VERSION

NUMBERS = count(1)
AT = "2026-11-23T07:41:02.113Z"

Op = dict[str, Any]


def make_op(user_id: str, kind: str, type_: str, record_id: str, /, **rest: Any) -> Op:
    """An operation of that person with an id and a number of its own; ``rest`` replaces or adds members."""
    head = {"op_id": str(uuid4()), "n": next(NUMBERS), "user_id": user_id, "kind": kind, "type": type_}
    return head | {"id": record_id, "client_time": AT, "clock_offset_ms": 0} | rest


def make_patch(user_id: str, record: dict[str, Any], unit: str, patch: dict[str, Any], **rest: Any) -> Op:
    """A change of one unit of a record as it was last received."""
    base = record.get("fields", {}).get(unit, {})
    change = {"unit": unit, "base_rev": record["rev"], "base": base, "patch": patch} | rest
    return make_op(user_id, "patch", record["type"], record["id"], **change)


def now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


def push_body(device_id: str, ops: list[Any], /, **rest: Any) -> dict[str, Any]:
    return {
        "proto": 1,
        "epoch": None,
        "device_id": device_id,
        "app": "test",
        "schema": SCHEMA_VERSION,
        "ops": ops,
    } | rest
