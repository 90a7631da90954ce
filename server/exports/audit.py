"""The audit trail as a table, safe to open in a spreadsheet."""

import json
from typing import Any

from server.exports import csv
from server.exports.formatting import utc_text

COLUMNS = (
    "n", "at", "who", "action", "text", "tablet", "record.type", "record.id", "patient.id", "patient.mrn",
    "patient.family", "patient.given", "count", "from", "changes",
)  # fmt: skip


def render(items: list[dict[str, Any]]) -> bytes:
    return csv.table(COLUMNS, [row_of(item) for item in items])


def row_of(item: dict[str, Any]) -> list[Any]:
    record, patient, params = item["record"] or {}, item["patient"] or {}, item["params"]
    count = int(params["n"]) if params["n"].isdecimal() else None
    who = [patient.get(name) for name in ("id", "mrn", "family", "given")]
    what = [item["action"], item["text"], item["device_name"], record.get("type"), record.get("id")]
    return [
        item["n"],
        utc_text(item["at"]),
        params["who"],
        *what,
        *who,
        count,
        item["source"],
        changes_text(item["changes"]),
    ]


def changes_text(changes: list[dict[str, Any]]) -> str:
    """By the names of the API, as JSON writes the values."""
    return "; ".join(f"{one['name']}: {json.dumps(one['before'])} -> {json.dumps(one['after'])}" for one in changes)
