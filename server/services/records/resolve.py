"""A person decides a conflict. They name both texts they saw; when either moved, the conflict shows the newer ones."""

from sqlalchemy import select

from server.db import db
from server.domain.canonical import same
from server.domain.errors import Invalid, WrongState
from server.domain.merge import apply_patch, with_unit
from server.domain.permissions import Action
from server.domain.shelf import APPROVAL
from server.domain.workflow import is_editable, next_state
from server.models import Record, Revision
from server.schemas.shape import fits
from server.services.epoch import read_began
from server.services.records.batch import Batch
from server.services.records.conflict import (
    about,
    authors_of,
    collision_kind,
    conflict_id,
    entries,
    my_side,
    raise_conflict,
    settle_conflict,
    take_answer,
    value_of,
    write_entries,
)
from server.services.records.ops import Content, Fields, Op, Result
from server.services.records.patch import OVERRIDE, PATCH, require_own_name
from server.services.records.void import VOID, require_second, require_void
from server.services.records.write import add_record, change_record


def resolve_conflict(batch: Batch, op: Op) -> Result:
    turned = find_turned(batch, op)
    conflict = batch.find("conflict", op.id) if turned is None else turned
    subject = about(conflict)
    record = batch.find(subject["record_type"], subject["record_id"])
    batch.require(Action.RESOLVE_CONFLICT, record)
    seen, mine, chosen = (apply_patch(op.body[side], {}) for side in ("base", "mine", "patch"))
    if subject["kind"] == "void_vs_edit":
        return decide_void(batch, op, conflict, record, seen, chosen)
    unit = subject["unit"]
    require_choice(batch, conflict, record, seen if turned is None else mine, chosen)
    if turned is not None:
        return decide_turned(batch, op, turned, record, seen, mine, chosen)
    if conflict.state != "open":
        return choose_late(batch, op, conflict, record, unit, seen, chosen)
    current = record.content.get(unit, {})
    if same(mine, value_of(conflict, "mine")) and (same(seen, current) or same(chosen, current)):
        return decide(batch, op, conflict, record, unit, chosen)
    return ask_again(batch, op, conflict, record, unit, seen, chosen)


def find_turned(batch: Batch, op: Op) -> Record | None:
    """The conflict that is missing, the other way round: after a restore the two texts came in the other order, so that
    the one that once met the other stands now."""
    if batch.look_up(op.id) is not None or read_began() is None:
        return None
    clinic = batch.actor.clinic_id
    of_clinic = (Record.clinic_id == clinic) & (Record.type == "conflict") & (Record.state == "open")
    for conflict in db.session.scalars(select(Record).where(of_clinic)):
        subject = about(conflict)
        wrote = select(Revision.op_id).where(
            Revision.clinic_id == clinic,
            Revision.record_id == subject["record_id"],
            Revision.kind.in_(("patch", "identity")),
        )
        unit = subject["unit"]
        if unit and any(conflict_id(op_id, unit) == op.id for op_id in db.session.scalars(wrote)):
            return conflict
    return None


def decide_turned(
    batch: Batch, op: Op, conflict: Record, record: Record, theirs: Fields, mine: Fields, chosen: Fields
) -> Result:
    """The choice holds between the same two texts, and stands under the id it names as well."""
    unit = about(conflict)["unit"]
    if not (same(theirs, value_of(conflict, "mine")) and same(mine, record.content.get(unit, {}))):
        return ask_again(batch, op, conflict, record, unit, mine, chosen)
    result = decide(batch, op, conflict, record, unit, chosen)
    if conflict.state == "resolved":
        add_record(batch, op.id, "conflict", "resolved", conflict.content, patient_id=conflict.patient_id)
    return result


def require_choice(batch: Batch, conflict: Record, record: Record, shown: Fields, chosen: Fields) -> None:
    """Between texts that were written, whoever treats or supervises decides; a text of their own is an edit of that
    record. A follow-up is its author's words: others may only leave it as it stands."""
    unit = about(conflict)["unit"]
    stands = same(chosen, record.content.get(unit, {}))
    is_own = not stands and not was_written(conflict, shown, chosen)
    if is_own or (not stands and record.type == "follow_up"):
        batch.require(PATCH[record.type], record)
    if unit.startswith(OVERRIDE):
        batch.require(Action.OVERRIDE_RULE, record)
    if unit == APPROVAL:
        batch.require(Action.APPROVE_LOT, record)
        require_own_name(batch, chosen if is_own else {})
    for side, value in (("base", shown), ("patch", chosen)):
        if not fits(record.type, unit, value):
            raise Invalid("A value does not have the shape of this section.", fields={side: ["Not as declared."]})


def was_written(conflict: Record, shown: Fields, chosen: Fields) -> bool:
    """Whether the choice is one of the texts that the conflict has ever asked about. To choose what the op names as the
    current value (``shown``) changes nothing: either it is current, or the conflict is asked again."""
    if same(chosen, shown):
        return True
    query = select(Revision.after).where(Revision.of(conflict))
    contents = [conflict.content, *db.session.scalars(query)]
    return any(same(chosen, text) for content in contents for text in texts_in(content))


def texts_in(content: Content) -> list[Fields]:
    """Of a conflict, or of the units that a revision of one changed."""
    waiting = [entry["mine"] for entry in content.get("more", {}).get("entries", [])]
    sides = [content[side] for side in ("mine", "theirs") if side in content]
    return [dict(one["value"]) for one in (*sides, *waiting)]


def decide(batch: Batch, op: Op, conflict: Record, record: Record, unit: str, chosen: Fields) -> Result:
    next_state("conflict", conflict.state, "resolve")
    asked, *others = entries(conflict)
    if not same(chosen, record.content.get(unit, {})):
        if not is_editable(record.type, record.state):
            raise WrongState(f"The {record.type} is {record.state}: amend it instead.", state=record.state)
        content = with_unit(record.content, unit, chosen)
        change_record(batch, record, "patch", content=content, also_by=authors_of(asked))
    return ask_on(op, conflict, is_open=take_answer(batch, record, conflict, chosen, others))


def ask_on(op: Op, conflict: Record, *, is_open: bool) -> Result:
    status, conflict_id = ("conflict", conflict.id) if is_open else ("applied", None)
    return Result(op.op_id, status, conflict.id, conflict_id=conflict_id)


def ask_again(
    batch: Batch, op: Op, conflict: Record, record: Record, unit: str, seen: Fields, chosen: Fields
) -> Result:
    """A side moved after it was shown: the same conflict shows how both stand now.

    What was chosen is kept: instead of the text it was chosen over, or beside one that is newer.
    """
    current, waiting = record.content.get(unit, {}), entries(conflict)
    said = (seen, current, *(entry["mine"]["value"] for entry in waiting))
    if not any(same(chosen, value) for value in said):
        has_moved = not same(apply_patch(op.body["mine"], {}), value_of(conflict, "mine"))
        mine = {**my_side(batch, chosen), "also": authors_of(waiting[0])}
        entry = {"base": seen, "mine": mine}
        waiting = [*waiting, entry] if has_moved else [entry, *waiting[1:]]
    write_entries(batch, conflict, waiting, current, collision_kind(record))
    return ask_on(op, conflict, is_open=True)


def choose_late(
    batch: Batch, op: Op, conflict: Record, record: Record, unit: str, seen: Fields, chosen: Fields
) -> Result:
    """Somebody else has decided. A choice that changes nothing asks for nothing; any other is a conflict again."""
    current = record.content.get(unit, {})
    if same(chosen, current) or same(chosen, seen):
        return ask_on(op, conflict, is_open=False)
    opened = raise_conflict(batch, record, collision_kind(record), unit, seen, chosen, current)
    return Result(op.op_id, "conflict", opened.id, conflict_id=opened.id)


def decide_void(batch: Batch, op: Op, conflict: Record, record: Record, seen: Fields, chosen: Fields) -> Result:
    """Void after all, or keep. ``base`` names the content hash looked at, ``patch`` is {"void": true or false}."""
    if type(chosen.get("void")) is not bool:
        raise Invalid("Say whether the record becomes void.", fields={"patch": {"void": ["Must be true or false."]}})
    if conflict.state != "open":
        return Result(op.op_id, "applied", conflict.id)
    current = {"content_hash": record.content_hash}
    if not same(seen, current):
        change_record(batch, conflict, "patch", content={**conflict.content, "theirs": {"value": current}})
        return Result(op.op_id, "conflict", conflict.id, conflict_id=conflict.id)
    if chosen["void"] and record.state != "void":
        require_second(batch, record)
        batch.require(VOID[record.type], record)
        reason = str(value_of(conflict, "mine").get("reason") or "")
        require_void(record, reason)
        state = next_state(record.type, record.state, "void")
        change_record(batch, record, "void", state=state, reason=reason)
    settle_conflict(batch, conflict, chosen)
    return Result(op.op_id, "applied", conflict.id)
