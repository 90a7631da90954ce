"""Objects of the tables that every change of a record writes, stored without SQLAlchemy's unit of work.

Working out what objects of any kind depend on, and in which order to write them, costs several times what writing them
does. Of these tables the order is known. A flush with anything else to insert or delete is left to the unit of work.
``tests/services/test_flush.py`` holds that the rows are the same either way.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, event, inspect, update
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.orm.exc import StaleDataError

from server.added import inserting, json_columns, stored_text, write_rows
from server.db import Model
from server.models import ClinicFeed, PatientIndex, PatientScope, Record
from server.prepared import Prepared
from server.services.verify.coverage import name_rows

ORDER = (Record, PatientIndex, PatientScope, ClinicFeed)  # the others point to a record
State = InstanceState[Any]


def store_changed(session: Session, context: Any, _instances: Any) -> None:
    """Listens before each flush, after ``name_rows``, which still changes what is written."""
    new, dirty = [inspect(row) for row in session.new], changed(session)
    refuse_silent_change(session, dirty)
    if session.deleted or not all(map(is_known, new)):
        return
    connection = session.connection()
    for model in ORDER:
        insert_all(connection, model, [state for state in new if state.class_ is model])
        update_all(connection, model, [state for state in dirty if state.class_ is model])
    session._register_persistent({*new, *dirty})  # as the unit of work ends: undone with their savepoint
    write_rows(session, context)


def changed(session: Session) -> list[State]:
    states = [inspect(row) for row in session.dirty if type(row) in ORDER]
    return [state for state in states if state.committed_state]


def refuse_silent_change(session: Session, dirty: list[State]) -> None:
    """A synced row that changes without a new feed number would never reach a tablet."""
    for state in dirty:
        if state.class_ is Record and not has_new_seq(state) and session.is_modified(state.obj()):
            raise RuntimeError(f"record {state.dict['id']} changed without a new seq")


def has_new_seq(state: State) -> bool:
    before = state.committed_state.get("seq")
    return before is not None and bool(before != state.dict["seq"])


def is_known(state: State) -> bool:
    """Whether it is of these tables and says everything that they want to know."""
    model: Any = state.class_
    return model in ORDER and required(model) <= state.dict.keys()


@cache
def names_of(model: type[Model]) -> list[str]:
    return [column.key for column in model.__table__.columns]


@cache
def required(model: type[Model]) -> frozenset[str]:
    columns = model.__table__.columns
    return frozenset(column.key for column in columns if not column.nullable or column.default is not None)


def stored(state: State, names: Iterable[str]) -> dict[str, Any]:
    row: Any = state.obj()
    texts = json_columns(row.__class__)
    return {name: stored_text(row, name) if name in texts else state.dict[name] for name in names}


def insert_all(connection: Connection, model: type[Model], states: list[State]) -> None:
    names = names_of(model)
    for state in states:
        state.dict.update(dict.fromkeys(names) | state.dict)
    if states:
        rows = [stored(state, names) for state in states]
        inserting(model).run(connection, *rows)


@cache
def updating(model: type[Model], names: frozenset[str]) -> Prepared:
    table: Any = model.__table__
    mine = [column == bindparam(f"key_{column.key}") for column in table.primary_key]
    values: dict[str, Any] = {name: bindparam(name) for name in sorted(names)}
    return Prepared(update(table).where(*mine).values(values))


def update_all(connection: Connection, model: type[Model], states: Iterable[State]) -> None:
    """Only the columns that were set; those with the same ones set in one statement."""
    alike: dict[frozenset[str], list[State]] = defaultdict(list)
    for state in states:
        alike[frozenset(state.committed_state)].append(state)
    keys = [f"key_{column.key}" for column in model.__table__.primary_key]
    for names, group in alike.items():
        rows = [dict(zip(keys, state.identity or (), strict=True)) | stored(state, names) for state in group]
        if updating(model, names).run(connection, *rows).rowcount != len(rows):
            raise StaleDataError(f"a row of {model.__tablename__} that was changed is not there")


assert event.contains(Session, "before_flush", name_rows)  # noqa: S101 - it listens first
event.listen(Session, "before_flush", store_changed)
