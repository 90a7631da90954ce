"""Correcting whose record it is: a note moves to the right patient, two records of one person become one.

What was signed keeps its bytes and its hash: the hash is over the patient it was written for (``signed_patient_id``),
while ``patient_id`` is a pointer beside it. Both patients, and each record that moves, say so in their trace.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.canonical import same
from server.domain.errors import Invalid, NotFound, WrongState
from server.domain.merge import with_unit
from server.domain.permissions import Action
from server.domain.workflow import is_editable, next_state
from server.models import Record
from server.services.patients import name_of
from server.services.records.batch import Batch
from server.services.records.conflict import about, raise_conflict, refuse_open_conflicts
from server.services.records.ops import Content, Op, Result
from server.services.records.sign import require_seen
from server.services.records.trace import add_trace, require_reason

MOVING = ("note", "follow_up", "conflict")


def move_note(batch: Batch, op: Op) -> Result:
    """With its follow-ups, the conflicts about them, and the adverse events of that visit."""
    note = batch.find("note", op.id)
    batch.require(Action.MOVE_NOTE, note)
    next_state("note", note.state, "move")
    require_seen(note, op)
    require_reason(op.body["reason"])
    source, target = batch.find("patient", note.patient_id or ""), find_other(batch, op.body["patient_id"])
    if source.id == target.id:
        raise Invalid("The note is with this patient already.", fields={"patient_id": ["The same patient."]})
    places = from_to(source, target)
    for record in (note, *belonging(note)):
        move_to(batch, record, target, "move", op.body["reason"], places)
    events = {unit: event for unit, event in source.content.items() if is_event_of(unit, event, note.id)}
    left = {unit: values for unit, values in source.content.items() if unit not in events}
    about_note = {**places, "note_id": note.id}
    add_trace(batch, source, "move", op.body["reason"], content=left, **about_note)
    add_trace(batch, target, "move", op.body["reason"], content={**target.content, **events}, **about_note)
    return Result(op.op_id, "applied", note.id)


def is_event_of(unit: str, event: dict[str, Any], note_id: str) -> bool:
    return unit.startswith("ae:") and event.get("note_id") == note_id


def find_other(batch: Batch, patient_id: str) -> Record:
    """The patient it goes to, who must be in use."""
    other = batch.look_up(patient_id)
    if other is None or other.type != "patient":
        raise NotFound("There is no such patient.")
    if not is_editable("patient", other.state):
        raise WrongState(f"The other patient's record is {other.state}.", state=other.state)
    return other


def from_to(source: Record, target: Record) -> dict[str, Any]:
    """What the trace says of both patients; the names as they are now."""
    names = {"from_name": name_of(source.content), "to_name": name_of(target.content)}
    return {"from": source.id, "to": target.id, **names}


def belonging(note: Record) -> list[Record]:
    """What is about this note: its follow-ups, and the conflicts of either."""
    theirs = (Record.clinic_id == note.clinic_id) & (Record.patient_id == note.patient_id)
    found = list(db.session.scalars(select(Record).where(theirs, Record.type.in_(("follow_up", "conflict")))))
    calls = [one for one in found if one.type == "follow_up" and is_about(one, note.id)]
    ids = {note.id, *(one.id for one in calls)}
    return [*calls, *(one for one in found if one.type == "conflict" and about(one)["record_id"] in ids)]


def is_about(call: Record, note_id: str) -> bool:
    return bool(call.content.get("about", {}).get("note_id") == note_id)


def move_to(batch: Batch, record: Record, target: Record, kind: str, reason: str, places: dict[str, Any]) -> None:
    """The record is about that patient from now on; its content and its hash stay."""
    record.signed_patient_id = record.signed_patient_id or record.patient_id
    record.patient_id = target.id
    content = None
    if record.type == "conflict":
        content = {**record.content, "about": {**record.content["about"], "patient_id": target.id}}
    add_trace(batch, record, kind, reason, content=content, **places)


def merge_patient(batch: Batch, op: Op) -> Result:
    """All that is about this patient goes to the other, who is the same person; this record can still be read."""
    gone = batch.find("patient", op.id)
    batch.require(Action.MERGE_PATIENT, gone)
    state = next_state("patient", gone.state, "merge")
    require_seen(gone, op)
    require_reason(op.body["reason"])
    kept = find_other(batch, op.body["into"])
    if kept.id == gone.id:
        raise Invalid("These are one record already.", fields={"into": ["The same patient."]})
    refuse_open_conflicts(gone)
    reason, places = op.body["reason"], from_to(gone, kept)
    for record in records_of(gone):
        move_to(batch, record, kept, "merge", reason, places)
    identity = gone.content.get("identity", {})
    content = together(kept.content, gone.content)
    add_trace(batch, kept, "merge", reason, content=content, also_by=gone.writers, identity=identity, **places)
    add_trace(batch, gone, "merge", reason, state=state, **places)
    ask_about(batch, kept, gone.content)
    return Result(op.op_id, "applied", gone.id)


def records_of(patient: Record) -> Iterable[Record]:
    theirs = (Record.clinic_id == patient.clinic_id) & (Record.patient_id == patient.id)
    return list(db.session.scalars(select(Record).where(theirs, Record.type.in_(MOVING)).order_by(Record.seq)))


def together(kept: Content, gone: Content) -> Content:
    """What only one record says is taken over; where both differ, the kept one's holds and a conflict asks about it.
    "No known allergies" is cleared where either names one."""
    content = {**kept, **{unit: values for unit, values in gone.items() if unit not in kept and unit != "identity"}}
    says_none = content.get("allergy_status", {}).get("none_known") == "yes"
    if says_none and any(unit.startswith("allergy:") for unit in content):
        content = with_unit(content, "allergy_status", {**content["allergy_status"], "none_known": None})
    return content


def ask_about(batch: Batch, kept: Record, gone: Content) -> None:
    """A conflict for each section in which the two records differ; the identity of the other is in the trace."""
    for unit, values in gone.items():
        current = kept.content.get(unit, {})
        if unit not in ("identity", "allergy_status") and not same(values, current):
            raise_conflict(batch, kept, "edit", unit, {}, values, current)


def survivor_of(batch: Batch, patient: Record) -> Record:
    """The patient whose record it is now, after merges."""
    while patient.state == "merged":
        last = next(entry for entry in reversed(patient.trace or []) if entry["kind"] == "merge")
        patient = batch.find("patient", last["to"])
    return patient


def archive_patient(batch: Batch, op: Op) -> Result:
    return set_archived(batch, op, Action.ARCHIVE_PATIENT)


def unarchive_patient(batch: Batch, op: Op) -> Result:
    return set_archived(batch, op, Action.UNARCHIVE_PATIENT)


def set_archived(batch: Batch, op: Op, action: Action) -> Result:
    patient = batch.find("patient", op.id)
    batch.require(action, patient)
    state = next_state("patient", patient.state, op.kind)
    require_seen(patient, op)
    add_trace(batch, patient, op.kind, op.body["reason"] or None, state=state)
    return Result(op.op_id, "applied", patient.id)
