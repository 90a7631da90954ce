"""Columns for queries, rebuilt from a record's content in the transaction that changes it."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, false, or_, select

from server.added import add_row
from server.db import db
from server.domain.context import Content
from server.domain.search import fold, mrn_key, name_key, search_text, text_of
from server.domain.trace import Entry, earlier_identities
from server.domain.traceability import SOURCES, lot_key, lots_of, unit_codes_of
from server.models import NoteLot, PatientIndex, Record, Twins

MAX_SORT_NAME = 120  # because cursors contain it
GONE = ("void", "merged")
MAX_TWINS = 5  # named in the answer to a new patient
LOT_UNITS = frozenset({"visit", *(section for _kind, section, *_names in SOURCES)})


def rebuild_index(record: Record, touched: Collection[str], *, anew: bool = False) -> None:
    """``touched`` are the units the change wrote; ``anew`` when the columns change without them: by another state or
    another patient."""
    if record.type == "patient":
        rebuild_patient_row(record)
        if anew or record.state in GONE or "identity" in touched:
            compare(record)
    elif record.type == "note" and (
        anew or record.state == "void" or not LOT_UNITS.isdisjoint(map(section_name, touched))
    ):
        rebuild_lots(record)


def section_name(unit: str) -> str:
    return unit.partition(":")[0]


def rebuild_patient_row(record: Record) -> None:
    """The search row of a patient: gone when the record is void or merged into another."""
    row = db.session.get(PatientIndex, (record.clinic_id, record.id)) if record.rev > 1 else None
    if record.state in GONE:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = PatientIndex(record_id=record.id, clinic_id=record.clinic_id)
        db.session.add(row)
    for name, value in index_columns(record.content, record.trace).items():
        setattr(row, name, value)


def index_columns(content: Content, trace: Sequence[Entry] | None) -> dict[str, str]:
    identity = content.get("identity", {})
    return {
        "mrn_key": mrn_key(identity),
        "name_key": name_key(identity),
        "sort_name": sort_name(identity),
        "search": search_text(identity, earlier_identities(trace, content)),
    }


def sort_name(identity: dict[str, Any]) -> str:
    family, given = (fold(text_of(identity, name)) for name in ("family", "given"))
    return f"{family} {given}".strip()[:MAX_SORT_NAME]


def find_twins(clinic_id: str, patient_id: str, content: Content) -> list[str]:
    """Other patients with the same record number, or the same name and birth date; who changed last comes first. Names
    are the same whatever their order, spacing and spelling (``server/domain/search.py``)."""
    identity = content.get("identity", {})
    mrn, name, born = mrn_key(identity), name_key(identity), identity.get("birth_date")
    query = select(PatientIndex.record_id, PatientIndex.mrn_key, Record.content, Record.seq).join(PatientIndex.record)
    query = query.where(PatientIndex.clinic_id == clinic_id, PatientIndex.record_id != patient_id)
    alike = [PatientIndex.mrn_key == mrn] if mrn else []
    alike += [PatientIndex.name_key == name] if name and born else []
    rows = db.session.execute(query.where(or_(false(), *alike))).all()  # in an order, all records would be read in it
    same = [row for row in rows if (mrn and row.mrn_key == mrn) or row.content["identity"].get("birth_date") == born]
    return [row.record_id for row in sorted(same, key=lambda row: row.seq, reverse=True)]


def compare(patient: Record) -> None:
    """Keep whom this patient may be the same person as. What somebody has decided about a pair stays."""
    alike = set(find_twins(patient.clinic_id, patient.id, patient.content)) if patient.state not in GONE else set()
    about = or_(Twins.first_id == patient.id, Twins.second_id == patient.id)
    for pair in db.session.scalars(select(Twins).where(Twins.clinic_id == patient.clinic_id, about)).all():
        other = pair.second_id if pair.first_id == patient.id else pair.first_id
        if other not in alike and pair.settled_at is None:
            db.session.delete(pair)
        alike.discard(other)
    for other in alike:
        first, second = sorted((patient.id, other))
        db.session.add(Twins(clinic_id=patient.clinic_id, first_id=first, second_id=second))


def rebuild_lots(note: Record) -> None:
    """One row for each lot or single unit the note names: none of a void note."""
    if note.rev > 1:
        mine = (NoteLot.clinic_id == note.clinic_id) & (NoteLot.record_id == note.id)
        db.session.execute(delete(NoteLot).where(mine))
    if note.state == "void":
        return
    for n, columns in enumerate(lot_columns(note)):
        add_row(db.session, NoteLot, record_id=note.id, clinic_id=note.clinic_id, n=n, **columns)


def lot_columns(note: Any) -> list[dict[str, Any]]:
    """Of a record or a plain row of one."""
    operator = note.content.get("visit", {}).get("operator")
    head = {"patient_id": note.patient_id, "operator_id": operator, "happened_at": note.happened_at}
    return [
        {"kind": use.kind, "lot": use.lot, "lot_key": lot_key(use.lot), "unit_code": use.unit_code,
         "unit_key": lot_key(use.unit_code), **head}
        for use in lots_of(note.content)
    ]  # fmt: skip


def find_used_units(note: Record, content: dict[str, dict[str, Any]]) -> list[str]:
    """The unit codes of this content that another note of the clinic names too."""
    codes = {lot_key(code): code for code in unit_codes_of(content)}
    if not codes:
        return []
    query = select(NoteLot.unit_key).where(
        NoteLot.clinic_id == note.clinic_id, NoteLot.unit_key.in_(codes), NoteLot.record_id != note.id
    )
    used = set(db.session.scalars(query))
    return [code for key, code in codes.items() if key in used]
