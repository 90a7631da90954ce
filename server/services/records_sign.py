"""Signing: the signer's tablet names the content it showed, and the server judges that content by the rules."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain import completeness
from server.domain.errors import Incomplete, StaleVersion
from server.domain.facts import Context
from server.domain.limits import LIMITS
from server.domain.permissions import Action
from server.domain.rules import RULES, evaluate, open_findings
from server.domain.times import day
from server.domain.workflow import next_state
from server.models import Record
from server.services.ops import Content, Op, Result
from server.services.records_batch import Batch
from server.services.records_conflict import refuse_open_conflicts
from server.services.records_write import change_record


def sign_note(batch: Batch, op: Op) -> Result:
    note = batch.find("note", op.id)
    batch.require(Action.SIGN_NOTE, note)
    state = next_state("note", note.state, "sign")
    require_seen(note, op)
    refuse_open_conflicts(note)
    acknowledged = op.body["acknowledged"]
    note.findings = judge(batch, note, note.content, acknowledged)
    add_signature(batch, note, "author", note.content_hash, acknowledged)
    change_record(batch, note, "sign", state=state)
    return Result(op.op_id, "applied", note.id)


def require_seen(note: Record, op: Op) -> None:
    """Compare and set: what the person saw must be what stands."""
    if op.body["content_hash"] != note.content_hash:
        raise StaleVersion("The note has changed since it was shown.", content_hash=note.content_hash)


def judge(batch: Batch, note: Record, content: Content, acknowledged: list[str]) -> list[dict[str, Any]]:
    """The findings about this content, to be kept with the signature. Raises Incomplete when it may not be signed."""
    patient = batch.find("patient", note.patient_id or "")
    on = day(content.get("visit", {}).get("session_date"))
    context = Context(patient=patient.content, previous=previous_visit(note, on), now=batch.now, note_id=note.id)
    findings = evaluate(content, context)
    standing = open_findings(content, findings, acknowledged)
    gaps = completeness.missing(content, context)
    if gaps or standing:
        raise Incomplete(
            "The note cannot be signed yet.",
            missing=[gap.as_dict() for gap in gaps],
            findings=[finding.as_dict() for finding in standing],
        )
    return [finding.as_dict() for finding in findings]


def previous_visit(note: Record, on: date | None) -> date | None:
    """The day of the patient's treatment before this one."""
    if on is None:
        return None
    query = (
        select(Record.content)
        .where(
            Record.clinic_id == note.clinic_id,
            Record.patient_id == note.patient_id,
            Record.type == "note",
            Record.state != "void",
            Record.id != note.id,
            Record.happened_at < datetime.combine(on, time.min, UTC),
        )
        .order_by(Record.happened_at.desc(), Record.id.desc())
    )
    for content in db.session.scalars(query):
        visit = content.get("visit", {})
        then = day(visit.get("session_date"))
        if then is not None and then < on and visit.get("performed") == "treated":
            return then
    return None


def add_signature(batch: Batch, note: Record, meaning: str, content_hash: str, acknowledged: list[str]) -> None:
    """Bind name, time and meaning to the content. A countersignature belongs to the version it looked at."""
    if meaning != "countersign":
        note.version += 1
    signature = {
        "version": note.version,
        "meaning": meaning,
        "user_id": batch.actor.id,
        "name": batch.actor.name,
        "at": batch.now.isoformat(),
        "content_hash": content_hash,
        "device_id": batch.device_id,
        "acknowledged": acknowledged,
        "rules_version": RULES["version"],
        "limits_version": LIMITS["version"],
    }
    note.signatures = [*note.signatures, signature]
