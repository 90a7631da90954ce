"""A correction of a signed note: all changes or none, with a reason, signed again. The earlier version stays."""

from server.domain.canonical import record_hash, same
from server.domain.errors import StaleVersion
from server.domain.merge import apply_patch, with_unit
from server.domain.permissions import Action
from server.domain.workflow import next_state
from server.models import Record
from server.services.records.batch import Batch
from server.services.records.conflict import (
    about,
    authors_of,
    entries,
    open_conflicts,
    refuse_open_conflicts,
    take_answer,
)
from server.services.records.judge import judge_amendment
from server.services.records.ops import Content, Fields, Op, Result
from server.services.records.patch import OVERRIDE
from server.services.records.sign import add_signature, require_seen
from server.services.records.write import change_record


def amend_note(batch: Batch, op: Op) -> Result:
    note = batch.find("note", op.id)
    batch.require(Action.AMEND_NOTE, note)
    changes = op.body["changes"]
    if any(unit.startswith(OVERRIDE) for unit in changes):
        batch.require(Action.OVERRIDE_RULE, note)
    state = next_state("note", note.state, "amend")
    require_seen(note, op)
    refuse_open_conflicts(note, except_late=frozenset(changes))
    content = amended(note, changes)
    batch.require_shown(op, note.content, content)
    answered = {one.id: taken for one in open_conflicts(note) if (taken := taken_up(one, content))}
    note.findings, acknowledged = judge_amendment(batch, note, content, op.body["acknowledged"])
    new_hash = record_hash(note, content)
    add_signature(batch, note, "amendment", new_hash, acknowledged)
    authors = [author for taken in answered.values() for entry in taken for author in authors_of(entry)]
    change_record(batch, note, "amend", content=content, state=state, reason=op.body["reason"], also_by=authors)
    for conflict in (one for one in open_conflicts(note) if one.id in answered):
        take_answer(batch, note, conflict, content.get(about(conflict)["unit"], {}), entries(conflict))
    return Result(op.op_id, "applied", note.id)


def amended(note: Record, changes: dict[str, Content]) -> Content:
    content = note.content
    for unit, change in changes.items():
        base = apply_patch(change["base"], {})
        if not same(base, content.get(unit, {})):
            raise StaleVersion("The note has changed since it was shown.", unit=unit)
        content = with_unit(content, unit, apply_patch(base, change["patch"]))
    return content


def taken_up(conflict: Record, content: Content) -> list[Fields]:
    """The texts of a late edit that the amendment took up."""
    value = content.get(about(conflict)["unit"], {})
    return [entry for entry in entries(conflict) if same(entry["mine"]["value"], value)]
