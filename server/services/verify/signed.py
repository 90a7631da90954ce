"""Whether a record still holds what was written and signed, asked before somebody relies on it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select, tuple_

from server.db import db
from server.domain.canonical import record_hash
from server.domain.errors import Damaged
from server.models import Record, Revision

SIGNED = {"signed": ["own"], "approved": ["own", "countersign"]}
ENDS = (
    Revision.record_id, Revision.rev, Revision.author_id, Revision.state, Revision.version, Revision.content_hash,
)  # fmt: skip


def require_whole(records: Iterable[Record]) -> None:
    """Raise Damaged when one of them is not what its hash, its first and last revision and its signatures say."""
    broken = broken_among(records)
    if broken:
        raise Damaged(
            "What is stored is not what was written and signed: it was changed in the database. Nothing may rely on it "
            "until whoever runs the server has looked (flask verify).",
            records=broken,
        )


def broken_among(records: Iterable[Record]) -> list[str]:
    """The ids of those."""
    found = list(records)
    ends = (
        select(*ENDS)
        .join(Revision.record)
        .where(
            tuple_(Record.clinic_id, Record.id).in_([(record.clinic_id, record.id) for record in found]),
            or_(Revision.rev == 1, Revision.rev == Record.rev),
        )
    )
    revisions = {(row.record_id, row.rev): row for row in db.session.execute(ends)}
    return [
        record.id
        for record in found
        if not is_whole(record, revisions.get((record.id, 1)), revisions.get((record.id, record.rev)))
    ]


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
