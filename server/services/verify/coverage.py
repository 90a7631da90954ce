"""Every row that counts is named, with its digest, in an audit row of the transaction that wrote it.

So an insert, update or delete by other hands shows (``rows.py``), in every column but those a device reports of
itself. Nobody calls this: it hangs on the session. The newest audit row of a transaction takes what is written together
with it; what is written after the last one gets a row of its own, ``rows.written``.
A digest is over the columns that are not null, by name, so that a migration may add one that is null at first.
"""

import hmac
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, Text, bindparam, event, inspect, select, type_coerce
from sqlalchemy.orm import Session, SessionTransaction

from server.added import AddedRow, json_columns, rows_to_write, stored_text
from server.db import Flag, Json, Model, UtcTime, db
from server.models import (
    ApiToken,
    AppliedOp,
    AuditEntry,
    Clinic,
    ClinicFeed,
    ClinicKey,
    ClinicSetting,
    ConsentText,
    DataKeyCopy,
    Device,
    LimitsVersion,
    Passkey,
    Picture,
    Quarantined,
    Record,
    Revision,
    SecondFactor,
    SigningKey,
    User,
    Webhook,
)
from server.services.audit import CHECKPOINT, CONSOLE, SERVER, chain_key, own_actor, record_audit, seal
from server.services.feed import lock_clinic

REPORTED = {"last_seen_at", "app_version", "pending_ops", "oldest_pending_at", "storage"}
LEFT_OUT: dict[type[Model], set[str]] = {
    Record: set(),
    Revision: set(),
    AppliedOp: set(),
    Quarantined: set(),
    User: set(),
    Device: REPORTED,
    LimitsVersion: set(),
    Clinic: set(),
    ClinicKey: set(),
    ClinicSetting: set(),
    ConsentText: set(),
    DataKeyCopy: set(),
    SecondFactor: set(),
    Passkey: set(),
    Picture: {"data"},  # its SHA-256 is the key (pictures.py)
    SigningKey: set(),
    ApiToken: {"last_used_at"},
    Webhook: set(),
}
COLUMNS = {
    model: [column for column in inspect(model).columns if column.key not in left_out]
    for model, left_out in LEFT_OUT.items()
}
KEYS = {model: [str(key.key) for key in inspect(model).primary_key if key.key != "clinic_id"] for model in LEFT_OUT}
NAMES = {model: dict.fromkeys(column.key for column in columns) for model, columns in COLUMNS.items()}
UNNAMED = "rows_without_audit"
BEFORE = "rows_without_audit_before"  # by savepoint, as it was when that began
ROWS_OF_A_PAGE = 500


def clinic_of(row: Any) -> str:
    return str(row.id if isinstance(row, Clinic) else row.clinic_id)


def name_of(model: type[Model], row: Any) -> str:
    """Table and key within the clinic, as the audit row has it: ``revision/<record>/2``."""
    return "/".join([model.__tablename__, *(str(getattr(row, key)) for key in KEYS[model])])


def digest_of(texts: Iterable[tuple[str, Any]], key: bytes) -> str:
    covered = "".join(f"{name}={len(text)}:{text};" for name, text in texts if text is not None)
    return hmac.digest(key, covered.encode("utf-8", "surrogatepass"), "sha256")[:16].hex()


def model_of(row: Any) -> type[Model]:
    return row.model if isinstance(row, AddedRow) else type(row)


def digest_of_object(row: Any, key: bytes) -> str:
    if isinstance(row, AddedRow):
        values = row.stored()
        return digest_of([(name, as_text(values[name])) for name in NAMES[row.model]], key)
    return digest_of(((column.key, written(row, column)) for column in COLUMNS[type(row)]), key)


def written(row: Any, column: Any) -> str | None:
    """The text that is, or will be, stored in this column."""
    name: str = column.key
    model: Any = type(row)
    if name in json_columns(model):
        return stored_text(row, name)
    value = getattr(row, name)
    if value is None and column.default is not None and column.default.is_scalar:
        value = column.default.arg
    return as_text(value)


def as_text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return str(int(value)) if isinstance(value, int) else str(value)


@cache
def stored(model: type[Model], is_sqlite: bool) -> Select[*tuple[Any, ...]]:
    """The covered columns as they lie in the database, whatever text somebody has put there."""

    def plain(column: Any) -> Any:
        if isinstance(column.type, Json) or (isinstance(column.type, UtcTime) and is_sqlite):
            return type_coerce(column, Text).label(column.key)
        return type_coerce(column, Integer).label(column.key) if isinstance(column.type, Flag) else column

    mine: Any = model.id if model is Clinic else model.clinic_id  # type: ignore[attr-defined]
    query = select(*map(plain, COLUMNS[model])).where(mine == bindparam("clinic"))
    return query.order_by(*inspect(model).primary_key).execution_options(yield_per=ROWS_OF_A_PAGE)


def stored_rows(clinic_id: str) -> Iterator[tuple[str, str]]:
    """Name and digest of every covered row of the clinic, as it is now."""
    key, is_sqlite = chain_key(), db.engine.dialect.name == "sqlite"
    for model, columns in COLUMNS.items():
        names = [column.key for column in columns]
        for row in db.session.execute(stored(model, is_sqlite), {"clinic": clinic_id}):
            yield name_of(model, row), digest_of(zip(names, map(as_text, row), strict=True), key)


def is_changed(row: Any) -> bool:
    """Whether a covered column of a row that is in the database was set."""
    names = NAMES.get(type(row))
    return names is not None and not names.keys().isdisjoint(inspect(row).committed_state)


@event.listens_for(Session, "before_flush")
def name_rows(session: Session, _context: Any, _instances: Any) -> None:
    unnamed, added = session.info.setdefault(UNNAMED, {}), rows_to_write(session)
    unnamed.update({id(row): row for row in added if row.model in COLUMNS})
    unnamed.update({id(row): row for row in session.new if type(row) in COLUMNS})
    unnamed.update({id(row): row for row in session.dirty if is_changed(row)})
    if not unnamed:
        return
    newest: dict[str, AddedRow] = {row.clinic_id: row for row in added if row.model is AuditEntry}  # the last one wins
    for clinic_id, entry in newest.items():
        name_in(session, entry, take_unnamed(session, clinic_id))


def take_unnamed(session: Session, clinic_id: str) -> list[Any]:
    """Rows that were undone since, with their savepoint, are not in the session any more."""
    unnamed = session.info[UNNAMED]
    taken = [row for row in unnamed.values() if not is_there(session, row) or clinic_of(row) == clinic_id]
    for row in taken:
        del unnamed[id(row)]
    return [row for row in taken if is_there(session, row)]


def is_there(session: Session, row: Any) -> bool:
    return isinstance(row, AddedRow) or row in session


def name_in(session: Session, entry: AddedRow, rows: list[Any]) -> None:
    if not rows:
        return
    key = chain_key()
    names = {name_of(model_of(row), row): digest_of_object(row, key) for row in rows}
    entry.values["detail"] = {**entry.detail, "rows": entry.detail.get("rows", {}) | names}
    feed = session.get_one(ClinicFeed, entry.clinic_id)
    entry.values["hash"] = feed.audit_hash = seal(entry)


@event.listens_for(Session, "before_commit")
def name_the_rest(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    for clinic_id in sorted(
        {clinic_of(row) for row in session.info.get(UNNAMED, {}).values() if is_there(session, row)}
    ):
        lock_clinic(clinic_id)
        record_audit(own_actor(clinic_id, SERVER), "rows.written")
        session.flush()


@event.listens_for(Session, "after_transaction_create")
def keep_unnamed(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(BEFORE, {})[transaction] = dict(session.info.get(UNNAMED, {}))


@event.listens_for(Session, "after_transaction_end")
def let_go(session: Session, transaction: SessionTransaction) -> None:
    session.info.get(BEFORE, {}).pop(transaction, None)


@event.listens_for(Session, "after_rollback")
def forget_rows(session: Session) -> None:
    """Of a savepoint only what it wrote. What an audit row in it had named of before is to be named again."""
    session.info[UNNAMED] = session.info.get(BEFORE, {}).pop(session.get_nested_transaction(), {})


def write_checkpoint(clinic_id: str, reason: str) -> None:
    """Hold everything as it is from now on, and the chain so far by its head. The caller holds the clinic's row."""
    feed = db.session.get_one(ClinicFeed, clinic_id)
    head = [feed.audit_n, feed.audit_hash]
    names = list(stored_rows(clinic_id))
    pages = [names[at : at + ROWS_OF_A_PAGE] for at in range(0, len(names), ROWS_OF_A_PAGE)] or [[]]
    actor = own_actor(clinic_id, CONSOLE)
    for part, page in enumerate(pages, 1):
        record_audit(actor, CHECKPOINT, part=part, parts=len(pages), head=head, reason=reason, rows=dict(page))
    db.session.flush()
