"""Statements that most requests run, compiled once: what is left of running one is the work of the database.

SQLAlchemy finds a compiled statement again by a key that it makes of all parts of the statement, each time. Of a
push, which runs a dozen, that was a tenth. The driver runs them: what SQLAlchemy makes for each (a context,
a result and what describes it) was about as much again.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPICursor, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import Select

Making = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """``parts`` are the parameters by name, in their order, each with what makes the stored value of it; ``fixed`` are
    those whose value the statement has. ``columns`` are what makes a value of each that is read, ``row`` the kind of
    row they become."""

    text: str
    parts: list[tuple[str, Making | None]]
    fixed: dict[str, Any]
    is_positional: bool
    columns: list[Making | None]
    row: Callable[..., Any]

    def values(self, row: dict[str, Any]) -> Any:
        given = self.fixed | row
        stored = [make(given[name]) if make else given[name] for name, make in self.parts]
        return tuple(stored) if self.is_positional else dict(zip([name for name, _ in self.parts], stored, strict=True))

    def read(self, values: Iterable[Any]) -> Any:
        return self.row(*(make(value) if make else value for make, value in zip(self.columns, values, strict=True)))


@dataclass(slots=True)
class Prepared:
    statement: UpdateBase | Select[*tuple[Any, ...]]
    compiled: dict[str, Compiled] = field(default_factory=dict)  # by the name of the database

    def run(self, connection: Connection, *rows: dict[str, Any]) -> DBAPICursor:
        """Once for each row; what it reads comes as the database has it, and is to be read to its end."""
        if isinstance(self.statement, UpdateBase) and not connection.in_transaction():
            raise RuntimeError("a row would be written outside a transaction")
        compiled = self.compiled_for(connection.dialect)
        values = [compiled.values(row) for row in rows]
        return execute(connection, compiled.text, values if len(values) > 1 else values[0], many=len(values) > 1)

    def read_one(self, connection: Connection, asked: dict[str, Any]) -> Any:
        """The row that it finds, with its columns as attributes; None when it finds none."""
        found = self.run(connection, asked).fetchall()
        return self.compiled_for(connection.dialect).read(found[0]) if found else None

    def read(self, connection: Connection, asked: dict[str, Any]) -> list[Any]:
        """All rows that it finds. What the session has changed is not flushed before, as ``session.execute`` does."""
        compiled = self.compiled_for(connection.dialect)
        return [compiled.read(row) for row in self.run(connection, asked).fetchall()]

    def compiled_for(self, dialect: Dialect) -> Compiled:
        if dialect.name not in self.compiled:
            self.compiled[dialect.name] = compile_for(self.statement, dialect)
        return self.compiled[dialect.name]


def execute(connection: Connection, text: str, values: Any, *, many: bool) -> DBAPICursor:
    """Give the statement to the driver. Who listens to statements hears of it, and errors are those of SQLAlchemy."""
    cursor = connection.connection.cursor()
    for listen in connection.dispatch.before_cursor_execute:
        listen(connection, cursor, text, values, None, many)
    driver = connection.dialect.loaded_dbapi
    try:
        (cursor.executemany if many else cursor.execute)(text, values)
    except driver.Error as error:
        raise DBAPIError.instance(text, values, error, driver.Error, hide_parameters=True) from error
    return cursor


def compile_for(statement: UpdateBase | Select[Any], dialect: Dialect) -> Compiled:
    made: Any = statement.compile(dialect=dialect)
    parts = [(name, made.binds[name].type.bind_processor(dialect)) for name in made.positiontup or made.binds]
    read: list[Any] = list(statement.selected_columns) if isinstance(statement, Select) else []
    columns = [column.type.result_processor(dialect, None) for column in read]
    fixed = {name: bind.effective_value for name, bind in made.binds.items() if not bind.required}
    row = row_of([column.key for column in read])
    return Compiled(str(made), parts, fixed, bool(made.positiontup), columns, row)


def row_of(names: list[str]) -> Callable[..., Any]:
    made: Callable[..., Any] = namedtuple("Row", names)  # type: ignore[misc]
    return made
