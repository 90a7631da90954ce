"""Confirming that a patient whose identity was changed after a signature is the same person."""

from server.domain.errors import StaleVersion
from server.domain.permissions import Action
from server.domain.trace import identity_of, open_identity
from server.domain.workflow import next_state
from server.services.records.batch import Batch
from server.services.records.ops import Op, Result
from server.services.records.trace import add_trace, require_reason


def confirm_identity(batch: Batch, op: Op) -> Result:
    """It holds for the identity that was shown, whatever else of the record has changed meanwhile."""
    patient = batch.find("patient", op.id)
    batch.require(Action.CONFIRM_IDENTITY, patient)
    next_state("patient", patient.state, op.kind)
    require_reason(op.body["reason"])
    now = identity_of(patient.content)
    if op.body["seen"] != now:
        raise StaleVersion("The patient's identity has changed since it was shown.", content_hash=patient.content_hash)
    if open_identity(patient.trace, patient.content) is not None:
        add_trace(batch, patient, "confirm_identity", op.body["reason"])
    return Result(op.op_id, "applied", patient.id)
