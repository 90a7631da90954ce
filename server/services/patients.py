"""Finding patients, and one patient with the heads of their notes."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, true, tuple_

from server.db import db
from server.domain.permissions import Action, Actor
from server.domain.search import read_query
from server.domain.trace import earlier_identities, identity_of
from server.models import PatientIndex, Record
from server.services.audit import record_audit
from server.services.cursors import decode_cursor, encode_cursor
from server.services.feed import lock_clinic
from server.services.notes import read_record
from server.services.serialise import COLUMNS, HEAD, head_text, names_in, row_json, to_json

ESCAPE = "\\"
MAX_WORDS = 12
MAX_NOTES = 500

CONTENTS = select(Record.id, Record.content).where(
    Record.clinic_id == bindparam("clinic_id"), Record.id.in_(bindparam("ids", expanding=True))
)


def list_patients(actor: Actor, q: str, limit: int, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
    """Patients by name. Every word of ``q`` must occur in name, record number, birth date or telephone."""
    lock_clinic(actor.clinic_id)
    query = select(
        PatientIndex.record_id,
        PatientIndex.sort_name,
        Record.content,
        Record.trace,
        Record.state,
        Record.rev,
        Record.updated_at,
    ).join(PatientIndex.record)
    query = query.where(PatientIndex.clinic_id == actor.clinic_id, is_asked_for(q))
    if cursor:
        name, record_id = decode_cursor(cursor, str, str)
        query = query.where(tuple_(PatientIndex.sort_name, PatientIndex.record_id) > (name, record_id))
    rows = db.session.execute(query.order_by(PatientIndex.sort_name, PatientIndex.record_id).limit(limit + 1)).all()
    items = [patient_line(row) for row in rows[:limit]]
    record_audit(actor, Action.LIST_PATIENTS.value, "patient", None, count=len(items))
    last = rows[limit - 1] if len(rows) > limit else None
    return items, encode_cursor(last.sort_name, last.record_id) if last else None


def is_asked_for(q: str) -> ColumnElement[bool]:
    """``is_found`` of ``server/domain/search.py`` as a condition on the index."""

    def has(word: list[str]) -> ColumnElement[bool]:
        return or_(*(PatientIndex.search.like(f"%{literally(one)}%", escape=ESCAPE) for one in word))

    return or_(*(and_(true(), *map(has, reading[:MAX_WORDS])) for reading in read_query(q)))


def literally(word: str) -> str:
    """The word with the wildcards of LIKE taken as the characters they are."""
    for sign in (ESCAPE, "%", "_"):
        word = word.replace(sign, ESCAPE + sign)
    return word


def patient_line(row: Any) -> dict[str, Any]:
    return {
        "id": row.record_id,
        **identity_of(row.content),
        "earlier": earlier_identities(row.trace, row.content),
        "state": row.state,
        "rev": row.rev,
        "updated_at": row.updated_at,
    }


def name_of(content: dict[str, Any]) -> str:
    """The given name, then the family name; empty where neither is known."""
    identity = content.get("identity", {})
    return " ".join(str(identity[part]) for part in ("given", "family") if identity.get(part))


def read_patient(actor: Actor, patient_id: str) -> str:
    """The patient as JSON text, with the heads of their notes, the newest visit first."""
    lock_clinic(actor.clinic_id)
    row = read_record(actor, "patient", patient_id)
    query = (
        select(*HEAD)
        .where(Record.clinic_id == actor.clinic_id, Record.patient_id == patient_id, Record.type == "note")
        .order_by(Record.happened_at.desc(), Record.id.desc())
        .limit(MAX_NOTES)
    )
    names = names_in(actor.clinic_id)
    heads = [f"{{{head_text(note, names)}}}" for note in db.session.execute(query)]
    record_audit(actor, Action.READ_PATIENT.value, "patient", patient_id, rev=row.rev, notes=len(heads))
    return f'{row_json(row, names)[:-1]},"notes":[{",".join(heads)}]}}'


def read_snapshot(actor: Actor, record_id: str, cursor: str | None, limit: int) -> tuple[list[str], str | None]:
    """A page of all records of a patient, as the feed gives them, and where the next page begins. ``record_id`` is the
    patient's, or that of any record about them."""
    lock_clinic(actor.clinic_id)
    owner = select(Record.patient_id).where(Record.clinic_id == actor.clinic_id, Record.id == record_id)
    patient_id = db.session.scalar(owner) or record_id
    read_record(actor, "patient", patient_id)
    after = decode_cursor(cursor, int)[0] if cursor else 0
    theirs = or_(Record.patient_id == patient_id, Record.id == patient_id)
    query = select(*COLUMNS).where(Record.clinic_id == actor.clinic_id, theirs, Record.seq > after)
    rows = db.session.execute(query.order_by(Record.seq).limit(limit + 1)).all()
    shown = rows[:limit]
    names = names_in(actor.clinic_id)
    record_audit(actor, Action.READ_PATIENT.value, "patient", patient_id, snapshot=len(shown))
    return [row_json(row, names) for row in shown], encode_cursor(shown[-1].seq) if len(rows) > limit else None


def names_of(clinic_id: str, patient_ids: set[str]) -> dict[str, str]:
    """Who each patient is, as JSON text, for lists of notes."""
    found = db.session.execute(CONTENTS, {"clinic_id": clinic_id, "ids": list(patient_ids)})
    return {row.id: to_json({"id": row.id, **identity_of(row.content)}) for row in found}
