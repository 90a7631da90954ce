"""The audit trail as a table, safe to open in a spreadsheet."""

from typing import Any

from server.exports import csv
from server.exports.formatting import utc_text

COLUMNS = (
    "n", "at", "who", "action", "text", "tablet", "record.type", "record.id", "patient.id", "patient.mrn",
    "patient.family", "patient.given", "count", "from",
)  # fmt: skip


def render(items: list[dict[str, Any]]) -> bytes:
    return csv.table(COLUMNS, [row_of(item) for item in items])


def row_of(item: dict[str, Any]) -> list[Any]:
    record, patient, params = item["record"] or {}, item["patient"] or {}, item["params"]
    count = int(params["n"]) if params["n"].isdecimal() else None
    who = [patient.get(name) for name in ("id", "mrn", "family", "given")]
    what = [item["action"], item["text"], item["device_name"], record.get("type"), record.get("id")]
    return [item["n"], utc_text(item["at"]), params["who"], *what, *who, count, item["source"]]
