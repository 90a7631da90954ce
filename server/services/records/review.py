"""Countersigning: a supervisor who did not write the note approves it, or returns it with a comment."""

from datetime import datetime
from typing import Any

from server.domain.answers import REASON_MIN, Finding, awaits_supervisor, unbound
from server.domain.errors import Incomplete, Refusal
from server.domain.permissions import Action
from server.domain.pictures import pictures_of
from server.domain.review_policy import last_signed, stands_for
from server.domain.review_together import needs_look, parts_of
from server.domain.workflow import next_state
from server.models import Record
from server.services.accounts.confirm import require_confirmed_author
from server.services.records.batch import Batch
from server.services.records.conflict import refuse_open_conflicts
from server.services.records.judge import bound_when_written
from server.services.records.ops import Op, Result, is_possible
from server.services.records.sign import add_signature, find_seen, require_seen
from server.services.records.trace import add_trace
from server.services.records.write import change_record
from server.services.verify.signed import require_written


class NotTogether(Refusal):
    """It may be approved by itself, and not with others at one tap."""

    status, code = 422, "not_together"


def approve_note(batch: Batch, op: Op) -> Result:
    note = batch.find("note", op.id)
    batch.require(Action.APPROVE_NOTE, note)
    state = next_state("note", note.state, "approve")
    require_seen(note, op)
    require_confirmed_author(note)
    require_written(note)
    batch.require_shown(op, note.content)
    refuse_open_conflicts(note)
    require_own_words(batch, note, op)
    if op.body.get("bulk"):
        require_read(note, op, batch.now)
    add_signature(batch, note, "countersign", note.content_hash, [])
    add_review(batch, op, note, "approved")
    change_record(batch, note, "approve", state=state, reason=op.body["comment"] or None)
    return Result(op.op_id, "applied", note.id)


def require_own_words(batch: Batch, note: Record, op: Op) -> None:
    """What should not have been done and was done is approved only with words. An override of version 0.1.0 names no
    values: it counts for those of the moment it was written, and not at all when there was nothing to override."""
    findings = [Finding(**row) for row in note.findings or [] if row["severity"] == "reason*"]
    said = bound_when_written(batch, note, note.content) if findings else note.content
    said = {unit: values for unit, values in said.items() if unit not in unbound(said)}
    waiting = [found.as_dict() for found in findings if awaits_supervisor(found, said)]
    if waiting and len(op.body["comment"].strip()) < REASON_MIN:
        raise Incomplete("Say in your own words why this note is approved.", missing=[], findings=waiting)


def require_read(note: Record, op: Op, now: datetime) -> None:
    """Of the notes that are approved together each is without findings, and was shown to its reviewer part by part.
    ``require_seen`` has compared the content that was shown with what stands."""
    if not op.body.get("shown"):
        raise NotTogether(
            "Notes are approved together only with a record of what was shown of each. Look at this note, and approve "
            "it by itself."
        )
    if note.findings is None or (note.review or {}).get("outcome") == "returned":
        raise NotTogether("This note is looked at by itself: it answers a return, or was not judged yet.")
    if not all(is_possible(op.body["shown"][name], now) for name in ("first_at", "last_at")):
        raise NotTogether("The times at which this note was shown are not possible. Set the clock of the tablet.")
    if pictures_of(note.content):
        raise NotTogether("This note has photos. Look at them, and approve it by itself.")
    if findings := needs_look(note.findings):
        raise NotTogether("This note has findings. Look at it, and approve it by itself.", findings=findings)
    if unseen := [unit for unit in parts_of(note.content) if unit not in op.body["shown"]["parts"]]:
        raise NotTogether(
            "Not all of this note was shown. Look at it, and approve it by itself.",
            missing=[{"unit": unit} for unit in unseen],
        )


def shown_of(op: Op) -> dict[str, Any]:
    shown = op.body["shown"]
    times = {name: shown[name].isoformat() for name in ("first_at", "last_at")}
    bulk = {"bulk": op.body["bulk"]} if op.body.get("bulk") else {}
    return {**bulk, "parts": shown["parts"], **times}


def return_note(batch: Batch, op: Op) -> Result:
    note, state = find_seen(batch, op, Action.RETURN_NOTE)
    add_review(batch, op, note, "returned")
    pins, rev = op.body.get("pins") or [], note.rev + 1
    add_trace(batch, note, "return", op.body["comment"] or None, state=state, version=note.version, rev=rev, pins=pins)
    return Result(op.op_id, "applied", note.id)


def add_review(batch: Batch, op: Op, note: Record, outcome: str) -> None:
    note.review = {
        "outcome": outcome,
        "comment": op.body["comment"],
        "unit": op.body.get("unit"),
        "by": batch.actor.id,
        "name": batch.actor.name,
        "at": batch.now.isoformat(),
        "version": note.version,
        "content_hash": note.content_hash,
    }
    if op.body.get("shown"):
        note.review = {**note.review, "shown": shown_of(op)}
    named = last_signed(note.signatures).get("review", {}).get("named", [])
    if stood_in_for := stands_for(batch.policy().deputies, named, batch.actor.id, batch.now):
        note.review = {**note.review, "stands_for": stood_in_for}
