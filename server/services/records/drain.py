"""What a disabled person or a blocked device delivers: kept for a supervisor, never applied.

Each op gets a receipt under its own id, so that it is kept once, and one that had been applied before is said to be.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from server.db import begin_write, db
from server.domain.permissions import Actor
from server.models import Device
from server.services.feed import lock_clinic
from server.services.records.batch import Batch
from server.services.records.early import is_waiting
from server.services.records.ops import BadOp, Op, Result, body_hash, derived_id, rejected
from server.services.records.push import NO_NAME, OTHERS, load_receipts, push, replay, set_aside

SOURCE = "drained"
DETAIL = "Kept for a supervisor: the person or the tablet is blocked."


def drain_ops(actor: Actor, device_id: str, ops: Sequence[Op | BadOp], now: datetime) -> list[Result]:
    """Keep the ops and flush; the caller commits."""
    begin_write()
    batch = Batch(actor, device_id, now, lock_clinic(actor.clinic_id), source=SOURCE)
    load_receipts(batch, [op.op_id for op in ops if op.op_id])
    results = [drain_one(batch, op) for op in ops]
    db.session.get_one(Device, (actor.clinic_id, device_id)).last_seen_at = now
    db.session.flush()
    return results


def drain_one(batch: Batch, op: Op | BadOp) -> Result:
    sent = body_hash(op.raw)
    if isinstance(op, Op) and op.user_id != batch.actor.id:
        return foreign(batch, op, sent)
    receipt = batch.receipts.get(op.op_id or "")
    if receipt is not None and not is_waiting(receipt):
        return replay(batch, op, receipt, sent)
    kept_as = op.op_id or derived_id(NO_NAME, batch.device_id, sent)
    return set_aside(batch, kept_as, op.raw, sent, rejected(op.op_id, SOURCE, DETAIL))


def foreign(batch: Batch, op: Op, sent: str) -> Result:
    """Kept under an id of its own, so that the author's op may still come under the one it names."""
    kept_as = derived_id(op.op_id, "sent by", batch.actor.id)
    return set_aside(batch, kept_as, op.raw, sent, rejected(op.op_id, "not_allowed", OTHERS))


def deliver_own(actor: Actor, device_id: str, ops: Sequence[Op | BadOp], now: datetime) -> list[Result]:
    """Apply what its author signed, with a login that ran out; the caller commits. The rest waits for the next login,
    and no answer holds anything of a record."""
    proven = [op for op in ops if isinstance(op, Op) and "signature" in op.raw]
    answers = iter(push(actor, device_id, proven, now) if proven else [])
    return [bare(next(answers)[0]) if op in proven else Result(op.op_id, "retry") for op in ops]


def bare(result: Result) -> Result:
    """Without what the server knows of the patient: findings, entries that are missing, patients who are alike."""
    error = result.error and {name: result.error[name] for name in ("code", "detail") if name in result.error}
    return replace(result, error=error, twins=None, record_id=None, conflict_id=None)
