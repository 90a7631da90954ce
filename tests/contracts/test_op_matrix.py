"""Every kind of op, role and object against the table of ``matrix.py``; what is refused leaves the records alone."""

from collections import defaultdict
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import db
from server.models import Record, Revision
from server.schemas.ops import KINDS
from tests.cast import key_of
from tests.conftest import LONG_ON_SQLITE
from tests.contracts.access_fixtures import CASE, CAST, AccessFixtures, NoteMaker
from tests.contracts.matrix import OPS
from tests.contracts.op_cells import Cell, OpCells, code_of, seen


def rows(app: Flask) -> dict[tuple[str, str], dict[str, Any]]:
    """Every record as it stands, by its key: an id may be there once in each clinic."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            (row["clinic_id"], row["id"]): dict(row) for row in connection.execute(select(Record.__table__)).mappings()
        }


def in_both(found: dict[tuple[str, str], dict[str, Any]], record_id: str) -> list[Any]:
    return [found.get(key_of(record_id, clinic)) for clinic in ("north", "south")]


def key_for(cell: Cell, record_id: str) -> tuple[str, str]:
    """The key of a record of that id in the clinic of whoever acts."""
    return key_of(record_id, CAST[cell.who].clinic)


def revised(app: Flask) -> set[str]:
    with app.app_context(), db.engine.connect() as connection:
        return set(connection.scalars(select(Revision.op_id)))


def send(stage: AccessFixtures, cells: list[Cell]) -> dict[str, dict[str, Any]]:
    """Each person pushes their own ops; the answers by op id."""
    by_person: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_person[cell.who].append(cell)
    answers = [answer for who, mine in by_person.items() for answer in stage.push(who, [cell.op for cell in mine])]
    return {answer["op_id"]: answer for answer in answers}


def test_every_kind_of_op_has_rows() -> None:
    """An override is a patch that is the lead's to give."""
    assert {name.split()[0] for name in OPS} - {"override"} == set(KINDS)


@pytest.mark.slow
@pytest.mark.parametrize("backend", LONG_ON_SQLITE, indirect=True)
def test_every_op_cell(app: Flask) -> None:
    stage = AccessFixtures(app)
    cells = OpCells(stage).cast()
    before = rows(app)
    answers = send(stage, cells)
    after, written = rows(app), revised(app)
    found = [(cell, answers[cell.op["op_id"]]) for cell in cells]
    wrong = [
        f"{cell.says}: {code_of(answer)}, {answer.get('error')}"
        for cell, answer in found
        if code_of(answer) != cell.expected
    ]
    assert wrong == []
    spoiled = [
        cell.says
        for cell, answer in found
        if (answer["status"] != "applied" and in_both(before, cell.id) != in_both(after, cell.id))
        or (answer["status"] == "rejected" and cell.op["op_id"] in written)
    ]
    assert spoiled == []
    applied = {key_for(cell, cell.id) for cell, answer in found if answer["status"] == "applied"}
    conflicts = {key_for(cell, answer["conflict_id"]) for cell, answer in found if answer["status"] == "conflict"}
    assert after.keys() - before.keys() == (applied | conflicts) - before.keys()
    assert sum(answer["status"] == "applied" for _, answer in found) > 80


def test_nobody_sends_what_another_wrote(app: Flask) -> None:
    stage = AccessFixtures(app)
    patient = stage.new_patient("practitioner")
    before = rows(app)
    theirs = [
        stage.op("practitioner", "patch", "patient", patient, unit="labs", base_rev=1, base={}, patch={"hb": 13.1}),
        stage.op(
            "supervisor",
            "void",
            "patient",
            patient,
            content_hash=before[key_of(patient)]["content_hash"],
            reason="Entered twice.",
        ),
    ]
    assert [code_of(answer) for answer in stage.push("colleague", theirs)] == ["r", "r"]
    assert rows(app) == before
    assert code_of(stage.push("practitioner", theirs[:1])[0]) == "a", "the author's own op was burnt by the other's try"


def test_an_amendment_is_whole_or_not_at_all(app: Flask) -> None:
    """One unit of the change is refused (an override is not the author's to give): the other is not written either."""
    stage = AccessFixtures(app)
    patient = stage.new_patient("practitioner")
    maker = NoteMaker(stage)
    note = maker.note("practitioner", patient, "signed")
    maker.perform()
    before = rows(app)
    changes = {
        "text:observations": {"base": {}, "patch": {"text": "Later seen."}},
        "override:D03": {"base": {}, "patch": {"text": "I agree with myself."}},
    }
    shown = before[key_of(note)]["content_hash"]
    op = stage.op(
        "practitioner", "amend", "note", note, content_hash=shown, reason="Seen a day later.", changes=changes
    )
    assert code_of(stage.push("practitioner", [op])[0]) == "x"
    assert rows(app) == before


def test_a_refused_op_stops_nothing_else(app: Flask) -> None:
    stage = AccessFixtures(app)
    patient = stage.new_patient("practitioner")
    ops = [
        stage.op("practitioner", "void", "patient", patient, content_hash="0" * 64, reason="Not mine to void."),
        stage.op("practitioner", "patch", "note", patient, **seen({"text": "x"})),
        stage.op("practitioner", "patch", "patient", patient, unit="labs", base_rev=1, base={}, patch={"hb": 13.1}),
    ]
    assert [code_of(answer) for answer in stage.push("practitioner", ops)] == ["x", "m", "a"]
    with app.app_context():
        record = db.session.get_one(Record, key_of(patient))
        assert (record.state, record.content) == ("active", {**CASE.fields, "labs": {"hb": 13.1}})
