"""Whether a record still holds what was written and signed, asked before somebody relies on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from sqlalchemy import inspect, or_, select

from server.db import db
from server.domain.canonical import digest, record_hash
from server.domain.errors import Damaged
from server.models import AuditEntry, Record, Revision
from server.services.verify.record import KINDS, SIGNING, breaks_of

ACTS = [f"{record_type}.{kind}" for record_type in ("note", "follow_up") for kind in SIGNING]
SIGNED = {"signed": ["own"], "approved": ["own", "countersign"]}
ENDS = (
    Revision.record_id, Revision.rev, Revision.author_id, Revision.state, Revision.version, Revision.content_hash,
)  # fmt: skip


def require_written(record: Record) -> None:
    """The same of one record against all of its revisions and audit rows: who wrote it is nowhere else."""
    revisions = db.session.execute(
        select(*Revision.__table__.columns).where(Revision.of(record)).order_by(Revision.rev)
    )
    of_record = (AuditEntry.clinic_id == record.clinic_id) & (AuditEntry.object_id == record.id)
    wrote = AuditEntry.action.in_([f"{record.type}.{kind}" for kind in KINDS])
    audit = db.session.execute(select(AuditEntry).where(of_record, wrote).order_by(AuditEntry.n)).scalars()
    if next(breaks_of(record, revisions.all(), audit.all()), None) is not None:
        raise_damaged([record.id])


def require_whole(records: Iterable[Record]) -> None:
    """Raise Damaged when one of them is not what its hash, its first and last revision and its signatures say."""
    broken = broken_among(records)
    if broken:
        raise_damaged(broken)


def raise_damaged(broken: list[str]) -> NoReturn:
    raise Damaged(
        "What is stored is not what was written and signed: it was changed in the database. Nothing may rely on it "
        "until whoever runs the server has looked (flask verify).",
        records=broken,
    )


def broken_among(records: Iterable[Record]) -> list[str]:
    """The ids of those."""
    found = list(records)
    first_or_last = select(*ENDS).join(Revision.record).where(or_(Revision.rev == 1, Revision.rev == Record.rev))
    revisions = {
        (row.record_id, row.rev): row
        for clinic_id, ids in by_clinic(found)
        for row in db.session.execute(first_or_last.where(Revision.clinic_id == clinic_id, Revision.record_id.in_(ids)))
    }
    acts = acts_of([record for record in found if record.signatures])
    return [
        record.id
        for record in found
        if not is_whole(record, revisions.get((record.id, 1)), revisions.get((record.id, record.rev)))
        or not is_as_signed(record, acts[record.id])
    ]


def acts_of(records: Sequence[Record]) -> dict[str, list[Any]]:
    """What the audit trail holds of their signatures, by record, the earliest first."""
    found: dict[str, list[Any]] = defaultdict(list)
    query = select(AuditEntry.n, AuditEntry.object_id, AuditEntry.action, AuditEntry.detail)
    for clinic_id, ids in by_clinic(records):
        theirs = query.where(AuditEntry.clinic_id == clinic_id, AuditEntry.object_id.in_(ids))
        rows = db.session.execute(theirs.where(AuditEntry.action.in_(ACTS))).all()
        for row in sorted(rows, key=lambda row: row.n):
            found[str(row.object_id)].append(row)
    return found


def by_clinic(records: Sequence[Record]) -> list[tuple[str, list[str]]]:
    """Their ids. Asked for as pairs, or in an order, SQLite would read the whole table instead of what is theirs."""
    found: dict[str, list[str]] = defaultdict(list)
    for record in records:
        found[record.clinic_id].append(record.id)
    return list(found.items())


def is_as_signed(record: Record, acts: list[Any]) -> bool:
    """Whether the signatures with name and time, and the findings they are under, are those of the audit trail. Its
    rows of before digests were kept say only how many there were; findings that were not read are not relied on."""
    if len(acts) != len(record.signatures):
        return False
    told = [(act.detail.get("signature"), entry) for act, entry in zip(acts, record.signatures, strict=True)]
    judged = [act.detail for act in acts if SIGNING[act.action.partition(".")[2]] != "countersign"]
    if judged and "findings" not in inspect(record).unloaded:
        told.append((judged[-1].get("findings"), record.findings))
    return all(said is None or said == digest(value) for said, value in told)


def is_whole(record: Record, first: Any, last: Any) -> bool:
    """``first`` and ``last`` are its revisions, None of one that is missing."""
    if first is None or last is None or first.author_id != record.author_id:
        return False
    if (record.state, record.version, record.content_hash) != (last.state, last.version, last.content_hash):
        return False
    is_same = record.content_hash == record_hash(record, record.content)
    return is_same and (record.state not in SIGNED or is_signed(record))


def is_signed(record: Record) -> bool:
    """Whether the signatures of this version are under this content, and are as many as its state asks for."""
    current = [entry for entry in record.signatures if entry["version"] == record.version]
    meanings = ["countersign" if entry["meaning"] == "countersign" else "own" for entry in current]
    return meanings == SIGNED[record.state] and all(entry["content_hash"] == record.content_hash for entry in current)
