"""Objects of the tables that every change writes are stored as the unit of work of SQLAlchemy stores them."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from server.db import Flag, Model, begin_write, db
from server.models import ClinicFeed, PatientIndex, PatientScope, Record
from server.services.feed import lock_clinic
from server.services.records import flush
from tests.cast import PEOPLE
from tests.services.test_added import CLINIC, as_stored, of_column
from tests.tablet import Tablet

KEYS = {"clinic_id", "id", "record_id"}


def values_of(model: type[Model]) -> st.SearchStrategy[dict[str, Any]]:
    """Of every column but the keys; a flag is true, false or null."""
    columns = [column for column in model.__table__.columns if column.key not in KEYS | {"author_id", "seq"}]
    kinds = {c.key: st.none() | st.booleans() if isinstance(c.type, Flag) else of_column(c) for c in columns}
    return st.fixed_dictionaries(kinds)


def new_record(record_id: str, values: dict[str, Any]) -> Record:
    feed = lock_clinic(CLINIC)
    feed.seq += 1
    return Record(clinic_id=CLINIC, id=record_id, author_id=PEOPLE["practitioner"].id, seq=feed.seq, **values)


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[type[Model], dict[str, Any], dict[str, Any]]]:
    """For each table what a new row says, and what some of its columns are changed to."""
    found = []
    for model in (Record, PatientIndex, PatientScope):
        first, then = draw(values_of(model)), draw(values_of(model))
        some = draw(st.sets(st.sampled_from(sorted(then))))
        found.append((model, first, {name: then[name] for name in some}))
    return found


def test_rows_are_those_of_the_unit_of_work(ana: Tablet, inside: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    order = flush.ORDER

    def rows_after(case: list[Any], record_id: str, *, by_hand: bool) -> list[Any]:
        monkeypatch.setattr(flush, "ORDER", order if by_hand else ())
        begin_write()
        feed, objects = lock_clinic(CLINIC), list[Any]()
        for model, first, _then in case:
            key = {"clinic_id": CLINIC, "record_id": record_id}
            objects.append(new_record(record_id, first) if model is Record else model(**key, **first))
        db.session.add_all(objects)
        db.session.flush()
        seen = read(record_id)
        assert all(inspect(one).persistent and not inspect(one).modified for one in objects)
        for one, (_model, _first, then) in zip(objects, case, strict=True):
            for name, value in then.items():
                setattr(one, name, value)
        objects[0].seq = feed.seq = feed.seq + 1
        db.session.flush()
        seen += read(record_id)
        assert [[getattr(one, name) for name in then] for one, (_, _, then) in zip(objects, case, strict=True)] == [
            list(then.values()) for _, _, then in case
        ]
        db.session.rollback()
        assert not any(one in db.session for one in objects)
        return seen

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(changes())
    def stored_alike(case: list[Any]) -> None:
        record_id = str(uuid4())
        assert rows_after(case, record_id, by_hand=True) == rows_after(case, record_id, by_hand=False)

    stored_alike()


def read(record_id: str) -> list[Any]:
    theirs = {"clinic_id": CLINIC, "record_id": record_id}
    rows = [as_stored(model, **theirs) for model in (PatientIndex, PatientScope)]
    return [as_stored(Record, clinic_id=CLINIC, id=record_id), *rows, as_stored(ClinicFeed, clinic_id=CLINIC)]


def test_what_is_undone_with_a_savepoint_is_not_there(ana: Tablet, inside: Flask) -> None:
    patient = ana.new_patient()["id"]
    begin_write()
    lock_clinic(CLINIC)
    kept = db.session.get_one(Record, (CLINIC, patient))
    twin = dict.fromkeys(("content", "content_hash"), kept.content) | {"content_hash": ""}
    mine = {name: getattr(kept, name) for name in ("type", "state", "happened_at", "created_at", "updated_at")}
    new = new_record(str(uuid4()), {**twin, **mine, "version": 0, "rev": 1, "signatures": [], "writers": []})
    nested = db.session.begin_nested()
    db.session.add(new)
    db.session.flush()
    assert new in db.session
    nested.rollback()
    assert new not in db.session
    assert db.session.get(Record, (CLINIC, new.id)) is None
    db.session.rollback()


def test_a_row_that_is_gone_is_no_change(ana: Tablet, inside: Flask) -> None:
    """And one that another already has is refused by the database."""
    patient = ana.new_patient()["id"]
    begin_write()
    lock_clinic(CLINIC)
    scope = db.session.get_one(PatientScope, (CLINIC, patient))
    db.session.connection().execute(
        PatientScope.__table__.delete().where(PatientScope.__table__.c.record_id == patient)
    )
    scope.kept = True
    with pytest.raises(StaleDataError):
        db.session.flush()
    db.session.rollback()
    begin_write()
    kept = db.session.get_one(PatientScope, (CLINIC, patient))
    last_at = kept.last_at
    db.session.expunge(kept)
    db.session.add(PatientScope(clinic_id=CLINIC, record_id=patient, last_at=last_at))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
