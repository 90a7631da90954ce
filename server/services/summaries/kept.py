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
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
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

from server.db import db
from server.domain.translation import language
from server.models import Clinic, ClinicSetting, Composed, ConsentText, LimitsVersion, Record, Revision, User
from server.services.audit import chain_key

SERVER = Path(__file__).parents[2]
SOURCES = (".py", ".json", ".mo")
CLINIC: Any = bindparam("clinic")
PATIENT: Any = bindparam("patient")
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


RECORDS = union_all(
    select(*stored(Record)).where(Record.clinic_id == CLINIC, Record.id == PATIENT),
    select(*stored(Record)).where(
        Record.clinic_id == CLINIC, Record.patient_id == PATIENT, Record.type.in_(("note", "follow_up"))
    ),
).order_by("id")
REVISIONS = (
    select(*stored(Revision))
    .join(Revision.record)
    .where(
        Revision.clinic_id == CLINIC,
        Revision.record_id.in_(bindparam("records", expanding=True)),
        or_(Revision.version > 0, Revision.kind == "void", Revision.rev == 1, Revision.rev == Record.rev),
    )
    .order_by(Revision.record_id, Revision.rev)
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
FOUND = select(Composed.inputs, Composed.body, Composed.seal).where(
    Composed.clinic_id == CLINIC, Composed.record_id == PATIENT, Composed.form == bindparam("form")
)


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that a text was or is to be composed from, as a digest. ``notes``: how many notes are among it."""

    clinic_id: str
    patient_id: str
    form: str
    digest: str
    notes: int

    @property
    def key(self) -> dict[str, str]:
        return {"clinic": self.clinic_id, "patient": self.patient_id, "form": self.form}


def read_inputs(clinic_id: str, patient_id: str, form: str) -> Inputs:
    """In the snapshot in which it is composed."""
    asked = {"clinic": clinic_id, "patient": patient_id}
    around, records = rows_of(AROUND, **asked), rows_of(RECORDS, **asked)
    revisions = rows_of(REVISIONS, clinic=clinic_id, records=[record.id for record in records])
    found = sha256(repr((program_digest(), language.get(), form)).encode())
    for rows in (around, records, revisions):
        found.update(f"{len(rows)}".encode())
        for row in rows:
            found.update(repr(tuple(row)).encode())  # the repr of a row itself cuts long texts
    return Inputs(clinic_id, patient_id, form, found.hexdigest(), sum(record.type == "note" for record in records))


def rows_of(query: Any, **asked: Any) -> Sequence[Row[Any]]:
    return db.session.execute(query, asked).all()


@cache
def program_digest() -> str:
    """Of all that the server is made of: an update says it otherwise, or never said it before."""
    found = sha256()
    for path in sorted(path for path in SERVER.rglob("*") if path.suffix in SOURCES):
        found.update(f"{path.relative_to(SERVER)}\n".encode() + path.read_bytes())
    return found.hexdigest()


def find_kept(inputs: Inputs) -> bytes | None:
    row = db.session.execute(FOUND, inputs.key).one_or_none()
    if (
        row is None
        or row.inputs != inputs.digest
        or not hmac.compare_digest(row.seal.encode(), seal(inputs, row.body).encode())
    ):
        return None
    return zlib.decompress(b64decode(row.body))


def keep(inputs: Inputs, told: bytes, now: datetime) -> None:
    """In place of what was kept before. The caller holds the clinic's row."""
    body = b64encode(zlib.compress(told, 1)).decode()
    db.session.merge(
        Composed(
            clinic_id=inputs.clinic_id, record_id=inputs.patient_id, form=inputs.form,
            inputs=inputs.digest, body=body, seal=seal(inputs, body), made_at=now,
        )
    )  # fmt: skip


def seal(inputs: Inputs, body: str) -> str:
    covered = f"composed\n{inputs.key}\n{inputs.digest}\n{body}".encode()
    return hmac.new(chain_key(), covered, "sha256").hexdigest()


def forget_composed(clinic_id: str, before: datetime) -> None:
    db.session.execute(delete(Composed).where(Composed.clinic_id == clinic_id, Composed.made_at < before))
