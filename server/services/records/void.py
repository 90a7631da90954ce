"""Taking a record out of use. Nothing is deleted: its rows stay, tablets keep only that it is void."""

from sqlalchemy import select

from server.db import db
from server.domain.errors import Invalid, WrongState
from server.domain.permissions import Action
from server.domain.reasons import is_real_reason
from server.domain.workflow import next_state
from server.models import Record
from server.services.records.batch import Batch
from server.services.records.conflict import raise_conflict
from server.services.records.ops import Op, Result
from server.services.records.write import change_record

VOID = {
    "patient": Action.VOID_PATIENT,
    "note": Action.VOID_NOTE,
    "follow_up": Action.VOID_FOLLOW_UP,
    "lot": Action.VOID_LOT,
    "protocol": Action.VOID_PROTOCOL,
}


def void_record(batch: Batch, op: Op) -> Result:
    """Only content that was seen may be voided; what changed meanwhile makes it a question."""
    record = batch.find(op.type, op.id)
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
    """A patient with notes is archived or merged. What was signed, and a patient, ask for a reason to be followed."""
    if (record.type == "patient" or record.version) and not is_real_reason(reason):
        detail = "Say why in at least ten characters and two words."
        raise Invalid(detail, fields={"reason": [detail]})
    if record.type == "patient" and has_notes(record):
        raise WrongState("There are notes of this patient: archive or merge the patient instead.", reason="has_notes")


def has_notes(patient: Record) -> bool:
    theirs = (Record.clinic_id == patient.clinic_id) & (Record.patient_id == patient.id)
    live = Record.type.in_(("note", "follow_up")) & (Record.state != "void")
    return db.session.scalar(select(Record.id).where(theirs, live).limit(1)) is not None
