"""What the tables of a clinic say of each patient, composed at night, so that an export has only to join it.

Only what is not kept is composed: of a patient whom something was written about, and of all after an update.
"""

import structlog

from server.db import db, utc_now
from server.jobs import joined_tables
from server.jobs.bulk import TOGETHER, batched
from server.log import places_of
from server.services.audit import SERVER, own_actor
from server.services.bulk import JOINED, patients_of
from server.services.summaries.export import keep_ahead

log = structlog.get_logger("needlepoint.jobs")


def compose_clinic(clinic_id: str) -> int:
    """How many groups of patients could not be composed; the others are."""
    failed, by = 0, own_actor(clinic_id, SERVER)
    for some in batched(patients_of(clinic_id, None), TOGETHER):
        try:
            keep_ahead(by, some, JOINED, utc_now(), joined_tables.tell)
            db.session.commit()
        except Exception as error:  # noqa: BLE001 (an export names the patient; here the others go on)
            log.error("composing_failed", error=type(error).__name__, where=places_of(error))
            db.session.rollback()
            failed += 1
    return failed
