"""What is looked up instead of the records (search and recall), against the records it was made from; and the epoch."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Text, select, type_coerce

from server.db import db
from server.models import AuditEntry, NoteLot, PatientIndex
from server.services.feed import read_epoch
from server.services.records.projections import GONE, index_columns, lot_columns
from server.services.verify.coverage import as_text
from server.services.verify.rows import SET_BACK

OF_INDEX = ("mrn_key", "name_key", "sort_name", "search")
OF_LOT = ("kind", "lot", "lot_key", "unit_code", "unit_key", "patient_id", "operator_id", "happened_at")


def projection_breaks(clinic_id: str, records: Sequence[Any]) -> Iterator[str]:
    """Of records that are whole themselves. In which order a note names its lots does not count."""
    ids = [record.id for record in records]
    index, lots = stored(PatientIndex, OF_INDEX, clinic_id, ids), stored(NoteLot, OF_LOT, clinic_id, ids)
    for record in records:
        if index[record.id] != wanted(record, "patient"):
            yield f"patient_index {record.id}: not what the patient's record says"
        if lots[record.id] != wanted(record, "note"):
            yield f"note_lot {record.id}: not the lots that the note names"


def wanted(record: Any, record_type: str) -> list[tuple[str, ...]]:
    if record.type != record_type or record.state in GONE:
        return []
    if record_type == "patient":
        return [texts_of(index_columns(record.content, record.trace)[name] for name in OF_INDEX)]
    return sorted(texts_of(columns[name] for name in OF_LOT) for columns in lot_columns(record))


def stored(model: Any, names: Sequence[str], clinic_id: str, ids: list[str]) -> dict[str, list[tuple[str, ...]]]:
    """The columns as texts, by record."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    columns = [getattr(model, name) for name in names]
    plain = [type_coerce(column, Text) if is_sqlite else column for column in columns]
    mine = (model.clinic_id == clinic_id) & model.record_id.in_(ids)
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for record_id, *values in db.session.execute(select(model.record_id, *plain).where(mine)):
        found[record_id].append(texts_of(values))
    for rows in found.values():
        rows.sort()
    return found


def texts_of(values: Any) -> tuple[str, ...]:
    return tuple("" if value is None else str(as_text(value)) for value in values)


def epoch_breaks(clinic_id: str) -> Iterator[str]:
    """The epoch is the one that the newest act of beginning one named; the first of a database is named by none."""
    begun = select(AuditEntry.object_id, AuditEntry.n).where(AuditEntry.clinic_id == clinic_id)
    newest = begun.where(AuditEntry.action.in_(SET_BACK)).order_by(AuditEntry.n.desc()).limit(1)
    for row in db.session.execute(newest):
        if row.object_id != read_epoch():
            yield f"server_meta epoch: not the one that audit row {row.n} began"
