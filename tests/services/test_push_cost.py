"""What a push costs the database: a number of statements that does not grow with the ops it brings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event

from server.db import db
from tests.tablet import Tablet, signable

FEW, MANY = 3, 30


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def cost(app: Flask, tablet: Tablet, ops: list[dict[str, Any]]) -> list[str]:
    with statements(app) as seen:
        results = tablet.push(*ops)
    assert [result["status"] for result in results] == ["applied"] * len(ops)
    return seen


def test_new_notes_and_edits_are_written_together(app: Flask, ana: Tablet) -> None:
    patients = [ana.new_patient()["id"] for _ in range(3)]
    fields = signable(ana.person.id)

    def creates(count: int) -> list[dict[str, Any]]:
        named = [patients[number % 3] for number in range(count)]
        return [ana.op("create", "note", str(uuid4()), patient_id=patient, fields=fields) for patient in named]

    few, many = creates(FEW), creates(MANY)
    cost(app, ana, creates(FEW))  # the first push of a tablet is noted once
    assert len(cost(app, ana, few)) == len(cost(app, ana, many)), "statements of new notes grow with their number"

    def edits(ops: list[dict[str, Any]]) -> list[dict[str, Any]]:
        unit = {"unit": "text:remarks", "base_rev": 1, "base": {}, "patch": {"text": "Calm."}}
        return [ana.op("patch", "note", op["id"], **unit) for op in ops]

    assert len(cost(app, ana, edits(few))) == len(cost(app, ana, edits(many))), "statements of edits grow"


@pytest.mark.parametrize("read", ["queue", "export"])
def test_who_reads_much_holds_up_nobody_who_writes(app: Flask, ana: Tablet, boss: Tablet, read: str) -> None:
    """Once the clinic is locked only the audit row is written."""
    note = ana.signed_note()
    path = "/review/queue" if read == "queue" else f"/patients/{note['patient_id']}/summary.json"
    with statements(app) as seen:
        assert boss.get(path).status_code == 200
    locked = max(n for n, text in enumerate(seen) if "clinic_feed" in text and text.startswith("SELECT"))
    assert any("FROM record" in text for text in seen[:locked])
    assert [text for text in seen[locked:] if "FROM record" in text] == []
    assert any("INSERT INTO audit_entry" in text for text in seen[locked:])
