"""What was not applied is kept whole, with whom it is from and what it is about, until a person has settled it."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from server.added import AddedRow, add_row, touch
from server.db import db
from server.models import AppliedOp, Quarantined, Record, User
from server.services.audit import record_audit
from server.services.records.batch import Batch, Receipt
from server.services.records.early import WAITING
from server.services.records.ops import Result

MOST_OPS = 500
MOST_BYTES = 50_000_000
MOST_OPS_OF_CLINIC = 20 * MOST_OPS  # a login may name as many tablets as it likes
MOST_BYTES_OF_CLINIC = 10 * MOST_BYTES
MOST_WAITING = 2000
APPLIED = ("applied", "conflict")
UNPROVEN = ("unsigned", "signature")
AUDITED = {"refused": "op.reject", "drained": "op.drain"}


def has_room(batch: Batch, body: Any) -> bool:
    """Whether the quotas of open ops, of the device and of the clinic, take one more. What a supervisor imported takes
    no room."""
    here = Quarantined.device_id == batch.device_id
    count, size, count_here, size_here = db.session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Quarantined.size), 0),
            func.count().filter(here),
            func.coalesce(func.sum(Quarantined.size).filter(here), 0),
        ).where(
            Quarantined.clinic_id == batch.actor.clinic_id,
            Quarantined.status == "open",
            Quarantined.source != "imported",
        )
    ).one()
    own = size_of(body)
    of_device = count_here < MOST_OPS and size_here + own <= MOST_BYTES
    return bool(of_device and count < MOST_OPS_OF_CLINIC and size + own <= MOST_BYTES_OF_CLINIC)


def has_room_to_wait(batch: Batch) -> bool:
    """Whether the clinic keeps the receipt of one more op that waits for its patient."""
    if batch.waiting is None:
        query = select(func.count()).where(AppliedOp.clinic_id == batch.actor.clinic_id, AppliedOp.result == WAITING)
        batch.waiting = db.session.scalar(query) or 0
    batch.waiting += 1
    return batch.waiting <= MOST_WAITING


def keep_aside(batch: Batch, receipt_id: str, body: Any, sent: str, result: Result) -> Quarantined:
    """Receipt, quarantine row and audit row together; an import has one audit row for all of its ops."""
    keep_receipt(batch, receipt_id, sent, result, {"op": body})
    author_id, code = stated_author(batch, body), result.error["code"] if result.error else ""
    source = "unsigned" if batch.source == "refused" and code in UNPROVEN else batch.source
    is_stated = source != "refused" or author_id != batch.actor.id
    record_id = op_uuid(body, "id")
    kept = Quarantined(
        clinic_id=batch.actor.clinic_id, op_id=receipt_id, source=source, author_id=author_id,
        is_stated=is_stated, device_id=batch.device_id, size=size_of(body),
        record_type=type_of(batch, body, record_id), record_id=record_id, status="open", created_at=batch.now,
    )  # fmt: skip
    db.session.add(kept)
    if batch.source in AUDITED:
        record_audit(batch.actor, AUDITED[batch.source], "op", receipt_id, code=code)
    return kept


def keep_receipt(batch: Batch, receipt_id: str, sent: str, result: Result, body: dict[str, Any] | None) -> None:
    """The answer to an op; of one that waited, in the place of the receipt it has."""
    receipt = batch.receipts.get(receipt_id)
    if receipt is None:
        batch.receipts[receipt_id] = new_receipt(batch, receipt_id, sent, result, body)
        return
    if isinstance(receipt, AddedRow):
        raise RuntimeError("the receipt of an op that was applied never changes")
    receipt.device_id, receipt.created_at = batch.device_id, batch.now
    receipt.result, receipt.body = result.receipt(), body


def new_receipt(batch: Batch, receipt_id: str, sent: str, result: Result, body: dict[str, Any] | None) -> Receipt:
    """Of an op that was applied a row that stays as it is."""
    mine: dict[str, Any] = {"clinic_id": batch.actor.clinic_id, "op_id": receipt_id, "user_id": batch.actor.id}
    mine |= {"device_id": batch.device_id, "created_at": batch.now, "body_hash": sent}
    mine |= {"result": result.receipt(), "body": body}
    if result.status in APPLIED:
        touch(batch.feed, "seq")  # of an op that says nothing new there is nothing else to write
        return add_row(db.session, AppliedOp, **mine)
    receipt = AppliedOp(**mine)
    db.session.add(receipt)
    return receipt


def stated_author(batch: Batch, body: Any) -> str:
    """Whom the op names as its author, if that is somebody of the clinic; else who sent it."""
    named = op_uuid(body, "user_id")
    if named is None or named == batch.actor.id:
        return batch.actor.id
    person = select(User.id).where(User.clinic_id == batch.actor.clinic_id, User.id == named)
    return db.session.scalar(person) or batch.actor.id


def type_of(batch: Batch, body: Any, record_id: str | None) -> str | None:
    found: Record | None = batch.look_up(record_id) if record_id else None
    stated = body.get("type") if isinstance(body, dict) else None
    return found.type if found else stated[:40] if isinstance(stated, str) else None


def op_uuid(body: Any, name: str) -> str | None:
    value = body.get(name) if isinstance(body, dict) else None
    try:
        return str(UUID(value)) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def size_of(body: Any) -> int:
    return len(json.dumps(body))
