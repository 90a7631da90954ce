"""Records become an ``ExportDocument``: which ones, in which order, and what is derived from them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.domain.context import Content
from server.domain.facts import Context, facts
from server.domain.facts.events import is_told
from server.domain.facts.exposure import GIVEN, exposure_facts
from server.domain.times import day
from server.exports.blocks import blocks_of, columns_of
from server.exports.derived import derived, derived_columns
from server.exports.document import ExportDocument, Patient, Review, Signature, Visit, VoidedVisit
from server.exports.values import People
from server.models import Record, Revision
from server.services.summaries.changes import amendments

EXPOSURE = {
    "numbing": "anaesthetic", "device": "needle", "needling": "needle", "zone": "needle", "rf": "needle",
    "prp": "blood_product", "serum": "serum",
}  # fmt: skip
"""Which kind of exposure says that a section of the note was given."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who exports, where and when. ``people`` gives the names of the clinic's user ids."""

    clinic: str
    by: str
    at: datetime
    people: People
    demo: bool = False


def assemble(
    patient: Record, notes: Sequence[Record], revisions: dict[str, list[Revision]], occasion: Occasion
) -> ExportDocument:
    """``revisions`` by the id of their note."""
    standing = sorted((note for note in notes if note.state != "void"), key=lambda note: (note.happened_at, note.id))
    treated = sorted(filter(None, (treated_on(note) for note in standing)))
    visits, first = [], next((note for note in standing if "assessment" in note.content), None)
    for note in standing:
        baseline = first.content["assessment"] if first and first is not note else {}
        context = Context(patient.content, previous_day(note, treated), occasion.at, baseline=baseline, note_id=note.id)
        visits.append(visit(note, revisions.get(note.id, []), context, occasion.people))
    gone = sorted((note for note in notes if note.state == "void"), key=lambda note: (note.happened_at, note.id))
    return ExportDocument(
        clinic=occasion.clinic,
        exported_at=occasion.at,
        exported_by=occasion.by,
        demo=occasion.demo,
        patient=Patient(patient.id, patient.content_hash, blocks_of("patient", told(patient.content), occasion.people)),
        visits=tuple(visits),
        voided=tuple(voided(note, revisions.get(note.id, []), occasion.people) for note in gone),
        columns=(*columns_of("patient", "patient."), *columns_of("note"), *derived_columns()),
    )


def told(content: Content) -> Content:
    """What a patient's record holds, without an adverse event that was only begun."""
    return {unit: fields for unit, fields in content.items() if not unit.startswith("ae:") or is_told(fields)}


def treated_on(note: Record) -> date | None:
    told = note.content.get("visit", {})
    return day(told.get("session_date")) if told.get("performed") == "treated" else None


def previous_day(note: Record, treated: list[date]) -> date | None:
    """The last day of treatment before that of the note."""
    on = day(note.content.get("visit", {}).get("session_date"))
    return max((then for then in treated if then < on), default=None) if on else None


def visit(note: Record, revisions: list[Revision], context: Context, people: People) -> Visit:
    return Visit(
        id=note.id,
        state=note.state,
        version=note.version,
        author=people.get(note.author_id, note.author_id),
        happened_at=note.happened_at,
        content_hash=note.content_hash,
        blocks=blocks_of("note", note.content, people),
        facts=derived(facts(note.content, context)),
        signatures=tuple(signature(told, people) for told in note.signatures or []),
        review=review(note.review, people),
        amendments=amendments(revisions, people),
        given=given_sections(note.content),
    )


def given_sections(content: Content) -> frozenset[str]:
    """The sections of a note whose treatment reached the patient."""
    stages = exposure_facts(content)
    return frozenset(section for section, kind in EXPOSURE.items() if stages[kind] == GIVEN)


def signature(told: dict[str, Any], people: People) -> Signature:
    """The name as it was when they signed."""
    name = told.get("name") or people.get(str(told.get("user_id")), "")
    return Signature(told["version"], told["meaning"], name, moment(told["at"]), told["content_hash"])


def review(told: dict[str, Any] | None, people: People) -> Review | None:
    if not told:
        return None
    name = told.get("name") or people.get(str(told.get("by")), "")
    return Review(told["outcome"], told.get("comment") or "", name, moment(told["at"]), told["version"])


def voided(note: Record, revisions: list[Revision], people: People) -> VoidedVisit:
    last = next((one for one in reversed(revisions) if one.kind == "void"), None)
    by = people.get(last.author_id, last.author_id) if last else ""
    return VoidedVisit(note.id, note.happened_at, last.server_time if last else note.updated_at, by)


def moment(at: str) -> datetime:
    return datetime.fromisoformat(at)
