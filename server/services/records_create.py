"""A new patient or note. The id is the tablet's, so a create that arrives twice is an edit, never a duplicate."""

from server.domain.canonical import without_empty
from server.domain.errors import Invalid
from server.domain.permissions import Action
from server.domain.workflow import next_state
from server.services.ops import Op, Result
from server.services.records_batch import Batch
from server.services.records_patch import merge_units, require_units
from server.services.records_write import add_record

CREATE = {"patient": Action.CREATE_PATIENT, "note": Action.CREATE_NOTE}


def create_record(batch: Batch, op: Op) -> Result:
    batch.require(CREATE[op.type])
    patient_id = batch.find("patient", op.body["patient_id"]).id if op.type == "note" else None
    record = batch.look_up(op.id)
    if record is not None:
        if record.type != op.type or record.patient_id != patient_id:
            raise Invalid("This id is already that of another record.")
        return merge_units(batch, op, record, {unit: ({}, patch) for unit, patch in op.body["fields"].items()}, 0)
    state = next_state(op.type, None, "create")
    fields = without_empty(op.body["fields"])
    record = add_record(batch, op, op.id, op.type, state, fields, patient_id=patient_id, before_adding=require_units)
    return Result(op.op_id, "applied", record.id)
