"""The bare server for comparison: Flask, one marshmallow schema of the same fields, one table, one insert, durable.

No people, no merge, no rules, no revisions, no audit. Takes the same request bodies as the real server.
"""

import csv
import io
import json
import os
import sqlite3
import tempfile
import threading
import zipfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from marshmallow import Schema, fields

from server.domain.catalogue import RECORD_TYPES

KINDS: dict[str, Any] = {
    **dict.fromkeys(("int", "decimal", "scale", "nrs"), fields.Float),
    **dict.fromkeys(("date", "datetime", "person", "text", "longtext", "choice", "tri"), fields.String),
    "bool": fields.Boolean,
    **dict.fromkeys(("choices", "paths", "texts"), lambda: fields.List(fields.String())),
    "strokes": fields.Dict,
    "numbers": lambda: fields.List(fields.Float()),
}


def of_fields(declared: Any) -> type[Schema]:
    rows = {
        one.name: lambda one=one: fields.List(fields.Nested(of_fields(one.fields))) for one in declared if one.fields
    }
    return Schema.from_dict({one.name: (rows.get(one.name) or KINDS[one.kind])() for one in declared})


SECTIONS = RECORD_TYPES["note"].sections
UNITS = {(f"{s.unit}:{key.key}" if key else s.unit): s for s in SECTIONS for key in (s.keys or (None,))}
Note = Schema.from_dict({unit: fields.Nested(of_fields(s.fields)) for unit, s in UNITS.items()})()
TABLE = "CREATE TABLE IF NOT EXISTS note (id TEXT PRIMARY KEY, patient TEXT, state TEXT, at TEXT, content TEXT) STRICT"
app = Flask(__name__)
local = threading.local()


def database() -> sqlite3.Connection:
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(os.environ["DATA_DIR"] + "/bare.db", timeout=10, isolation_level=None)
        for line in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", TABLE):
            local.connection.execute(line)
        local.connection.execute("CREATE INDEX IF NOT EXISTS note_state ON note (state, at)")
    return local.connection


@app.post("/api/v1/sync/push")
def push() -> Response:
    ops, rows = json.loads(request.data)["ops"], []
    for op in ops:
        content = json.dumps(Note.load(op["fields"]), ensure_ascii=False)
        rows.append((op["id"], op["patient_id"], "signed", op["client_time"], content))
    connection = database()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO note VALUES (?, ?, ?, ?, ?)", rows)
    connection.execute("COMMIT")
    return answer(json.dumps({"results": [{"op_id": op["op_id"], "status": "applied"} for op in ops]}))


@app.get("/api/v1/sync/pull")
def pull() -> Response:
    after, limit = int(request.args.get("cursor") or 0), int(request.args["limit"])
    rows = select("WHERE rowid > ? ORDER BY rowid LIMIT ?", after, limit)
    end = json.dumps({"cursor": str(rows[-1][0] if rows else after), "more": len(rows) == limit})
    return answer(f'{{"changes":{as_json(rows)},{end[1:]}')


@app.get("/api/v1/review/queue")
def queue() -> Response:
    rows = select("WHERE state = 'signed' ORDER BY at DESC LIMIT ?", request.args["limit"])
    return answer(f'{{"items":{as_json(rows)}}}')


@app.get("/api/v1/patients/<patient>/summary.<form>")
def summary(patient: str, form: str) -> Response:
    rows = select("WHERE patient = ?", patient)
    if form == "json":
        return answer(f'{{"notes":{as_json(rows)}}}')
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        content = json.loads(row[5])
        writer.writerow(
            [row[1], *(content.get(unit, {}).get(f.name, "") for unit, s in UNITS.items() for f in s.fields)]
        )
    return Response(out.getvalue(), content_type="text/csv")


TABLES = {"visits": (), "sites": ("zone", "other_site"), "observations": ("obs",)}
APART = {name for names in TABLES.values() for name in names}


@app.get("/api/v1/tables.zip")
def tables() -> Response:
    """All notes as the tables that a clinic exports, a row for each visit, site and observation, packed."""
    units = {unit: [f.name for f in s.fields] for unit, s in UNITS.items()}
    of_visit = {unit: names for unit, names in units.items() if UNITS[unit].unit not in APART}
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as room, ExitStack() as opened:
        paths = {name: Path(room, name) for name in TABLES}
        files = {name: opened.enter_context(paths[name].open("w", encoding="utf-8", newline="")) for name in TABLES}
        writers = {name: csv.writer(file, quoting=csv.QUOTE_NONNUMERIC) for name, file in files.items()}
        for _number, note, patient, state, at, content in database().execute("SELECT rowid, * FROM note"):
            fields, head = json.loads(content), [patient, note, state, at]
            found = (fields.get(unit, {}).get(name, "") for unit, names in of_visit.items() for name in names)
            writers["visits"].writerow([*head, *found])
            for table in ("sites", "observations"):
                mine = (unit for unit in fields if unit.partition(":")[0] in TABLES[table])
                rows = ([*head, unit, *(fields[unit].get(name, "") for name in units[unit])] for unit in mine)
                writers[table].writerows(rows)
        opened.close()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, path in paths.items():
                packed.write(path, f"tables/{name}.csv")
    return Response(out.getvalue(), content_type="application/zip")


def select(rest: str, *values: Any) -> list[Any]:
    return database().execute(f"SELECT rowid, * FROM note {rest}", values).fetchall()


def as_json(rows: list[Any]) -> str:
    """The stored text as it is: nothing is read to be written again."""
    head = '{{"id":"{1}","patient_id":"{2}","state":"{3}","at":"{4}","fields":{5}}}'
    return "[" + ",".join(head.format(*row) for row in rows) + "]"


def answer(text: str) -> Response:
    return Response(text, content_type="application/json")
