"""The patients of a recalled lot as a table, safe to open in a spreadsheet."""

from typing import Any

from server.exports import csv

COLUMNS = (
    "patient.id",
    "patient.mrn",
    "patient.family",
    "patient.given",
    "patient.birth_date",
    "patient.phone",
    "visit.date",
    "visit.operator",
    "kind",
    "lot",
    "unit_code",
    "note.id",
)


def render(items: list[dict[str, Any]]) -> bytes:
    return csv.table(COLUMNS, [row_of(item) for item in items])


def row_of(item: dict[str, Any]) -> list[Any]:
    patient = item["patient"]
    who = [patient[name] for name in ("id", "mrn", "family", "given", "birth_date", "phone")]
    when = [item["happened_at"].date().isoformat(), item["operator_name"]]
    return [*who, *when, item["kind"], item["lot"], item["unit_code"], item["note_id"]]
