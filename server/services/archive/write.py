"""Everything of a clinic as lines of the file. The caller has begun a snapshot."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from server.db import db
from server.services.archive.tables import FORMAT, FORMAT_VERSION, TABLES, columns_of, page_of, table_of, written


def lines(clinic_id: str, revision: str, now: datetime) -> Iterator[bytes]:
    digest, rows = hashlib.sha256(), 0
    head = {"format": FORMAT, "format_version": FORMAT_VERSION, "revision": revision, "clinic_id": clinic_id}
    yield counted(digest, {**head, "exported_at": now.isoformat()})
    for table in map(table_of, TABLES):
        for row in rows_of(table, clinic_id):
            rows += 1
            yield counted(digest, {"table": table.name, "row": row})
    yield line({"rows": rows, "sha256": digest.hexdigest()})


def counted(digest: Any, value: dict[str, Any]) -> bytes:
    made = line(value)
    digest.update(made)
    return made


def line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"


def rows_of(table: Table, clinic_id: str) -> Iterator[dict[str, Any]]:
    columns = columns_of(table)
    mine = table.c["id" if table.name == "clinic" else "clinic_id"] == clinic_id
    query = select(*columns).where(mine).order_by(*table.primary_key.columns)
    for row in db.session.execute(query.execution_options(yield_per=page_of(table))):
        yield {column.key: written(value) for column, value in zip(columns, row, strict=True)}
