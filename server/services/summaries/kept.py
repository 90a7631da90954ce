"""What an export says of a patient, kept until something that it was composed from is another.

A kept text is never trusted for being there. It stands under a digest of every row that composing reads, as stored, to
the letter: the records with their content, the revisions, names, settings, limits, consent texts; of the language; and
of the program itself. So whatever was changed, by an op, a move, an update or in the database, is composed anew, and
then its content hash is checked as ever: what was kept was composed from the same letters and had passed that check. An
HMAC under the key of the audit chain, over text and digest, tells a text that somebody put there.
"""

import hmac
import zlib
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Row,
    Text,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    text,
    type_coerce,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from server.db import db
from server.domain.translation import language
from server.models import Clinic, ClinicSetting, Composed, ConsentText, LimitsVersion, Record, Revision, User
from server.services.audit import chain_key

SERVER = Path(__file__).parents[2]
SOURCES = (".py", ".json", ".mo")
CLINIC: Any = bindparam("clinic")
PATIENTS: Any = bindparam("patients", expanding=True)
ABOUT = ("note", "follow_up")
# What composing leaves in the database (``records_of`` and ``revisions_of`` let nobody read it there).
UNREAD: dict[Any, set[str]] = {Record: {"findings", "writers"}, Revision: {"signature"}}
OF_CHANGES = {"before", "after"}


def stored(model: Any) -> list[Any]:
    """Every column that is read, as text where the database holds text."""
    columns = [column for column in model.__table__.columns if column.key not in UNREAD[model]]
    return [type_coerce(read(column), Text).label(column.key) for column in columns]


def read(column: Any) -> Any:
    """Of what was typed before the first signature composing reads no content."""
    return case((Revision.version > 0, column)) if column.key in OF_CHANGES else column


def newest(model: Any) -> Any:
    return select(func.max(model.version)).where(model.clinic_id == CLINIC).scalar_subquery()


def of_each(patient: Any, *columns: Any) -> Any:
    """The patient, and what is read of their own record or of those about them."""
    return select(patient.label("patient"), *columns).where(Record.clinic_id == CLINIC, patient.in_(PATIENTS))


# Not put in order here: SQLite would read all of a clinic in that order, instead of what is of the patient.
RECORDS = union_all(
    of_each(Record.id, *stored(Record)),
    of_each(Record.patient_id, *stored(Record)).where(Record.type.in_(ABOUT)),
)
OF_RECORD = (Revision.clinic_id == Record.clinic_id) & (Revision.record_id == Record.id)
RELIED_ON = or_(Revision.version > 0, Revision.kind == "void", Revision.rev == 1, Revision.rev == Record.rev)
REVISIONS = (
    select(*stored(Revision))
    .join(Record, OF_RECORD)
    .where(Revision.clinic_id == CLINIC, Revision.record_id.in_(bindparam("records", expanding=True)), RELIED_ON)
)
AROUND = union_all(
    select(literal("name"), Clinic.id, Clinic.name).where(Clinic.id == CLINIC),
    select(literal("person"), User.id, User.name).where(User.clinic_id == CLINIC),
    select(literal("setting"), ClinicSetting.name, type_coerce(ClinicSetting.value, Text)).where(
        ClinicSetting.clinic_id == CLINIC
    ),
    select(literal("limits"), cast(LimitsVersion.version, Text), type_coerce(LimitsVersion.body, Text)).where(
        LimitsVersion.clinic_id == CLINIC, LimitsVersion.version == newest(LimitsVersion)
    ),
    select(literal("consent"), ConsentText.language, cast(func.max(ConsentText.version), Text))
    .where(ConsentText.clinic_id == CLINIC)
    .group_by(ConsentText.language),
).order_by(text("1"), text("2"))
FOUND = select(Composed.record_id, Composed.inputs, Composed.body, Composed.seal).where(
    Composed.clinic_id == CLINIC, Composed.record_id.in_(PATIENTS), Composed.form == bindparam("form")
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a text was or is to be composed from, as a digest. ``notes``: how many notes are among it."""

    clinic_id: str
    patient_id: str
    form: str
    digest: str
    notes: int


def read_inputs(clinic_id: str, patient_ids: Sequence[str], form: str) -> dict[str, Inputs]:
    """By patient, in the snapshot in which they are composed, and in as many statements for many as for one."""
    asked = {"clinic": clinic_id, "patients": patient_ids}
    around = repr((program_digest(), language.get(), form, list(map(tuple, rows_of(AROUND, clinic=clinic_id)))))
    rows = sorted(rows_of(RECORDS, **asked), key=attrgetter("id"))
    patient_of = {row.id: row.patient for row in rows}
    changes = sorted(rows_of(REVISIONS, clinic=clinic_id, records=list(patient_of)), key=attrgetter("record_id", "rev"))
    records = grouped(rows, attrgetter("patient"))
    revisions = grouped(changes, lambda row: patient_of[row.record_id])
    found = {}
    for one in patient_ids:
        digest = sha256(around.encode())
        for rows in (records[one], revisions[one]):
            digest.update(f"{len(rows)}".encode())
            for row in rows:
                digest.update(repr(tuple(row)).encode())  # the repr of a row itself cuts long texts
        notes = sum(record.type == "note" for record in records[one])
        found[one] = Inputs(clinic_id, one, form, digest.hexdigest(), notes)
    return found


def grouped(rows: Sequence[Row[Any]], patient: Callable[[Row[Any]], str]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[patient(row)].append(row)
    return found


def rows_of(query: Any, **asked: Any) -> Sequence[Row[Any]]:
    return db.session.execute(query, asked).all()


@cache
def program_digest() -> str:
    """Of all that the server is made of: an update says it otherwise, or never said it before."""
    found = sha256()
    for path in sorted(path for path in SERVER.rglob("*") if path.suffix in SOURCES):
        found.update(f"{path.relative_to(SERVER)}\n".encode() + path.read_bytes())
    return found.hexdigest()


def find_kept(inputs: dict[str, Inputs]) -> dict[str, bytes]:
    """What is kept of the same inputs, by patient."""
    if not inputs:
        return {}
    first = next(iter(inputs.values()))
    rows = rows_of(FOUND, clinic=first.clinic_id, form=first.form, patients=list(inputs))
    return {
        row.record_id: zlib.decompress(b64decode(row.body))
        for row in rows
        for mine in [inputs[row.record_id]]
        if row.inputs == mine.digest and hmac.compare_digest(row.seal.encode(), seal(mine, row.body).encode())
    }


def keep(told: Sequence[tuple[Inputs, bytes]], now: datetime) -> None:
    """In place of what was kept before. The caller holds the clinic's row."""
    if not told:
        return
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    fresh = dialect.insert(Composed)
    changed = {name: fresh.excluded[name] for name in ("inputs", "body", "seal", "made_at")}
    query = fresh.on_conflict_do_update(index_elements=["clinic_id", "record_id", "form"], set_=changed)
    db.session.execute(query, [as_row(inputs, text, now) for inputs, text in told])


def as_row(inputs: Inputs, told: bytes, now: datetime) -> dict[str, Any]:
    body = b64encode(zlib.compress(told, 1)).decode()
    key = {"clinic_id": inputs.clinic_id, "record_id": inputs.patient_id, "form": inputs.form}
    return key | {"inputs": inputs.digest, "body": body, "seal": seal(inputs, body), "made_at": now}


def seal(inputs: Inputs, body: str) -> str:
    key = (inputs.clinic_id, inputs.patient_id, inputs.form)
    covered = f"composed\n{key}\n{inputs.digest}\n{body}".encode()
    return hmac.new(chain_key(), covered, "sha256").hexdigest()


def forget_composed(clinic_id: str, before: datetime) -> None:
    db.session.execute(delete(Composed).where(Composed.clinic_id == clinic_id, Composed.made_at < before))
