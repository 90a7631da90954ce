"""The outcomes of a clinic, read note by note in one moment, so that nobody who writes waits."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from server.db import begin_snapshot, begin_write, db
from server.domain.outcomes import DONE, Note, outcomes
from server.domain.permissions import Actor
from server.models import Record
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.limits import current_limits

PAGE = 500


def read_outcomes(actor: Actor, first: date | None, last: date | None, now: datetime) -> dict[str, Any]:
    """Of the visits of these days, both included; the caller commits its audit row before anything leaves."""
    begin_snapshot()
    limits = current_limits(actor.clinic_id)
    found = outcomes(notes_of(actor.clinic_id), limits, now, first, last)
    begin_write()
    lock_clinic(actor.clinic_id)
    record_audit(actor, "outcomes.read", "note", None, count=found["visits"])
    return found


def notes_of(clinic_id: str) -> Iterator[list[Note]]:
    """Patient by patient; no more than one patient's are held at once."""
    query = select(Record.id, Record.patient_id, Record.state, Record.content).where(
        Record.clinic_id == clinic_id, Record.type == "note", Record.state.in_(DONE)
    )
    rows = db.session.execute(query.order_by(Record.patient_id, Record.id).execution_options(yield_per=PAGE))
    for _patient, mine in groupby(rows, key=lambda row: row.patient_id):
        yield [Note(row.id, row.patient_id, row.state, row.content) for row in mine]
