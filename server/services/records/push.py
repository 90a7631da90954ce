"""The one write path: ops of a tablet, an import or a command, each applied by itself in one writer transaction.

A push holds the clinic's row, so ops of one clinic never interleave. Every op has its own savepoint and leaves a
receipt: sent again it gets the same answer and no second effect. Of a rejected op the receipt keeps the body too.
An op on which the server itself fails is not judged: the tablet keeps it, and what came later for the same record.
The same holds for a note that arrives before its patient, for two weeks, and for the signature of an app that cannot
show all of the note, until that app is updated. What somebody else has written waits on the tablet for their login.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.db import db
from server.domain.catalogue import SCHEMA_VERSION
from server.domain.errors import Refusal, UpdateNeeded
from server.domain.permissions import Actor
from server.models import AppliedOp, Record
from server.prepared import Prepared
from server.services.audit import record_audit
from server.services.epoch import may_come_later
from server.services.records.amend import amend_note
from server.services.records.batch import Batch, Receipt
from server.services.records.begin import Begun, begin_push
from server.services.records.create import create_record
from server.services.records.early import PatientMissing, is_due, is_waiting
from server.services.records.follow_up import acknowledge_follow_up, amend_follow_up, sign_follow_up
from server.services.records.identity import confirm_identity
from server.services.records.move import archive_patient, merge_patient, move_note, unarchive_patient
from server.services.records.op_signature import take_signature
from server.services.records.ops import BadOp, Op, Result, body_hash, derived_id, refused, rejected
from server.services.records.patch import patch_record
from server.services.records.quarantine import has_room, has_room_to_wait, keep_aside, keep_receipt
from server.services.records.resent import Resent
from server.services.records.resolve import resolve_conflict
from server.services.records.review import approve_note, return_note
from server.services.records.sign import sign_note
from server.services.records.take_over import take_over_note
from server.services.records.unfinished import refuse_unfinished
from server.services.records.void import keep_record, propose_void, unvoid_record, void_record

log = structlog.get_logger("needlepoint.records")
NO_DATABASE = (OperationalError, PoolTimeout)  # no fault of an op: the push is refused whole and sent again

VERBS: dict[str, Callable[[Batch, Op], Result]] = {
    "create": create_record,
    "patch": patch_record,
    "sign": sign_note,
    "approve": approve_note,
    "return": return_note,
    "amend": amend_note,
    "void": void_record,
    "resolve": resolve_conflict,
    "acknowledge": acknowledge_follow_up,
    "propose_void": propose_void,
    "keep": keep_record,
    "unvoid": unvoid_record,
    "take_over": take_over_note,
    "move": move_note,
    "merge": merge_patient,
    "archive": archive_patient,
    "unarchive": unarchive_patient,
    "unfinished": refuse_unfinished,
    "confirm_identity": confirm_identity,
}
OF_TYPE = {"follow_up": {**VERBS, "sign": sign_follow_up, "amend": amend_follow_up}}
Applying = Callable[[Batch, Op, str], Result]
RECEIPTS = select(AppliedOp).where(
    AppliedOp.clinic_id == bindparam("clinic_id"), AppliedOp.op_id.in_(bindparam("op_ids", expanding=True))
)
RECEIPT = AppliedOp.__table__.c
OTHERS = "This was written by somebody else, who must send it."
NO_NAME = "00000000-0000-0000-0000-000000000000"


def push(
    actor: Actor,
    device_id: str,
    ops: Sequence[Op | BadOp],
    now: datetime,
    resent: Mapping[str, Resent] = MappingProxyType({}),
    schema: int = SCHEMA_VERSION,
    begun: Begun | None = None,
) -> list[tuple[Result, Record | None]]:
    """Apply the ops in order and flush; the caller commits. Each result comes with the record's current state.
    ``begun``: the writer transaction, when the caller has looked at something in it.

    Most pushes have no op to refuse, and then no savepoints come to the same and let the rows be written together. At
    the first refusal or failure everything is taken back and done again, each op in a savepoint of its own.
    """

    def batch(begun: Begun) -> Batch:
        return Batch(actor, device_id, now, begun.feed, resent, schema, signs_since=(begun.signs_since,))

    try:
        return answer_all(batch(begun or begin_push(actor, device_id)), ops, apply_together)
    except NO_DATABASE:
        raise
    except Exception:  # noqa: BLE001 - whichever op it was, it is found again below
        return answer_all(batch(begin_push(actor, device_id)), ops, apply_alone)


def answer_all(batch: Batch, ops: Sequence[Op | BadOp], applying: Applying) -> list[tuple[Result, Record | None]]:
    batch.load_for([op for op in ops if isinstance(op, Op)])
    load_receipts(batch, [op.op_id for op in ops if op.op_id])
    results = [answer(batch, op, applying) for op in ops]
    db.session.flush()
    return [(result, batch.look_up(result.record_id) if result.record_id else None) for result in results]


def load_receipts(batch: Batch, op_ids: list[str]) -> None:
    db.session.flush()
    asked = {"clinic_id": batch.actor.clinic_id, "op_ids": op_ids}
    found = db.session.scalars(RECEIPTS, asked) if any_is_known(batch.actor.clinic_id, op_ids) else ()
    batch.receipts = {receipt.op_id: receipt for receipt in found}


def any_is_known(clinic_id: str, op_ids: list[str]) -> bool:
    """Mostly none is, and then there are no objects to make."""
    named: dict[str, Any] = {f"op_{n}": op_id for n, op_id in enumerate(op_ids)}
    if not named:
        return False
    return bool(known(len(named)).run(db.session.connection(), {"clinic_id": clinic_id, **named}).fetchall())


@cache
def known(count: int) -> Prepared:
    """Which of so many ops have a receipt."""
    named: list[Any] = [bindparam(f"op_{n}") for n in range(count)]
    return Prepared(select(RECEIPT.op_id).where(RECEIPT.clinic_id == bindparam("clinic_id"), RECEIPT.op_id.in_(named)))


def answer(batch: Batch, op: Op | BadOp, applying: Applying) -> Result:
    sent, batch.now = body_hash(op.raw), batch.arrived
    if isinstance(op, Op) and op.user_id != batch.actor.id:
        return Result(op.op_id, "retry", error={"code": "other_author", "detail": OTHERS})
    receipt = batch.receipts.get(op.op_id or "")
    if receipt is not None and not (is_waiting(receipt) and receipt.body_hash == sent):
        return replay(batch, op, receipt, sent)
    if isinstance(op, BadOp):
        return refuse_bad(batch, op, sent)
    if op.id in batch.failed:
        return Result(op.op_id, "blocked")
    if op.id in batch.refused_creates and op.kind != "create" and batch.look_up(op.id) is None:
        return Result(op.op_id, "blocked")
    return applying(batch, op, sent)


def apply(batch: Batch, op: Op) -> Result:
    return OF_TYPE.get(op.type, VERBS)[op.kind](batch, op)


def apply_together(batch: Batch, op: Op, sent: str) -> Result:
    batch.begin(op)
    batch.signature = take_signature(batch, op)
    result = apply(batch, op)
    keep_receipt(batch, op.op_id, sent, result, None)
    result.body_hash, result.received_at = sent, batch.now
    return result


def apply_alone(batch: Batch, op: Op, sent: str) -> Result:
    """The op in its own savepoint: what it refuses, or the database refuses of it, is undone and set aside."""
    batch.touched.clear()
    try:
        with db.session.begin_nested():
            return apply_together(batch, op, sent)
    except Refusal as refusal:
        forget(batch, op)
        if isinstance(refusal, UpdateNeeded) and batch.schema < refusal.extra["schema"]:
            batch.failed.add(op.id)
            return Result(op.op_id, "retry", error={"code": refusal.code, "detail": refusal.detail})
        later = may_come_later(op, refusal, batch.arrived, is_resent=op.op_id in batch.resent)
        if waits_for_patient(batch, op, refusal, sent) or later:
            batch.failed.add(op.id)
            return Result(op.op_id, "retry")
        found = batch.look_up(op.id)
        result = refused(op, refusal, found.id if found else None)
    except (IntegrityError, DataError):
        forget(batch, op)
        result = rejected(op.op_id, "validation", "This cannot be stored as it is.")
    except NO_DATABASE:
        raise
    except Exception as error:
        forget(batch, op)
        batch.failed.add(op.id)
        log.exception("op_failed", op=op.op_id, kind=op.kind, error=type(error).__name__, exc_info=False)
        return Result(op.op_id, "retry")
    note_refused_create(batch, op.raw)
    return set_aside(batch, op.op_id, op.raw, sent, result)


def waits_for_patient(batch: Batch, op: Op, refusal: Refusal, sent: str) -> bool:
    """The first time, a receipt is kept from which the two weeks are counted."""
    receipt = batch.receipts.get(op.op_id)
    if not isinstance(refusal, PatientMissing) or is_due(batch, receipt):
        return False
    if receipt is None and has_room_to_wait(batch):
        keep_receipt(batch, op.op_id, sent, Result(op.op_id, "retry"), None)
        record_audit(batch.actor, "op.wait", "op", op.op_id)
    return True


def note_refused_create(batch: Batch, raw: Any) -> None:
    """Later ops on what was not created wait on the tablet, instead of each being refused."""
    if isinstance(raw, dict) and raw.get("kind") == "create":
        batch.refused_creates.add(str(raw.get("id")))


def forget(batch: Batch, op: Op) -> None:
    """What the op had added is undone; look again when asked. That it waits was known before."""
    batch.now = batch.arrived
    receipt = batch.receipts.get(op.op_id)
    if receipt is not None and not is_waiting(receipt):
        del batch.receipts[op.op_id]
    for record_id in batch.touched:
        batch.records.pop(record_id, None)


def replay(batch: Batch, op: Op | BadOp, receipt: Receipt, sent: str) -> Result:
    """The stored answer with the record as it is now; another body under the same id is a fault of the client."""
    if receipt.body_hash == sent:
        if receipt.result["status"] == "rejected":
            note_refused_create(batch, op.raw)
        return Result(receipt.op_id, **receipt.result, body_hash=sent, received_at=receipt.created_at)
    result = rejected(receipt.op_id, "op_reuse", "This op_id was used for something else.")
    return set_aside(batch, derived_id(receipt.op_id, "reused as", sent), op.raw, sent, result)


def refuse_bad(batch: Batch, op: BadOp, sent: str) -> Result:
    """Without a usable id its own text names it in the quarantine, so that it is kept once however often it comes."""
    note_refused_create(batch, op.raw)
    shown = op.op_id
    if shown is None and isinstance(op.raw, dict) and isinstance(op.raw.get("op_id"), str):
        shown = op.raw["op_id"][:100]
    result = Result(shown, "rejected", error=op.error)
    return set_aside(batch, op.op_id or derived_id(NO_NAME, batch.device_id, sent), op.raw, sent, result)


def set_aside(batch: Batch, receipt_id: str, body: Any, sent: str, result: Result) -> Result:
    """Keep a rejected op whole, once. With the device's quarantine full it stays on the tablet."""
    kept = batch.receipts.get(receipt_id) or find_receipt(batch, receipt_id)
    if kept is not None and not is_waiting(kept):
        return result
    if not has_room(batch, body):
        return Result(result.op_id, "retry")
    keep_aside(batch, receipt_id, body, sent, result)
    return result


def find_receipt(batch: Batch, receipt_id: str) -> Receipt | None:
    return db.session.get(AppliedOp, (batch.actor.clinic_id, receipt_id))
