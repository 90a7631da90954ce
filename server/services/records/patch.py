"""An edit of one or more merge units. What two people wrote differently becomes a conflict; nothing typed is lost."""

from collections.abc import Iterable

from sqlalchemy import select

from server.db import db
from server.domain.canonical import same
from server.domain.catalogue import section_of
from server.domain.errors import Invalid, NotAllowed
from server.domain.merge import Merged, apply_patch, merge, with_unit
from server.domain.permissions import Action
from server.domain.shelf import APPROVAL
from server.domain.workflow import is_editable
from server.models import Record, Revision
from server.services.epoch import read_began
from server.services.records.batch import Batch
from server.services.records.conflict import collision_kind, go_on, own_entry, raise_conflict
from server.services.records.ops import Fields, Op, Result
from server.services.records.write import change_record

PATCH = {
    "patient": Action.PATCH_PATIENT,
    "note": Action.PATCH_NOTE,
    "follow_up": Action.PATCH_FOLLOW_UP,
    "lot": Action.PATCH_LOT,
    "protocol": Action.PATCH_PROTOCOL,
}
OVERRIDE = "override:"

Change = tuple[Fields, Fields]  # the unit as its author saw it, and what they changed


def patch_record(batch: Batch, op: Op) -> Result:
    record = batch.find(op.type, op.id)
    changes = {op.body["unit"]: (op.body["base"], op.body["patch"])}
    return merge_units(batch, op, record, changes)


def require_units(batch: Batch, record: Record | None, units: Iterable[str]) -> None:
    """An override is a supervisor's and never the author's own, the approval of a box a supervisor's; every other unit
    is open to those who may edit."""
    overrides = [unit for unit in units if unit.startswith(OVERRIDE)]
    if APPROVAL in units:
        batch.require(Action.APPROVE_LOT, record)
    if overrides and record is None:
        raise NotAllowed("Only a supervisor who did not write the note overrides a rule.")
    if overrides:
        batch.require(Action.OVERRIDE_RULE, record)
    if record is not None and len(overrides) < len(list(units)):
        batch.require(PATCH[record.type], record)


def require_own_name(batch: Batch, approval: Fields) -> None:
    """Nobody approves a box in the name of another, nor changes what another has approved, except by withdrawing it."""
    if approval and approval.get("by") != batch.actor.id:
        raise Invalid("A box is approved in one's own name.", fields={"by": ["Not you."]})


def merge_units(batch: Batch, op: Op, record: Record, changes: dict[str, Change]) -> Result:
    require_units(batch, record, changes.keys())
    if APPROVAL in changes:
        require_own_name(batch, apply_patch(*changes[APPROVAL]))
    if not changes:
        batch.require(PATCH[record.type], record)
    editable = is_editable(record.type, record.state)
    content, merged_units = record.content, {}
    for unit, (base, patch) in changes.items():
        merged = merge_unit(batch, record, unit, base, patch) if editable else keep_out(record, unit, base, patch)
        merged_units[unit] = merged.outcome
        content = with_unit(content, unit, merged.value)
    if content != record.content:
        change_record(batch, record, "patch", content=content)
    open_ids = [
        collide(batch, record, unit, *changes[unit], is_settled=outcome == "settled")
        for unit, outcome in merged_units.items()
        if outcome != "applied"
    ]
    still_open = [conflict_id for conflict_id in open_ids if conflict_id is not None]
    status = "conflict" if still_open else "applied"
    return Result(op.op_id, status, record.id, conflict_id=still_open[0] if still_open else None)


def merge_unit(batch: Batch, record: Record, unit: str, base: Fields, patch: Fields) -> Merged:
    section = section_of(record.type, unit)
    policy = section.merge if section else "whole"
    exclusive = {field.name: field.exclusive for field in section.fields if field.exclusive} if section else {}
    current = record.content.get(unit, {})
    merged = merge(policy, base, patch, current, exclusive=exclusive)
    if merged.outcome == "conflict" and not may_be_written_since(batch, record, unit):
        merged = merge(policy, base, patch, current, unchanged_since_base=True, exclusive=exclusive)
    return merged


def may_be_written_since(batch: Batch, record: Record, unit: str) -> bool:
    """Whether somebody has written the unit since the author of the op saw it. A server that was restored cannot tell:
    it counts from an earlier rev again, and a tablet may still show what it read before."""
    base_rev = batch.op.body.get("base_rev", 0)
    if base_rev > record.rev or (base_rev and read_began() is not None):
        return True
    query = select(Revision.before, Revision.after).where(Revision.of(record), Revision.rev > base_rev)
    return any(unit in before or unit in after for before, after in db.session.execute(query))


def keep_out(record: Record, unit: str, base: Fields, patch: Fields) -> Merged:
    """A signed or void record does not change: what says nothing new is settled, the rest is for a person."""
    current = record.content.get(unit, {})
    mine = apply_patch(base, patch)
    says_nothing = same(mine, current) or same(mine, apply_patch(base, {}))
    return Merged("settled" if says_nothing else "conflict", current)


def collide(batch: Batch, record: Record, unit: str, base: Fields, patch: Fields, *, is_settled: bool) -> str | None:
    """Keep the author's text in the conflict about the unit. None when nothing is left to decide."""
    mine, theirs = apply_patch(base, patch), record.content.get(unit, {})
    own = own_entry(batch, record, unit, base)
    if own is not None:
        conflict, place = own
        return conflict.id if go_on(batch, record, conflict, place, mine, theirs) else None
    if is_settled:
        return None
    return raise_conflict(batch, record, collision_kind(record), unit, base, mine, theirs).id
