"""Taking a record out of use, and back. Nothing is deleted: its rows stay, tablets keep only that it is void.

What was approved is declared void by two people: one proposes it with a reason, another does it.
"""

from sqlalchemy import select

from server.db import db
from server.domain.errors import NotAllowed, WrongState
from server.domain.permissions import Action, was_never_approved
from server.domain.trace import open_proposal
from server.domain.workflow import next_state
from server.models import Record, Revision
from server.services.records.batch import Batch
from server.services.records.conflict import raise_conflict
from server.services.records.ops import Op, Result
from server.services.records.sign import require_seen
from server.services.records.trace import add_trace, require_reason
from server.services.records.write import change_record

VOID = {
    "patient": Action.VOID_PATIENT,
    "note": Action.VOID_NOTE,
    "follow_up": Action.VOID_FOLLOW_UP,
    "lot": Action.VOID_LOT,
    "protocol": Action.VOID_PROTOCOL,
}

PROPOSE = {"note": Action.PROPOSE_VOID_NOTE, "follow_up": Action.PROPOSE_VOID_FOLLOW_UP}
UNVOID = {
    "patient": Action.UNVOID_PATIENT,
    "note": Action.UNVOID_NOTE,
    "follow_up": Action.UNVOID_FOLLOW_UP,
}


def void_record(batch: Batch, op: Op) -> Result:
    """Only content that was seen may be voided; what changed meanwhile makes it a question."""
    record = batch.find(op.type, op.id)
    require_second(batch, record)
    batch.require(VOID[op.type], record)
    if record.state == "void":
        return Result(op.op_id, "applied", record.id)
    state = next_state(op.type, record.state, "void")
    seen, reason = op.body["content_hash"], op.body["reason"]
    require_void(record, reason)
    if seen != record.content_hash:
        mine, theirs = {"void": True, "reason": reason}, {"content_hash": record.content_hash}
        conflict = raise_conflict(batch, record, "void_vs_edit", None, {"content_hash": seen}, mine, theirs)
        return Result(op.op_id, "conflict", record.id, conflict_id=conflict.id)
    change_record(batch, record, "void", state=state, reason=reason)
    return Result(op.op_id, "applied", record.id)


def require_void(record: Record, reason: str) -> None:
    """A patient with notes is archived or merged instead. A signed record and a patient need a real reason."""
    if record.type == "patient" or record.version:
        require_reason(reason)
    if record.type == "patient" and has_notes(record):
        raise WrongState("There are notes of this patient: archive or merge the patient instead.", reason="has_notes")


def has_notes(patient: Record) -> bool:
    theirs = (Record.clinic_id == patient.clinic_id) & (Record.patient_id == patient.id)
    live = Record.type.in_(("note", "follow_up")) & (Record.state != "void")
    return db.session.scalar(select(Record.id).where(theirs, live).limit(1)) is not None


def require_second(batch: Batch, record: Record) -> None:
    if record.state == "void" or was_never_approved(batch.actor, record):
        return
    proposal = open_proposal(record.trace, record.content_hash)
    if proposal is None or proposal["by"] == batch.actor.id:
        raise NotAllowed("What was approved is declared void by two people: one proposes it, another does it.")


def propose_void(batch: Batch, op: Op) -> Result:
    record = find_for_proposal(batch, op)
    require_reason(op.body["reason"])
    add_trace(batch, record, "propose_void", op.body["reason"], content_hash=record.content_hash)
    return Result(op.op_id, "applied", record.id)


def keep_record(batch: Batch, op: Op) -> Result:
    record = find_for_proposal(batch, op)
    if open_proposal(record.trace, record.content_hash) is not None:
        add_trace(batch, record, "keep", None)
    return Result(op.op_id, "applied", record.id)


def find_for_proposal(batch: Batch, op: Op) -> Record:
    record = batch.find(op.type, op.id)
    batch.require(PROPOSE[op.type], record)
    next_state(op.type, record.state, op.kind)
    require_seen(record, op)
    return record


def unvoid_record(batch: Batch, op: Op) -> Result:
    """Back to the state in which it was declared void."""
    record = batch.find(op.type, op.id)
    batch.require(UNVOID[op.type], record)
    next_state(op.type, record.state, "unvoid")
    require_seen(record, op)
    require_reason(op.body["reason"])
    if record.patient_id and batch.find("patient", record.patient_id).state == "void":
        raise WrongState("The patient's record is void: take that back into use first.", reason="patient_void")
    add_trace(batch, record, "unvoid", op.body["reason"], state=state_before(record))
    return Result(op.op_id, "applied", record.id)


def state_before(record: Record) -> str:
    query = select(Revision.state).where(Revision.of(record), Revision.state != "void").order_by(Revision.rev.desc())
    return str(db.session.scalars(query.limit(1)).one())
