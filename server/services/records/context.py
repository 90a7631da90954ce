"""What surrounds a note when it is judged: patient, earlier visits, units that other notes used, and the limits."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.context import Content, Context
from server.domain.times import day
from server.models import Record
from server.services.records.batch import Batch
from server.services.records.projections import find_used_units


def context_of(batch: Batch, note: Record, content: Content) -> Context:
    """The context of this content of the note, as the clinic's records stand in this transaction."""
    on = day(content.get("visit", {}).get("session_date"))
    visits = visits_until(note, on)
    earlier = days_before(visits, on)
    return Context(
        patient=batch.find("patient", note.patient_id or "").content,
        previous=last_treated(earlier),
        now=batch.now,
        limits=batch.limits(),
        used_units=tuple(find_used_units(note, content)),
        baseline=first_assessment(earlier),
        photo_before=any(visit.get("photo", {}).get("taken") == "yes" for _on, visit in earlier),
        note_id=note.id,
        same_day=tuple(visit for then, visit in visits if then == on),
    )


def visits_until(note: Record, on: date | None) -> Sequence[tuple[date, Content]]:
    """The patient's other visits up to the end of this day, the latest first."""
    if on is None:
        return []
    query = (
        select(Record.content)
        .where(
            Record.clinic_id == note.clinic_id,
            Record.patient_id == note.patient_id,
            Record.type == "note",
            Record.state != "void",
            Record.id != note.id,
            Record.happened_at <= datetime.combine(on, time.max, UTC),
        )
        .order_by(Record.happened_at.desc(), Record.id.desc())
    )
    dated = [(day(content.get("visit", {}).get("session_date")), content) for content in db.session.scalars(query)]
    return [(then, content) for then, content in dated if then is not None and then <= on]


def days_before(visits: Sequence[tuple[date, Content]], on: date | None) -> Sequence[tuple[date, Content]]:
    return [(then, visit) for then, visit in visits if on and then < on]


def last_treated(earlier: Sequence[tuple[date, Content]]) -> date | None:
    return next((on for on, visit in earlier if visit["visit"].get("performed") == "treated"), None)


def first_assessment(earlier: Sequence[tuple[date, Content]]) -> dict[str, Any]:
    """What every later visit is measured against."""
    return next((visit["assessment"] for _on, visit in reversed(earlier) if visit.get("assessment")), {})
