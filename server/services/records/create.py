"""A new record. The id is the tablet's, so a create that arrives twice is an edit, never a duplicate."""

from server.domain.canonical import without_empty
from server.domain.errors import Invalid
from server.domain.permissions import Action
from server.domain.shelf import APPROVAL
from server.domain.workflow import next_state
from server.models import Record
from server.services.records.batch import Batch
from server.services.records.early import find_patient, require_in_use
from server.services.records.move import survivor_of
from server.services.records.ops import Op, Result
from server.services.records.patch import merge_units, require_own_name, require_units
from server.services.records.projections import MAX_TWINS, find_twins
from server.services.records.write import add_record

CREATE = {
    "patient": Action.CREATE_PATIENT,
    "note": Action.CREATE_NOTE,
    "follow_up": Action.CREATE_FOLLOW_UP,
    "lot": Action.CREATE_LOT,
    "protocol": Action.CREATE_PROTOCOL,
}

OF_A_PATIENT = ("note", "follow_up")


def create_record(batch: Batch, op: Op) -> Result:
    batch.require(CREATE[op.type])
    patient = find_patient(batch, op.body["patient_id"]) if op.type in OF_A_PATIENT else None
    patient_id = patient.id if patient else None
    fields = op.body["fields"]
    record = batch.look_up(op.id)
    if record is None:
        if patient:
            require_in_use(patient)
        require_units(batch, None, fields)
        require_own_name(batch, fields.get(APPROVAL, {}))
        state = next_state(op.type, None, "create")
        content = without_empty(fields)
        home = home_of(batch, op, patient) if patient else None
        moved = {"signed_patient_id": patient_id} if home != patient_id else {}
        twins = find_twins(batch.actor.clinic_id, op.id, content) if op.type == "patient" else []
        record = add_record(batch, op.id, op.type, state, content, patient_id=home, **moved)
        return Result(op.op_id, "applied", record.id, twins=twins[:MAX_TWINS] or None)
    if record.type != op.type or (record.signed_patient_id or record.patient_id) != patient_id:
        raise Invalid("This id is already that of another record.")
    return merge_units(batch, op, record, {unit: ({}, patch) for unit, patch in fields.items()})


def home_of(batch: Batch, op: Op, patient: Record) -> str:
    """Whom it is about: the patient whom its author named, or whose record that is since; a follow-up goes where the
    note of its visit went."""
    visit = op.body["fields"].get("about", {}).get("note_id") if op.type == "follow_up" else None
    note = batch.look_up(visit) if isinstance(visit, str) else None
    if note is not None and note.type == "note" and note.signed_patient_id == patient.id:
        return str(note.patient_id)
    return survivor_of(batch, patient).id
