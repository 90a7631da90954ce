"""Records become an ``ExportDocument``: which ones, in which order, and what is derived from them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from server.domain.consent_texts import paragraphs
from server.domain.context import Content, Context, note_context
from server.domain.context import Visit as Neighbour
from server.domain.facts.events import is_reported
from server.domain.facts.stated import stated_facts
from server.domain.follow_up_check import is_reached
from server.domain.given import exposures
from server.domain.review_policy import is_asked
from server.domain.times import instant
from server.domain.trace import earlier_identities
from server.exports.blocks import blocks_of
from server.exports.columns import every_column
from server.exports.derived import derived
from server.exports.document import (
    Earlier,
    ExportDocument,
    FollowUp,
    Patient,
    Review,
    Signature,
    SignedText,
    Visit,
    VoidedVisit,
)
from server.exports.values import People
from server.models import Record, Revision
from server.services.summaries.changes import amendments

# Which kinds of exposure say that a section of the note was given.
EXPOSURE = {
    "numbing": ("cream", "la"), "la": ("la",), "device": ("needle",), "needling": ("needle",), "zone": ("needle",),
    "other_site": ("needle",), "rf": ("needle",), "prp": ("blood", "prp"), "serum": ("serum",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who exports, where and when. ``people`` gives the names of the clinic's user ids, ``limits`` its table in use."""

    clinic: str
    by: str
    at: datetime
    people: People
    limits: dict[str, Any]
    demo: bool = False
    consents: dict[str, dict[str, Any]] = field(default_factory=dict)
    time_zone: str = ""


def assemble(
    patient: Record,
    notes: Sequence[Record],
    revisions: dict[str, list[Revision]],
    occasion: Occasion,
    calls: Sequence[Record] = (),
) -> ExportDocument:
    """``revisions`` by the id of their note; ``calls`` are the signed follow-ups of the patient."""
    standing = sorted((note for note in notes if note.state != "void"), key=lambda note: (note.happened_at, note.id))
    around, visits = [Neighbour(note.id, note.state, note.content) for note in standing], []
    for note in standing:
        context = note_context(note.id, note.content, patient.content, around, now=occasion.at, limits=occasion.limits)
        made = visit(note, revisions.get(note.id, []), context, occasion.people)
        visits.append(replace(made, follow_ups=follow_ups(note, calls, occasion.people)))
    gone = sorted((note for note in notes if note.state == "void"), key=lambda note: (note.happened_at, note.id))
    return ExportDocument(
        clinic=occasion.clinic,
        exported_at=occasion.at,
        exported_by=occasion.by,
        demo=occasion.demo,
        time_zone=occasion.time_zone,
        limits=occasion.limits,
        patient=Patient(
            patient.id,
            patient.content_hash,
            blocks_of("patient", entered(patient.content), occasion.people),
            earlier=tuple(map(earlier, earlier_identities(patient.trace, patient.content))),
        ),
        visits=tuple(visits),
        voided=tuple(voided(note, revisions.get(note.id, []), occasion.people) for note in gone),
        consents=signed_texts(visits, occasion.consents),
        columns=every_column(),
    )


def earlier(identity: dict[str, Any]) -> Earlier:
    given, family, born, mrn = (str(identity[name] or "") for name in ("given", "family", "birth_date", "mrn"))
    return Earlier(f"{given} {family}".strip(), born, mrn, moment(identity["until"]))


def signed_texts(visits: Sequence[Visit], texts: dict[str, dict[str, Any]]) -> tuple[SignedText, ...]:
    """Each text once, with the days of the visits it was signed for. A version that is not kept is left out."""
    days: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for one in visits:
        block = one.block("consent") if one.is_signed else None
        name = str(block.value("text_version") or "") if block else ""
        if block and name in texts:
            ticks = {line.field: line.value for line in block.lines}
            lines = tuple(paragraphs(texts[name]["text"], ticks))
            days.setdefault((name, lines), []).append(one.shown("visit", "session_date"))
    return tuple(
        SignedText(name, tuple(when), texts[name]["approved_name"] or "", instant(texts[name]["approved_at"]), lines)
        for (name, lines), when in days.items()
    )


def follow_ups(note: Record, calls: Sequence[Record], people: People) -> tuple[FollowUp, ...]:
    mine = [call for call in calls if call.content.get("about", {}).get("note_id") == note.id]
    return tuple(
        FollowUp(
            id=call.id,
            state=call.state,
            version=call.version,
            point=str(call.content["about"].get("point")),
            by=people.get(call.author_id, call.author_id),
            at=call.happened_at,
            reached=is_reached(call.content),
            content_hash=call.content_hash,
            blocks=blocks_of("follow_up", call.content, people),
            signatures=signatures(call, people),
        )
        for call in sorted(mine, key=lambda call: (call.happened_at, call.id))
    )


def entered(content: Content) -> Content:
    """What a patient's record holds, without an adverse event that was only begun."""
    return {unit: fields for unit, fields in content.items() if not unit.startswith("ae:") or is_reported(fields)}


def visit(note: Record, revisions: list[Revision], context: Context, people: People) -> Visit:
    return Visit(
        id=note.id,
        state=note.state,
        version=note.version,
        author=people.get(note.author_id, note.author_id),
        happened_at=note.happened_at,
        content_hash=note.content_hash,
        blocks=blocks_of("note", note.content, people),
        facts=derived(stated_facts(note.content, context)),
        signatures=signatures(note, people),
        review=review(note.review, people),
        amendments=amendments(revisions, people, note.trace),
        given=given_sections(note.content),
    )


def given_sections(content: Content) -> frozenset[str]:
    """The sections of a note whose treatment reached the patient."""
    given = exposures(content)
    return frozenset(section for section, kinds in EXPOSURE.items() if any(given[kind] for kind in kinds))


def signatures(record: Record, people: People) -> tuple[Signature, ...]:
    stated = (record.stated or {}).get("signatures", ())
    return tuple(signature(row, people, n in stated) for n, row in enumerate(record.signatures or []))


def signature(row: dict[str, Any], people: People, is_stated: bool = False) -> Signature:
    """The name as it was when they signed."""
    name = row.get("name") or people.get(str(row.get("user_id")), "")
    claimed, stated = (
        moment(row[name]).astimezone(UTC) if row.get(name) else None for name in ("claimed_at", "client_at")
    )
    return Signature(
        version=row["version"],
        meaning=row["meaning"],
        by=name,
        at=moment(row["at"]),
        content_hash=row["content_hash"],
        claimed_at=claimed,
        client_at=stated,
        with_key=bool(row.get("key")),
        is_stated=is_stated,
        unreviewed="" if is_asked([row]) else row["review"]["why"],
    )


def review(row: dict[str, Any] | None, people: People) -> Review | None:
    if not row:
        return None
    name = row.get("name") or people.get(str(row.get("by")), "")
    return Review(row["outcome"], row.get("comment") or "", name, moment(row["at"]), row["version"])


def voided(note: Record, revisions: list[Revision], people: People) -> VoidedVisit:
    last = next((one for one in reversed(revisions) if one.kind == "void"), None)
    by = people.get(last.author_id, last.author_id) if last else ""
    return VoidedVisit(note.id, note.happened_at, last.server_time if last else note.updated_at, by)


def moment(at: str) -> datetime:
    return datetime.fromisoformat(at)
