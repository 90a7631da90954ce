"""Notes that arrive before their patient, or whose patient was declared void. The tablet keeps such an op; its receipt
says since when it waits."""

from server.domain.errors import NotFound
from server.models import Record
from server.services.epoch import WAIT
from server.services.records.batch import Batch, Receipt

WAITING = {"status": "retry"}


class PatientMissing(NotFound):
    """The patient may still arrive: another op, or another tablet, brings it."""


def find_patient(batch: Batch, patient_id: str) -> Record:
    if batch.look_up(patient_id) is None:
        raise PatientMissing("There is no such patient.")
    return batch.find("patient", patient_id)


def require_in_use(patient: Record) -> None:
    """Raise for a void patient, who may be taken into use again: what was written for them waits as well."""
    if patient.state == "void":
        raise PatientMissing("This patient's record was declared void.")


def is_waiting(receipt: Receipt) -> bool:
    return bool(receipt.result == WAITING)


def is_due(batch: Batch, receipt: Receipt | None) -> bool:
    """Whether the op has waited long enough for a person to look at it."""
    return receipt is not None and bool(batch.now - receipt.created_at >= WAIT)
