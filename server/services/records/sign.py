"""Signing: the signer's tablet names the content it showed, and the server judges that content by the rules."""

from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.answers import Acknowledged
from server.domain.errors import StaleVersion
from server.domain.permissions import Action
from server.domain.review_policy import decide
from server.domain.rules import RULES
from server.domain.trace import open_return
from server.domain.workflow import next_state
from server.models import Record, Revision
from server.services.records.batch import Batch
from server.services.records.conflict import refuse_open_conflicts
from server.services.records.judge import judge
from server.services.records.ops import Op, Result
from server.services.records.trace import add_trace
from server.services.records.write import change_record
from server.services.verify.signed import require_whole


def sign_note(batch: Batch, op: Op) -> Result:
    note = batch.find("note", op.id)
    batch.require(Action.SIGN_NOTE, note)
    state = next_state("note", note.state, "sign")
    require_seen(note, op)
    batch.require_shown(op, note.content)
    refuse_open_conflicts(note)
    note.findings, acknowledged = judge(batch, note, note.content, op.body["acknowledged"])
    add_signature(batch, note, "author", note.content_hash, acknowledged)
    if returned := open_return(note.trace):
        before = changed_since(note, returned)
        add_trace(batch, note, "sign", None, state=state, version=note.version, rev=note.rev + 1, before=before)
    else:
        change_record(batch, note, "sign", state=state)
    return Result(op.op_id, "applied", note.id)


def chosen_for_review(batch: Batch, note: Record) -> dict[str, Any] | None:
    people = {note.author_id, batch.actor.id, *note.writers}
    return decide(batch.policy(), note.id, note.version, people, note.findings or [], note.author_id)


def changed_since(note: Record, returned: dict[str, Any]) -> dict[str, Any]:
    """What the units that were written on since held when the note was returned; None where there was no such unit."""
    query = select(Revision.before, Revision.after).where(Revision.of(note), Revision.rev > returned["rev"])
    before: dict[str, Any] = {}
    with db.session.no_autoflush:  # the note is being changed
        rows = db.session.execute(query.order_by(Revision.rev)).all()
    for row in rows:
        for unit in {**row.before, **row.after}:
            before.setdefault(unit, row.before.get(unit))
    return {unit: value for unit, value in before.items() if value != note.content.get(unit)}


def find_seen(batch: Batch, op: Op, action: Action) -> tuple[Record, str]:
    """The record as the actor saw it, without open conflicts, and the state that the act brings it to."""
    record = batch.find(op.type, op.id)
    batch.require(action, record)
    state = next_state(op.type, record.state, op.kind)
    require_seen(record, op)
    refuse_open_conflicts(record)
    return record, state


def require_seen(note: Record, op: Op) -> None:
    """Compare and set: what the person saw must be what stands, and what stands must be what was written. The hash is
    over the patient a note was written for, so whose it is now is compared beside it; an app of before names nobody."""
    if op.body["content_hash"] != note.content_hash:
        raise StaleVersion("The note has changed since it was shown.", content_hash=note.content_hash)
    if op.kind != "move" and op.body.get("patient_id") not in (None, note.patient_id):
        said = "The note has been moved to another patient since it was shown."
        raise StaleVersion(said, content_hash=note.content_hash)
    require_whole([note])


def add_signature(
    batch: Batch, note: Record, meaning: str, content_hash: str, acknowledged: list[Acknowledged]
) -> None:
    """Bind name, time and meaning to the content. A countersignature belongs to the version it looked at.

    Of an op that is sent again without proof of its first time, the time its tablet states is kept beside ours.
    """
    if meaning != "countersign":
        note.version += 1
    signature = {
        "version": note.version,
        "meaning": meaning,
        "user_id": batch.actor.id,
        "name": batch.actor.name,
        "at": batch.now.isoformat(),
        "client_at": batch.op.client_time.isoformat(),
        "content_hash": content_hash,
        "device_id": batch.device_id,
        "acknowledged": acknowledged,
        "rules_version": RULES["version"],
        "limits_version": batch.limits()["version"],
    }
    if batch.signature:
        signature["key"] = batch.signature["key"]
    if claimed := batch.claimed_at():
        signature["claimed_at"] = claimed.isoformat()
    if meaning != "countersign" and note.type == "note" and (chosen := chosen_for_review(batch, note)):
        signature["review"] = chosen  # the last member, as the queue looks for it
    note.signatures = [*note.signatures, signature]
