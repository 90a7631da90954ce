"""Rows that are added as plain values are stored, named in the audit trail and undone as objects are."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Text, inspect, select, type_coerce

from server.added import ADDED, add_row
from server.db import BigInt, Json, UtcTime, begin_write, db
from server.models import AppliedOp, AuditEntry, NoteLot, Revision
from server.services.feed import lock_clinic
from server.services.verify.coverage import digest_of_object
from server.services.verify.rows import row_breaks
from tests.cast import PEOPLE, fixed_id
from tests.tablet import Tablet, signable

CLINIC = fixed_id("north")
KEY = b"a key of the digests"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
LEAF = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT
)
JSON = st.dictionaries(TEXT, st.recursive(LEAF, lambda inner: st.lists(inner, max_size=3), max_leaves=4), max_size=4)
TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


def of_column(column: Any) -> st.SearchStrategy[Any]:
    kinds = {Json: JSON, UtcTime: TIMES}
    found = kinds.get(type(column.type), st.integers(0, 2**53) if column.type is BigInt else TEXT)
    return st.none() | found if column.nullable else found


def as_stored(model: Any, **key: Any) -> list[Any]:
    """The row as it lies in the database."""
    columns = [type_coerce(c, Text) if isinstance(c.type, Json) else c for c in model.__table__.columns]
    return list(db.session.execute(select(*columns).filter_by(**key)).one())


@pytest.mark.parametrize("model", [Revision, AppliedOp, AuditEntry, NoteLot])
def test_a_plain_row_is_stored_as_an_object_is(ana: Tablet, inside: Flask, model: Any) -> None:
    note, person = ana.new_note(), PEOPLE["practitioner"]
    fixed = {"clinic_id": CLINIC, "record_id": note["id"], "author_id": person.id, "user_id": person.id}
    columns = model.__table__.columns
    fixed = {name: value for name, value in fixed.items() if name in columns}
    own = "op_id" if "op_id" in columns else None
    number = next((column.key for column in inspect(model).primary_key if column.type is BigInt), None)
    free = {c.key: of_column(c) for c in columns if c.key not in (*fixed, own, number)}

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries(free))
    def stored_alike(values: dict[str, Any]) -> None:
        begin_write()
        feed = lock_clinic(CLINIC)
        rows = []
        for n in (900_001, 900_002):
            named = ({own: str(uuid4())} if own else {}) | ({number: n} if number else {})
            rows.append(named)
        db.session.add(model(**values, **fixed, **rows[0]))
        added = add_row(db.session, model, **values, **fixed, **rows[1])
        feed.seq += 1
        db.session.flush()
        one, other = (as_stored(model, **fixed, **row) for row in rows)
        names = [column.key for column in columns]
        apart = {name for name, a, b in zip(names, one, other, strict=True) if a != b or type(a) is not type(b)}
        assert apart == {name for name in (own, number) if name}
        if model in (Revision, AppliedOp):
            twin = model(**values, **fixed, **rows[1])
            assert digest_of_object(added, KEY) == digest_of_object(twin, KEY)
        db.session.rollback()

    stored_alike()


def test_rows_go_with_their_savepoint_and_the_rest_is_named(ana: Tablet, inside: Flask) -> None:
    """A refused op between two good ones: each in a savepoint of its own."""
    patient = ana.new_patient()["id"]
    fields = signable(ana.person.id)
    ops = [ana.op("create", "note", str(uuid4()), patient_id=patient, fields=fields) for _ in range(3)]
    ops[1]["id"] = patient  # the id of another record
    again = dict(ops[0])
    answers = ana.push(*ops, again)
    assert [answer["status"] for answer in answers] == ["applied", "rejected", "applied", "applied"]
    assert answers[3]["receipt"] == answers[0]["receipt"]
    kept = db.session.scalars(select(Revision.record_id).where(Revision.op_id.in_([op["op_id"] for op in ops])))
    assert sorted(kept) == sorted([ops[0]["id"], ops[2]["id"]])
    assert list(row_breaks(CLINIC)) == []


def test_a_row_that_no_flush_would_write_is_no_commit(inside: Flask) -> None:
    person = PEOPLE["practitioner"]
    begin_write()
    values = {"op_id": str(uuid4()), "device_id": "d", "user_id": person.id, "body_hash": "", "result": {}}
    later = datetime.now(UTC) + timedelta(days=1)
    add_row(db.session, AppliedOp, clinic_id=CLINIC, **values, body=None, created_at=later)
    with pytest.raises(RuntimeError, match="no flush has written it"):
        db.session.commit()
    db.session.rollback()
    assert ADDED not in db.session.info
