"""The quarantine as people see it: their own, or a supervisor's view of the clinic's; and what they decide about each.

``apply`` makes what was written an edit of the person who decides, merged like any other. ``attach`` keeps it readable
with the record it is about, ``discard`` sets it aside with a reason. The op itself is never deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, bindparam, func, select
from sqlalchemy.orm import aliased

from server.db import db
from server.domain.errors import Invalid, NotAllowed, NotFound, WrongState
from server.domain.permissions import Action, Actor, can
from server.domain.translation import N_
from server.models import AppliedOp, Device, Quarantined, Record, User
from server.prepared import Prepared
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.records.batch import Batch
from server.services.records.early import is_waiting
from server.services.records.ops import BadOp, Op, Result, body_hash, derived_id, rejected
from server.services.records.push import NO_NAME, apply, load_receipts
from server.services.records.quarantine import keep_aside, keep_receipt

PAGE = 200
UNKNOWN_DEVICE = NO_NAME
DONE = {"apply": "applied", "attach": "attached", "discard": "discarded"}
COUNT_OPEN = Prepared(
    select(func.count().label("n")).where(
        Quarantined.clinic_id == bindparam("clinic_id"),
        Quarantined.status == "open",
        Quarantined.author_id == func.coalesce(bindparam("author_id", type_=Text), Quarantined.author_id),
    )
)


@dataclass(frozen=True, slots=True)
class Decision:
    """``ops`` are what is to be applied (see ``own_edits``), as read by the API."""

    action: str
    reason: str | None
    ops: Sequence[Op | BadOp] = ()


def list_quarantine(actor: Actor, status: str, record_id: str | None) -> tuple[list[dict[str, Any]], int]:
    """What the actor may read, oldest first, and how many they are told are open."""
    lock_clinic(actor.clinic_id)
    kept_with_record = status == DONE["attach"] and record_id is not None
    query = (
        reading(actor, all_of_clinic=kept_with_record)
        .where(Quarantined.status == status)
        .order_by(Quarantined.created_at, Quarantined.op_id)
    )
    if record_id:
        query = query.where(Quarantined.record_id == record_id)
    rows = db.session.execute(query.limit(PAGE)).all()
    here = records_here(actor, rows)
    items = [describe(row, here) for row in rows]
    record_audit(actor, Action.READ_QUARANTINE.value, "quarantine", None, count=len(items))
    return items, count_open(actor)


def count_open(actor: Actor) -> int:
    """How many wait to be settled: of the clinic for supervisors and administrators, else the actor's own."""
    whose = {"author_id": None if can(actor, Action.COUNT_ALL_QUARANTINE) else actor.id}
    db.session.flush()
    return int(COUNT_OPEN.read_one(db.session.connection(), {"clinic_id": actor.clinic_id, **whose}).n)


def reading(actor: Actor, *, all_of_clinic: bool = False) -> Any:
    """Rows with their receipts and the names; only those that the actor may read. What is kept with a record is read by
    whoever may read that."""
    within_clinic = [Quarantined.clinic_id == actor.clinic_id]
    mine = within_clinic if all_of_clinic else within(actor, Action.READ_ALL_QUARANTINE)
    settler = aliased(User)
    decided = (settler.clinic_id == Quarantined.clinic_id) & (settler.id == Quarantined.settled_by)
    receipt = (AppliedOp.clinic_id == Quarantined.clinic_id) & (AppliedOp.op_id == Quarantined.op_id)
    author = (User.clinic_id == Quarantined.clinic_id) & (User.id == Quarantined.author_id)
    tablet = (Device.clinic_id == Quarantined.clinic_id) & (Device.id == Quarantined.device_id)
    return (
        select(Quarantined, AppliedOp.body, AppliedOp.result, User.name, settler.name.label("settler"),
               Device.name.label("device"))
        .join(AppliedOp, receipt).join(User, author).outerjoin(settler, decided).outerjoin(Device, tablet).where(*mine)
    )  # fmt: skip


def within(actor: Actor, of_all: Action) -> list[ColumnElement[bool]]:
    """All of the clinic for whoever may do that, else the actor's own."""
    of_clinic = Quarantined.clinic_id == actor.clinic_id
    return [of_clinic] if can(actor, of_all) else [of_clinic, Quarantined.author_id == actor.id]


def records_here(actor: Actor, rows: Sequence[Row[Any]]) -> set[str]:
    """The records these could be kept with."""
    sought = {record_id for row in rows for record_id in places_of(row.Quarantined, row.body["op"])}
    found = select(Record.id).where(Record.clinic_id == actor.clinic_id, Record.id.in_(sought))
    return set(db.session.scalars(found))


def places_of(kept: Quarantined, raw: Any) -> list[str]:
    """Where it belongs: its record, or its patient when the record was never made."""
    said = raw if isinstance(raw, dict) else {}
    return [str(record_id) for record_id in (kept.record_id, said.get("patient_id")) if record_id]


def describe(row: Row[Any], here: set[str]) -> dict[str, Any]:
    kept, author = row.Quarantined, row.name
    shown = ("source", "author_id", "is_stated", "device_id", "record_type", "record_id", "status", "settled_by",
             "settled_at", "reason", "created_at")  # fmt: skip
    said = {"id": kept.op_id, "author_name": author, "op": row.body["op"], "error": row.result.get("error")}
    said |= {"device_name": row.device, "is_device_stated": kept.source == "imported"}
    said |= {"settled_by_name": row.settler, "can_attach": not here.isdisjoint(places_of(kept, row.body["op"]))}
    return said | {name: getattr(kept, name) for name in shown}


def find(actor: Actor, op_id: str) -> Row[Any]:
    """One that the actor may read; others do not exist for them."""
    row = db.session.execute(reading(actor).where(Quarantined.op_id == op_id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def own_edits(actor: Actor, op_id: str) -> list[dict[str, Any]]:
    """What was written as edits of the actor, in the form a tablet sends them; none if it holds nothing to apply."""
    raw = unsigned(find(actor, op_id).body["op"])
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if kind in ("create", "patch"):
        return [raw | {"op_id": derived_id(op_id, "applied"), "user_id": actor.id}]
    if kind == "amend" and isinstance(raw.get("changes"), dict):
        same = {name: raw[name] for name in ("n", "type", "id", "client_time") if name in raw}
        mine = same | {"kind": "patch", "user_id": actor.id, "base_rev": 0}
        return [
            mine | {"op_id": derived_id(op_id, "applied", unit), "unit": unit, **change}
            for unit, change in raw["changes"].items()
            if isinstance(change, dict)
        ]
    return []


def unsigned(raw: Any) -> Any:
    """Without the signature of its author, which is not under what somebody else enters."""
    return {name: value for name, value in raw.items() if name != "signature"} if isinstance(raw, dict) else raw


def settle(actor: Actor, op_id: str, decision: Decision, now: datetime) -> dict[str, Any]:
    """Do what was decided, once. Raises what the apply raises, and then the op stays open."""
    feed = lock_clinic(actor.clinic_id)
    row = find(actor, op_id)
    kept: Quarantined = row.Quarantined
    if not can(actor, Action.SETTLE_QUARANTINE, kept):
        raise NotAllowed
    if kept.status != "open":
        raise WrongState(N_("This has been settled already."), state=kept.status)
    if decision.action == "apply":
        device_id = actor.device_id if kept.source == "imported" else kept.device_id
        batch = Batch(actor, str(device_id), now, feed, also_by=(kept.author_id,))
        applied = apply_ops(batch, decision.ops)
        db.session.get_one(AppliedOp, (actor.clinic_id, op_id)).result = applied.receipt()
    if decision.action == "attach":
        attach(kept, row.body["op"])
    kept.status, kept.reason = DONE[decision.action], decision.reason
    kept.settled_by, kept.settled_at = actor.id, now
    record_audit(actor, f"quarantine.{decision.action}", "quarantine", op_id, source=kept.source)
    db.session.flush()
    settled = db.session.execute(reading(actor).where(Quarantined.op_id == op_id)).one()
    return describe(settled, records_here(actor, [settled]))


def apply_ops(batch: Batch, ops: Sequence[Op | BadOp]) -> Result:
    """The last result, which a tablet that sends the op once more is given from now on."""
    if not ops:
        raise Invalid(N_("This holds nothing that could be entered. Keep it with the record, or discard it."))
    for op in ops:
        if isinstance(op, BadOp):
            raise Invalid(
                N_("This cannot be entered as it is. Keep it with the record, and write it anew."), **fields_of(op)
            )
        batch.op = op
        result = apply(batch, op)
        keep_receipt(batch, op.op_id, body_hash(op.raw), result, None)
    return result


def fields_of(op: BadOp) -> dict[str, Any]:
    return {"fields": op.error["fields"]} if "fields" in op.error else {}


def attach(kept: Quarantined, raw: Any) -> None:
    """Keep it with its record, or with its patient when the record was never made."""
    for record_id in places_of(kept, raw):
        record = db.session.scalar(select(Record).where(Record.clinic_id == kept.clinic_id, Record.id == record_id))
        if record is not None:
            kept.record_id, kept.record_type = record.id, record.type
            return
    raise WrongState(N_("The record this is about is not here, so it cannot be kept with it."), reason="no_record")


def import_ops(actor: Actor, device_id: str, ops: Sequence[Op | BadOp], now: datetime) -> list[dict[str, Any]]:
    """Ops of an exported file, each kept once in the quarantine under its own id; what is here already is named.
    The device is whom the file names, if it is one of the clinic; else it is unknown."""
    feed = lock_clinic(actor.clinic_id)
    stated = db.session.get(Device, (actor.clinic_id, device_id))
    batch = Batch(actor, stated.id if stated else UNKNOWN_DEVICE, now, feed, source="imported")
    load_receipts(batch, [op.op_id for op in ops if op.op_id])
    found = [{"op_id": op.op_id, "status": import_one(batch, op)} for op in ops]
    kept = [str(one["op_id"]) for one in found if one["status"] == "kept"]
    told = {"device": device_id, "known": stated is not None, "kept": kept, "count": len(found)}
    record_audit(actor, Action.IMPORT_UNSENT.value, "quarantine", None, **told)
    db.session.flush()
    return found


def import_one(batch: Batch, op: Op | BadOp) -> str:
    sent = body_hash(op.raw)
    op_id = op.op_id or derived_id(batch.device_id, "imported", sent)
    if op_id not in batch.receipts and op.op_id is None:
        load_receipts(batch, [*batch.receipts, op_id])
    if op_id in batch.receipts and not is_waiting(batch.receipts[op_id]):
        return "known"
    detail = "A supervisor imported this from a file; it waits in the quarantine."
    keep_aside(batch, op_id, op.raw, sent, rejected(op_id, "imported", detail))
    return "kept"
