"""Puts many notes into a database quickly: copies of one that came the proper way, under new ids and feed numbers."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, create_engine, text

from tests.load.work import one_note

CHUNK = 2000


def fill_server(url: str, count: int) -> None:
    """Signed notes, each with a revision, copies of the latest signed one, until there are ``count`` more."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        query = "SELECT * FROM record WHERE state = 'signed' ORDER BY seq DESC LIMIT 1"
        record = dict(connection.execute(text(query)).mappings().one())
        revision = one(
            connection, "SELECT * FROM revision WHERE record_id = :id ORDER BY rev DESC LIMIT 1", id=record["id"]
        )
        seq = one(connection, "SELECT seq FROM clinic_feed WHERE clinic_id = :id", id=record["clinic_id"])["seq"]
        for start in range(0, count, CHUNK):
            numbers = range(seq + start + 1, seq + min(start + CHUNK, count) + 1)
            records = list(copies(record, numbers))
            insert(connection, "record", records)
            insert(connection, "revision", [revision | {"record_id": r["id"], "op_id": str(uuid4())} for r in records])
        move = "UPDATE clinic_feed SET seq = :seq WHERE clinic_id = :id"
        connection.execute(text(move), {"seq": seq + count, "id": record["clinic_id"]})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def one(connection: Connection, query: str, **parameters: Any) -> dict[str, Any]:
    return dict(connection.execute(text(query), parameters).mappings().one())


def copies(record: dict[str, Any], numbers: range) -> Iterator[dict[str, Any]]:
    """Visits a minute apart, the newest last."""
    began = datetime(2026, 1, 1, tzinfo=UTC)
    for number in numbers:
        at = began + timedelta(minutes=number)
        stored = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(record["happened_at"], str) else at
        yield record | {"id": str(uuid4()), "seq": number, "happened_at": stored}


def insert(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    columns, values = ", ".join(names), ", ".join(f":{name}" for name in names)
    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), rows)


def fill_bare(path: str, count: int, patient_id: str) -> None:
    """The same number of the same notes for the bare server."""
    engine = create_engine(f"sqlite:///{path}")
    content, began = json.dumps(one_note("x"), ensure_ascii=False), datetime(2026, 1, 1, tzinfo=UTC)
    with engine.begin() as connection:
        for start in range(0, count, CHUNK):
            numbers = range(start, min(start + CHUNK, count))
            rows = [
                {"id": str(uuid4()), "patient": patient_id, "state": "signed", "content": content}
                | {"at": (began + timedelta(minutes=number)).isoformat()}
                for number in numbers
            ]
            insert(connection, "note", rows)
    engine.dispose()
