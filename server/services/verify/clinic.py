"""Whether a clinic's data is still what was written: audit chain, records, feed, rights. Names what is not."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from sqlalchemy import Text, func, select, type_coerce

from server.db import db
from server.models import AppliedOp, AuditEntry, ClinicFeed, Record, Revision, User
from server.services.audit import CHECKPOINT, chain_key, fingerprint, first_unreadable, key_of, verify_chain
from server.services.records.early import WAITING
from server.services.verify.heads import Head, read_heads
from server.services.verify.pictures import picture_breaks
from server.services.verify.projections import epoch_breaks, projection_breaks
from server.services.verify.record import KINDS, TYPES, breaks_of
from server.services.verify.rows import SET_BACK, head_breaks, moment, row_breaks
from server.services.verify.signatures import Keys, op_signature_breaks, read_keys

PAGE = 200
WRITES = tuple(f"{record_type}.{kind}" for record_type in TYPES for kind in KINDS)
OF_RECORD = re.compile(rf"(?:{'|'.join(TYPES)}|record|revision) ([0-9a-f-]{{36}})\b")
RIGHTS = ("role", "treats", "active")


def first_break(clinic_id: str, heads: Iterable[Head] | None = None) -> str | None:
    """Where the data first differs from what was written, in one line; None when it is whole. Reads only.

    ``heads`` are what the file of heads held before the moment of the database that is looked at.
    """
    return next(find_breaks(clinic_id, heads), None)


def broken_records(clinic_id: str, heads: Iterable[Head] | None = None) -> list[str]:
    """The ids of the records that a break names, of themselves or of their revisions. Reads everything."""
    named = (OF_RECORD.match(line) for line in find_breaks(clinic_id, heads))
    return sorted({found[1] for found in named if found})


def find_breaks(clinic_id: str, heads: Iterable[Head] | None = None) -> Iterator[str]:
    try:
        n = verify_chain(clinic_id)
    except ValueError:  # the text of some detail is not JSON: nothing that it names can be compared
        yield f"{chain_break(clinic_id, first_unreadable(clinic_id))}: what is stored is not JSON"
        return
    if n is not None:
        yield chain_break(clinic_id, n)
    yield from head_breaks(clinic_id, read_heads() if heads is None else heads)
    yield from row_breaks(clinic_id)
    yield from missing_records(clinic_id)
    keys = read_keys(clinic_id)
    for ids in pages_of_ids(clinic_id):
        yield from record_breaks(clinic_id, ids, keys)
    yield from feed_breaks(clinic_id)
    yield from receipt_breaks(clinic_id)
    yield from rights_breaks(clinic_id)
    yield from epoch_breaks(clinic_id)
    yield from picture_breaks(clinic_id)


def chain_break(clinic_id: str, n: int) -> str:
    """With its time, or of a missing row that of the one before it."""
    query = select(AuditEntry.n, AuditEntry.at, AuditEntry.hash)
    query = query.where(AuditEntry.clinic_id == clinic_id, AuditEntry.n <= n)
    row = db.session.execute(query.order_by(AuditEntry.n.desc()).limit(1)).one_or_none()
    if row is None or row.n < n:
        return f"audit row {n}: missing, after {moment(row.at) if row else 'the beginning'}"
    other = key_of(row.hash) != fingerprint(chain_key())
    why = "changed, or sealed with another key than this installation's" if other else "changed"
    return f"audit row {n} of {moment(row.at)}: {why}"


def missing_records(clinic_id: str) -> Iterator[str]:
    """Records that the audit trail knows and the table does not."""
    here = select(Record.id).where(Record.id == AuditEntry.object_id, Record.clinic_id == clinic_id)
    query = select(AuditEntry.object_type, AuditEntry.object_id, AuditEntry.n)
    lost = query.where(AuditEntry.clinic_id == clinic_id, AuditEntry.action.in_(WRITES), ~here.exists())
    for row in db.session.execute(lost.order_by(AuditEntry.n)):
        yield f"{row.object_type} {row.object_id}: missing, written by audit row {row.n}"


def pages_of_ids(clinic_id: str) -> Iterator[list[str]]:
    last = ""
    while True:
        query = select(Record.id).where(Record.clinic_id == clinic_id, Record.id > last).order_by(Record.id)
        ids = list(db.session.scalars(query.limit(PAGE)))
        if not ids:
            return
        yield ids
        last = ids[-1]


def record_breaks(clinic_id: str, ids: list[str], keys: Keys) -> Iterator[str]:
    try:
        here = select(*Record.__table__.columns).where(Record.clinic_id == clinic_id, Record.id.in_(ids))
        records = db.session.execute(here.order_by(Record.id)).all()
        changes = select(*Revision.__table__.columns).where(Revision.clinic_id == clinic_id)
        revisions = grouped(changes.where(Revision.record_id.in_(ids)), "record_id", "rev")
        wrote = select(*AuditEntry.__table__.columns).where(AuditEntry.clinic_id == clinic_id)
        rows = grouped(wrote.where(AuditEntry.object_id.in_(ids), AuditEntry.action.in_(WRITES)), "object_id", "n")
    except ValueError:  # some text is not JSON: whose, shows when each is read by itself
        if len(ids) == 1:
            yield f"record {ids[0]}: what is stored is not JSON"
            return
        for record_id in ids:
            yield from record_breaks(clinic_id, [record_id], keys)
        return
    broken = set()
    for record in records:
        signatures = op_signature_breaks(record, revisions[record.id], keys)
        for found in chain(breaks_of(record, revisions[record.id], rows[record.id]), signatures):
            broken.add(record.id)
            yield f"{record.type} {record.id}: {found}"
    yield from projection_breaks(clinic_id, [record for record in records if record.id not in broken])


def grouped(query: Any, by: str, order: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in db.session.execute(query.order_by(by, order)):
        found[getattr(row, by)].append(row)
    return found


def feed_breaks(clinic_id: str) -> Iterator[str]:
    """Every revision took one number, as did each record that came back into scope, which the audit trail counts; the
    newest belongs to a record that is there."""
    head = db.session.scalar(select(ClinicFeed.seq).where(ClinicFeed.clinic_id == clinic_id))
    changes = db.session.scalar(select(func.count()).select_from(Revision).where(Revision.clinic_id == clinic_id)) or 0
    count = changes + count_announced(clinic_id)
    newest = db.session.scalar(select(func.max(Record.seq)).where(Record.clinic_id == clinic_id)) or 0
    if not head == count == newest:
        yield f"feed: {head} numbers were given, {count} changes are there, the newest has number {newest}"


def count_announced(clinic_id: str) -> int:
    told = type_coerce(AuditEntry.detail, Text).like('%"announced":%')
    rows = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.clinic_id == clinic_id, told))
    return sum(int(detail.get("announced", 0)) for detail in rows)


def receipt_breaks(clinic_id: str) -> Iterator[str]:
    """Every change has the receipt of its op, and every accepted op the record it is about."""
    mine = (AppliedOp.clinic_id == clinic_id) & (AppliedOp.op_id == Revision.op_id)
    changes = select(Revision.record_id, Revision.rev, Revision.op_id).where(Revision.clinic_id == clinic_id)
    without = changes.outerjoin(AppliedOp, mine).where(AppliedOp.op_id.is_(None))
    for row in db.session.execute(without.order_by(Revision.record_id, Revision.rev)):
        yield f"record {row.record_id}: revision {row.rev} has no receipt of op {row.op_id}"
    here = set(db.session.scalars(select(Record.id).where(Record.clinic_id == clinic_id)))
    answered = select(AppliedOp.op_id, AppliedOp.result).where(AppliedOp.body.is_(None))
    accepted = answered.where(AppliedOp.result != WAITING)
    for row in db.session.execute(accepted.where(AppliedOp.clinic_id == clinic_id).order_by(AppliedOp.op_id)):
        if row.result.get("record_id") not in here:
            yield f"receipt {row.op_id}: the record it confirmed is missing"


def set_back(clinic_id: str) -> list[str]:
    """When this history was replaced by an earlier one, and where the replaced one ended."""
    query = select(AuditEntry).where(AuditEntry.clinic_id == clinic_id, AuditEntry.action.in_((*SET_BACK, CHECKPOINT)))
    rows = db.session.scalars(query.order_by(AuditEntry.n))
    return [told(row, clinic_id) for row in rows if row.detail.get("part", 1) == 1]


def told(row: AuditEntry, clinic_id: str) -> str:
    at = f"audit row {row.n}, {row.at:%Y-%m-%d %H:%M} UTC:"
    if row.action == CHECKPOINT:
        n, head = row.detail["head"]
        held = f"all rows are held as they were then, the audit trail before it by row {n}, {head}"
        return f"{at} {held}: {row.detail['reason']}"
    if row.action == "server.new_epoch":
        return f"{at} a new epoch was begun at the console"
    if row.action == "server.history_lost":
        return f"{at} the server was found to be set back: a tablet had seen audit row {row.detail['audit_n']}"
    replaced = row.detail.get("replaced", {}).get(clinic_id)
    end = f"; the replaced database ended at audit row {replaced[0]}, {replaced[1]}" if replaced else ""
    return f"{at} restored from the backup of {row.detail['backup_of']}{end}"


def rights_breaks(clinic_id: str) -> Iterator[str]:
    """Rights that were not given by an act in the audit trail."""
    about = AuditEntry.action.in_(("user.create", "user.change"))
    query = select(AuditEntry.object_id, AuditEntry.action, AuditEntry.detail).where(about)
    given: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in db.session.execute(query.where(AuditEntry.clinic_id == clinic_id).order_by(AuditEntry.n)):
        given[row.object_id] |= rights_in(row.action, row.detail)
    for user in db.session.scalars(people(clinic_id)):
        wrong = [name for name, value in given[user.id].items() if getattr(user, name) != value]
        yield from (f"user {user.id}: {name} was not changed by anybody in the audit trail" for name in wrong)


def people(clinic_id: str) -> Any:
    query = select(User).where(User.clinic_id == clinic_id).order_by(User.id)
    return query.execution_options(populate_existing=True)


def rights_in(action: str, detail: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    found = {name: detail[name] for name in RIGHTS if name in detail}
    if action == "user.create":
        found |= {"active": True, "treats": detail["treats"] or detail["role"] == "practitioner"}
    return found.items()
