"""Statements of the write path, compiled once: what is left of running one is the work of the database.

SQLAlchemy finds a compiled statement again by a key that it makes of all parts of the statement, each time. Of a
push, which runs a dozen, that was a tenth.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import Select

Making = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """``parts`` are the parameters by name, in their order, each with what makes the stored value of it."""

    text: str
    parts: list[tuple[str, Making | None]]
    is_positional: bool

    def values(self, row: Mapping[str, Any]) -> Any:
        stored = [make(row[name]) if make else row[name] for name, make in self.parts]
        return tuple(stored) if self.is_positional else dict(zip([name for name, _ in self.parts], stored, strict=True))


@dataclass(slots=True)
class Prepared:
    """What it reads comes as the database has it: JSON as text, times of SQLite as text."""

    statement: UpdateBase | Select[Any]
    compiled: dict[str, Compiled] = field(default_factory=dict)  # by the name of the database

    def run(self, connection: Connection, *rows: Mapping[str, Any]) -> CursorResult[Any]:
        compiled = self.compiled.get(connection.dialect.name) or self.compile_for(connection.dialect)
        values = [compiled.values(row) for row in rows]
        return connection.exec_driver_sql(compiled.text, values[0] if len(values) == 1 else values)

    def compile_for(self, dialect: Dialect) -> Compiled:
        made: Any = self.statement.compile(dialect=dialect)
        parts = [(name, made.binds[name].type.bind_processor(dialect)) for name in made.positiontup or made.binds]
        found = self.compiled[dialect.name] = Compiled(str(made), parts, bool(made.positiontup))
        return found
