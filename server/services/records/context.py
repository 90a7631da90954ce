"""Reads the records that a note's rule context needs; the context is computed in ``domain/context.py``."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time

from sqlalchemy import Text, select, type_coerce

from server.db import db
from server.domain.context import Content, Context, Visit, note_context, visit_day
from server.domain.follow_up_check import is_reached
from server.domain.shelf import APPROVAL, approved_boxes
from server.domain.units import Unit, units_of
from server.models import Record
from server.services.records.batch import Batch
from server.services.records.projections import find_used_units


def context_of(batch: Batch, note: Record, content: Content) -> Context:
    """The context of this content of the note, as the clinic's records stand in this transaction."""
    found = note_context(
        note.id,
        content,
        batch.find("patient", note.patient_id or "").content,
        visits_until(note, content),
        now=batch.now,
        limits=batch.limits(),
        used_units=find_used_units(note, content),
    )
    return replace(
        found,
        followed_up=points_made(note),
        people=batch.treating(),
        trained=batch.trained(),
        approved=approved_in(note.clinic_id, content),
    )


def approved_in(clinic_id: str, content: Content) -> tuple[Unit, ...]:
    """The boxes of the shelf approved for freshly needled skin; read for a note that names a serum."""
    if not units_of(content, "serum"):
        return ()
    boxes = select(Record.content).where(
        Record.clinic_id == clinic_id,
        Record.type == "lot",
        Record.state != "void",
        type_coerce(Record.content, Text).contains(f'"{APPROVAL}"'),
    )
    return approved_boxes(db.session.scalars(boxes))


def points_made(note: Record) -> tuple[str, ...]:
    """The time points of this visit's signed follow-ups in which the patient was reached."""
    theirs = (Record.clinic_id == note.clinic_id) & (Record.patient_id == note.patient_id)
    signed = (Record.type == "follow_up") & Record.state.in_(("signed", "acknowledged"))
    query = select(Record.content).where(theirs, signed)
    mine = [one for one in db.session.scalars(query) if one["about"].get("note_id") == note.id]
    return tuple(str(one["about"].get("point")) for one in mine if is_reached(one))


def visits_until(note: Record, content: Content) -> Iterator[Visit]:
    """The patient's notes up to the end of the day of the visit; none without a day."""
    on = visit_day(content)
    if on is None:
        return
    columns = (Record.id, Record.state, Record.content, Record.findings, Record.signatures)
    query = select(*columns).where(
        Record.clinic_id == note.clinic_id,
        Record.patient_id == note.patient_id,
        Record.type == "note",
        Record.state != "void",
        Record.happened_at <= datetime.combine(on, time.max, UTC),
    )
    for row in db.session.execute(query):
        yield Visit(row.id, row.state, row.content, row.findings or (), row.signatures or ())
