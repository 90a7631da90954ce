"""Two people wrote the same unit, or one wrote where nothing may be written: both texts go into a conflict record.

``fields`` of a conflict: about{record_type, record_id, patient_id, unit, kind}, base{value}, mine{value, author,
author_name, device, client_time, op_id}, theirs{value}, and once resolved resolution{value, by, at}.
"""

from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.canonical import same
from server.domain.errors import ConflictOpen
from server.models import Record
from server.services.ops import Content, Fields, derived_id
from server.services.records_batch import Batch
from server.services.records_write import add_record, change_record


def open_conflicts(record: Record) -> list[Record]:
    """The open conflicts about a record, in the order they arose."""
    query = select(Record).where(
        Record.clinic_id == record.clinic_id,
        Record.patient_id == (record.patient_id or record.id),
        Record.type == "conflict",
        Record.state == "open",
    )
    found = [conflict for conflict in db.session.scalars(query) if about(conflict)["record_id"] == record.id]
    return sorted(found, key=lambda conflict: conflict.seq)


def about(conflict: Record) -> Fields:
    return dict(conflict.content["about"])


def value_of(conflict: Record, side: str) -> Fields:
    """What a side of the conflict holds for the unit: "base", "mine" or "theirs"."""
    return dict(conflict.content.get(side, {}).get("value") or {})


def refuse_open_conflicts(record: Record, except_late: frozenset[str] = frozenset()) -> None:
    """Raise when a conflict is open, other than late edits of the units named."""
    standing = [
        conflict.id
        for conflict in open_conflicts(record)
        if not (about(conflict)["kind"] == "late_edit" and about(conflict)["unit"] in except_late)
    ]
    if standing:
        raise ConflictOpen("Two versions of a field wait for a decision first.", conflicts=standing)


def open_conflict(
    batch: Batch, record: Record, kind: str, unit: str | None, base: Fields, mine: Fields, theirs: Fields
) -> Record:
    patient_id = record.patient_id or record.id
    fields: Content = {
        "about": {
            "record_type": record.type, "record_id": record.id, "patient_id": patient_id, "unit": unit, "kind": kind,
        },
        "base": {"value": base},
        "mine": my_side(batch, mine),
        "theirs": {"value": theirs},
    }  # fmt: skip
    conflict_id = derived_id(batch.op.op_id, "conflict", unit or "")
    return add_record(batch, conflict_id, "conflict", "open", fields, patient_id=patient_id)


def my_side(batch: Batch, value: Fields) -> dict[str, Any]:
    return {
        "value": value,
        "author": batch.actor.id,
        "author_name": batch.actor.name,
        "device": batch.device_name(),
        "client_time": batch.op.raw.get("client_time"),
        "op_id": batch.op.op_id,
    }


def own_conflict(batch: Batch, record: Record, unit: str, base: Fields) -> Record | None:
    """The open conflict whose ``mine`` this author goes on typing in."""
    for conflict in open_conflicts(record):
        mine = conflict.content["mine"]
        if about(conflict)["unit"] == unit and mine["author"] == batch.actor.id and same(mine["value"], base):
            return conflict
    return None


def update_conflict(batch: Batch, conflict: Record, mine: Fields, theirs: Fields) -> bool:
    """Take the author's newer text into their conflict. Returns whether it is still open: agreement closes it."""
    content = {**conflict.content, "mine": my_side(batch, mine), "theirs": {"value": theirs}}
    if same(mine, theirs):
        settle_conflict(batch, conflict, mine, content=content)
        return False
    if not same(mine, value_of(conflict, "mine")):
        change_record(batch, conflict, "patch", content=content)
    return True


def settle_conflict(batch: Batch, conflict: Record, value: Fields, *, content: Content | None = None) -> None:
    resolution = {"value": value, "by": batch.actor.id, "by_name": batch.actor.name, "at": batch.now.isoformat()}
    decided = {**(content or conflict.content), "resolution": resolution}
    change_record(batch, conflict, "resolve", content=decided, state="resolved")
