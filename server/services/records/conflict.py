"""Two people wrote the same unit, or one wrote where nothing may be written: both texts go into a conflict record.

``fields`` of a conflict: about{record_type, record_id, patient_id, unit, kind}, base{value}, mine{value, author,
author_name, device, client_time, op_id}, theirs{value}, and once resolved resolution{value, by, at}.

A record has one open conflict for a unit: further texts stand in more{entries} and are asked about in turn.
``theirs`` is what stood when the conflict was last written; what stands now is read from the record.
"""

from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.canonical import same
from server.domain.errors import ConflictOpen
from server.domain.workflow import is_editable
from server.models import Record
from server.services.records.batch import Batch
from server.services.records.ops import Content, Fields, derived_id, is_possible
from server.services.records.write import add_record, change_record


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


def conflict_about(record: Record, unit: str | None) -> Record | None:
    """The open conflict about that unit, about the whole record when there is no unit."""
    return next((found for found in open_conflicts(record) if about(found)["unit"] == unit), None)


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


def collision_kind(record: Record) -> str:
    if is_editable(record.type, record.state):
        return "edit"
    return "edit_of_void" if record.state in ("void", "merged") else "late_edit"


def raise_conflict(
    batch: Batch, record: Record, kind: str, unit: str | None, base: Fields, mine: Fields, theirs: Fields
) -> Record:
    """Put the author's text into the open conflict about that unit, or open one."""
    conflict = conflict_about(record, unit)
    entry = {"base": base, "mine": my_side(batch, mine)}
    if conflict is not None:
        known = any(same(mine, other["mine"]["value"]) for other in entries(conflict))
        write_entries(batch, conflict, [*entries(conflict), *([] if known else [entry])], theirs, kind)
        return conflict
    patient_id = record.patient_id or record.id
    fields: Content = {
        "about": {
            "record_type": record.type, "record_id": record.id, "patient_id": patient_id, "unit": unit, "kind": kind,
        },
        **sides([entry], theirs),
    }  # fmt: skip
    made = conflict_id(batch.op.op_id, unit)
    return add_record(batch, made, "conflict", "open", fields, patient_id=patient_id)


def conflict_id(op_id: str, unit: str | None) -> str:
    """Of the conflict that the op opens about the unit."""
    return derived_id(op_id, "conflict", unit or "")


def my_side(batch: Batch, value: Fields) -> dict[str, Any]:
    also = {"also": list(batch.also_by)} if batch.also_by else {}
    return also | {
        "value": value,
        "author": batch.actor.id,
        "author_name": batch.actor.name,
        "device": batch.device_name(),
        "client_time": batch.op.raw.get("client_time") if is_possible(batch.op.client_time, batch.arrived) else None,
        "op_id": batch.op.op_id,
    }


def entries(conflict: Record) -> list[Fields]:
    """The texts that wait for a decision, each {base, mine}; the first is the one that is asked about."""
    content = conflict.content
    first = {"base": content["base"]["value"], "mine": content["mine"]}
    return [first, *content.get("more", {}).get("entries", [])]


def authors_of(entry: Fields) -> list[str]:
    """Whose words an entry holds."""
    return [entry["mine"]["author"], *entry["mine"].get("also", [])]


def sides(waiting: list[Fields], theirs: Fields) -> Content:
    """The units of a conflict that say what is to be decided."""
    first, *others = waiting
    more = {"more": {"entries": others}} if others else {}
    return {"base": {"value": first["base"]}, "mine": first["mine"], "theirs": {"value": theirs}, **more}


def write_entries(
    batch: Batch, conflict: Record, waiting: list[Fields], theirs: Fields, kind: str, *, verb: str = "patch"
) -> None:
    content = {"about": {**conflict.content["about"], "kind": kind}, **sides(waiting, theirs)}
    if not same(content, conflict.content):
        change_record(batch, conflict, verb, content=content)


def own_entry(batch: Batch, record: Record, unit: str, base: Fields) -> tuple[Record, int] | None:
    """The conflict and the place in it of the text this author goes on typing in."""
    for conflict in open_conflicts(record):
        for place, entry in enumerate(entries(conflict)):
            mine = entry["mine"]
            if about(conflict)["unit"] == unit and mine["author"] == batch.actor.id and same(mine["value"], base):
                return conflict, place
    return None


def go_on(batch: Batch, record: Record, conflict: Record, place: int, mine: Fields, theirs: Fields) -> bool:
    """Take the author's newer text into their conflict. Returns whether it is still open: agreement ends it."""
    waiting = entries(conflict)
    if same(mine, theirs):
        return take_answer(batch, record, conflict, theirs, [*waiting[:place], *waiting[place + 1 :]])
    if not same(mine, waiting[place]["mine"]["value"]):
        waiting[place] = {**waiting[place], "mine": my_side(batch, mine)}
    write_entries(batch, conflict, waiting, theirs, collision_kind(record))
    return True


def take_answer(batch: Batch, record: Record, conflict: Record, value: Fields, waiting: list[Fields]) -> bool:
    """``value`` stands now. The first waiting text that says something else is asked about next, if there is one."""
    left = [entry for entry in waiting if not same(entry["mine"]["value"], value)]
    if left:
        write_entries(batch, conflict, left, value, collision_kind(record), verb="resolve")
    else:
        settle_conflict(batch, conflict, value)
    return bool(left)


def settle_conflict(batch: Batch, conflict: Record, value: Fields) -> None:
    resolution = {"value": value, "by": batch.actor.id, "by_name": batch.actor.name, "at": batch.now.isoformat()}
    change_record(batch, conflict, "resolve", content={**conflict.content, "resolution": resolution}, state="resolved")
