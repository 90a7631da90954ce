"""Rows that are only ever added, as plain values without an object for each; the next flush of the session writes them.

Of a change of one note, six of the seven rows are such. They are flushed, undone with their savepoint and refused by
the database as objects would be; ``tests/services/test_added.py`` holds that they are stored alike. A session without
a changed object has nothing to flush: mostly the audit row that comes with them changes the clinic's row, else
``touch`` that.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import event, insert
from sqlalchemy.orm import Session, SessionTransaction, scoped_session
from sqlalchemy.orm.attributes import flag_modified

from server.db import Json, JsonText, Model, json_text
from server.prepared import Prepared

ADDED = "added_rows"
TEXTS = "_stored_texts"  # an attribute of an object that is no column


@dataclass(slots=True, eq=False)
class AddedRow:
    """``values`` has every column of the table by name, each of them an attribute as well."""

    model: type[Model]
    values: dict[str, Any]
    _stored: dict[str, Any] | None = None

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    def stored(self) -> dict[str, Any]:
        """The values with their JSON as text, which is made once: for the digest of the row, and for the row."""
        if self._stored is None:
            texts = {name: as_text(self.values[name]) for name in json_columns(self.model)}
            self._stored = self.values | texts
        return self._stored


def as_text(value: Any) -> JsonText | None:
    return None if value is None else value if type(value) is JsonText else JsonText(json_text(value))


def stored_text(row: Model, name: str) -> JsonText | None:
    """The text of a JSON column of an object, made once for each value: for the digest of the row, the row, and the
    answer. A value is replaced and never changed in place, which SQLAlchemy would not store either."""
    value, kept = getattr(row, name), row.__dict__.setdefault(TEXTS, {})
    found = kept.get(name)
    if found is None or found[0] is not value:
        found = kept[name] = (value, as_text(value))
    text: JsonText | None = found[1]
    return text


def add_row(session: Session | scoped_session[Any], model: type[Model], **values: Any) -> AddedRow:
    row = AddedRow(model, values)
    session.info.setdefault(ADDED, []).append(row)
    return row


def touch(row: Model, column: str) -> None:
    """Have the row written again as it is, so that the next flush has something to write."""
    getattr(row, column)  # after a savepoint it may have to be read first
    flag_modified(row, column)


def rows_to_write(session: Session) -> list[AddedRow]:
    rows: list[AddedRow] = session.info.get(ADDED, [])
    return rows


@cache
def json_columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(column.key for column in model.__table__.columns if isinstance(column.type, Json))


@cache
def inserting(model: type[Model]) -> Prepared:
    table: Any = model.__table__
    return Prepared(insert(table))


@event.listens_for(Session, "after_flush")
def write_rows(session: Session, _context: Any) -> None:
    """After the objects, for a revision points to its record; each table in one statement, as they came."""
    rows = session.info.pop(ADDED, [])
    for model in dict.fromkeys(row.model for row in rows):
        inserting(model).run(session.connection(), *(row.stored() for row in rows if row.model is model))


@event.listens_for(Session, "after_rollback")
def forget_added(session: Session) -> None:
    """A savepoint begins with a flush, so what waits was made since."""
    session.info.pop(ADDED, None)


@event.listens_for(Session, "before_commit")
def write_before_commit(session: Session) -> None:
    session.flush()
    refuse_unwritten(session)


@event.listens_for(Session, "after_transaction_create")
def write_before_savepoint(session: Session, transaction: SessionTransaction) -> None:
    """SQLAlchemy has flushed by now."""
    if transaction.nested:
        refuse_unwritten(session)


def refuse_unwritten(session: Session) -> None:
    if session.info.get(ADDED):
        raise RuntimeError("a row was added without any change of an object, so no flush has written it")
