"""Notes that arrive before their patient. The tablet keeps such an op; its receipt says since when it waits."""

from server.domain.errors import NotFound
from server.models import AppliedOp, Record
from server.services.epoch import WAIT
from server.services.records.batch import Batch

WAITING = {"status": "retry"}


class PatientMissing(NotFound):
    """The patient may still arrive: another op, or another tablet, brings it."""


def find_patient(batch: Batch, patient_id: str) -> Record:
    if batch.look_up(patient_id) is None:
        raise PatientMissing("There is no such patient.")
    return batch.find("patient", patient_id)


def is_waiting(receipt: AppliedOp) -> bool:
    return receipt.result == WAITING


def is_due(batch: Batch, receipt: AppliedOp | None) -> bool:
    """Whether the op has waited long enough for a person to look at it."""
    return receipt is not None and batch.now - receipt.created_at >= WAIT
