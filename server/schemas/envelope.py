"""What tablets send most, new records and edits, read by plain checks that say yes quickly.

What these do not take goes to the marshmallow schema in ``ops.py``, which says what is wrong, or that it is right after
all. ``tests/schemas/test_envelope.py`` holds that both read the same.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from server.schemas.base import UUID_PATTERN

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
UUID = re.compile(UUID_PATTERN)
KEY = re.compile(r"[0-9a-f]{32}")
SIGNATURE = 86  # of 64 bytes as base64url
PROTO = 1
MAX_UNITS = 500  # more than a note of all sites and repeats
MAX_APP = 100
KEPT = ("patient", "note", "follow_up", "lot", "protocol")
IDS = ("op_id", "user_id", "id", "patient_id")
OBJECTS = ("fields", "base", "patch", "signature")

Check = Callable[[Any], bool]


def read_time(value: Any) -> datetime | None:
    """An instant as RFC 3339 writes it, in UTC."""
    if type(value) is not str or not RFC3339.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_id(value: Any) -> bool:
    return type(value) is str and len(value) == 36 and UUID.match(value) is not None


def is_whole(value: Any) -> bool:
    return type(value) is int


def is_text(value: Any) -> bool:
    return type(value) is str


def is_object(value: Any) -> bool:
    return type(value) is dict


def is_signature(value: Any) -> bool:
    return (
        type(value) is dict
        and value.keys() == {"key", "value"}
        and all(map(is_text, value.values()))
        and KEY.fullmatch(value["key"]) is not None
        and len(value["value"]) == SIGNATURE
    )


COMMON: dict[str, Check] = {
    "op_id": is_id,
    "n": is_whole,
    "user_id": is_id,
    "kind": is_text,
    "type": lambda value: type(value) is str and value in KEPT,
    "id": is_id,
    "client_time": is_text,
}
MORE: dict[str, Check] = {
    "clock_offset_ms": lambda value: value is None or type(value) is int,
    "app": lambda value: value is None or (type(value) is str and len(value) <= MAX_APP),
    "schema": lambda value: value is None or type(value) is int,
    "proto": lambda value: type(value) is int and value == PROTO,
    "signature": is_signature,
}
CREATE: dict[str, Check] = {
    "patient_id": lambda value: value is None or is_id(value),
    "fields": lambda value: type(value) is dict and len(value) <= MAX_UNITS,
}
PATCH: dict[str, Check] = {
    "unit": is_text,
    "base_rev": lambda value: type(value) is int and value >= 0,
    "base": is_object,
    "patch": is_object,
}
FORMS = {
    "create": (COMMON.keys(), COMMON | MORE | CREATE),
    "patch": (COMMON.keys() | PATCH.keys(), COMMON | MORE | PATCH),
}


def read_envelope(raw: dict[str, Any]) -> dict[str, Any] | None:
    """The op as its schema reads it, without a look at its content; None when that is for the schema to say."""
    required, checks = FORMS[raw["kind"]]
    at = read_time(raw.get("client_time"))
    if at is None or not required <= raw.keys():
        return None
    for name, value in raw.items():
        if name not in checks or not checks[name](value):
            return None
    op = raw | {"client_time": at, "clock_offset_ms": raw.get("clock_offset_ms", 0)}
    op |= {name: op[name].lower() for name in IDS if op.get(name)}
    op |= {name: dict(op[name]) for name in OBJECTS if name in op}
    if "fields" in op:
        op["fields_"] = op.pop("fields")
    return op
