"""A record as it travels: JSON text, spliced from the text in the database, which is JSON already.

Parsing 3 KB of content only to write it again would be most of what a large pull costs.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Text, bindparam, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from server.added import json_columns, stored_text
from server.db import db
from server.domain.catalogue import SCHEMA_VERSION
from server.domain.permissions import Actor
from server.models import Record, User


def raw(column: InstrumentedAttribute[Any]) -> Any:
    """The stored text of a JSON column."""
    return type_coerce(column, Text).label(column.key)


HEAD = (
    Record.id, Record.type, Record.patient_id, Record.author_id, Record.state, Record.version, Record.rev, Record.seq,
    Record.content_hash, Record.signed_patient_id, Record.happened_at, Record.created_at, Record.updated_at,
)  # fmt: skip
COLUMNS = (
    *HEAD,
    raw(Record.content),
    raw(Record.signatures),
    raw(Record.review),
    raw(Record.findings),
    raw(Record.writers),
    raw(Record.trace),
    raw(Record.stated),
)
NAMES = select(User.id, User.name).where(User.clinic_id == bindparam("clinic_id"))
ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def to_json(value: Any) -> str:
    return ENCODER.encode(value)


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def names_in(clinic_id: str) -> dict[str, str]:
    """Names of the clinic's people by id, as JSON texts. A clinic has dozens; they are read once for each answer."""
    rows = db.session.execute(NAMES, {"clinic_id": clinic_id})
    return {user_id: to_json(name) for user_id, name in rows}


def names_of_authors(actor: Actor, records: Iterable[Record]) -> dict[str, str]:
    """The same for these records: mostly they are the actor's own, and then nothing need be read."""
    own = {actor.id: to_json(actor.name)}
    return own if all(record.author_id in own for record in records) else names_in(actor.clinic_id)


def head_text(row: Any, names: dict[str, str]) -> str:
    """What a record is, without what it holds: the members of a JSON object, braces left to the caller."""
    patient_id = f'"{row.patient_id}"' if row.patient_id else "null"
    return (
        f'"type":"{row.type}","id":"{row.id}","patient_id":{patient_id},"author_id":"{row.author_id}",'
        f'"author_name":{names.get(row.author_id, "null")},"state":"{row.state}","version":{row.version},'
        f'"rev":{row.rev},"seq":{row.seq},"content_hash":"{row.content_hash}","happened_at":"{moment(row.happened_at)}",'
        f'"created_at":"{moment(row.created_at)}","updated_at":"{moment(row.updated_at)}"'
    )


def row_json(row: Any, names: dict[str, str]) -> str:
    """One record of a query over COLUMNS. A void record travels without what it held."""
    is_gone = row.state == "void"
    held = "" if is_gone else f',"fields":{row.content}'
    held += f',"findings":{row.findings}' if row.findings and not is_gone else ""
    held += f',"writers":{row.writers}' if row.type in ("note", "follow_up") and not is_gone else ""
    held += f',"trace":{without_content(row.trace) if is_gone else row.trace}' if row.trace else ""
    held += f',"stated":{row.stated}' if row.stated else ""
    held += f',"signed_patient_id":"{row.signed_patient_id}"' if row.signed_patient_id else ""
    return (
        f'{{{head_text(row, names)},"schema":{SCHEMA_VERSION},"signatures":{row.signatures},'
        f'"review":{row.review or "null"}{held}}}'
    )


def without_content(trace: str) -> str:
    """The trace of a void record: the rounds of its review without what the note held."""
    return to_json([{name: value for name, value in entry.items() if name != "before"} for entry in json.loads(trace)])


def record_json(record: Record, names: dict[str, str]) -> str:
    return row_json(RecordText(record), names)


class RecordText:
    """A loaded record with its JSON columns as text, so that both ways of reading give the same bytes."""

    def __init__(self, record: Record) -> None:
        self.record = record
        for name in json_columns(Record):
            setattr(self, name, stored_text(record, name))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.record, name)
