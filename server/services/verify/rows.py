"""Each covered row against the digest that the audit row of its writing holds; and the chain against the heads file."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select

from server.db import db
from server.models import AuditEntry
from server.services.audit import CHECKPOINT, read_rows
from server.services.verify.coverage import stored_rows
from server.services.verify.heads import Head, heads_of

SET_BACK = ("server.restore", "server.new_epoch", "server.history_lost")


def row_breaks(clinic_id: str) -> Iterator[str]:
    """By table and key, with the audit row that wrote it and its time; the earliest first."""
    written: dict[str, tuple[str, int, datetime]] = {}
    for entry in read_rows(clinic_id):
        if entry.action == CHECKPOINT and entry.detail["part"] == 1:
            written.clear()
        for name, digest in entry.detail.get("rows", {}).items():
            written[name] = (digest, entry.n, entry.at)
    found: list[tuple[int, str]] = []
    for name, digest in stored_rows(clinic_id):
        known = written.pop(name, None)
        if known is None:
            found.append((0, f"{spoken(name)}: in no audit row, so it was added by other hands"))
        elif known[0] != digest:
            found.append((known[1], f"{spoken(name)}: not as audit row {known[1]} of {moment(known[2])} wrote it"))
    for name, (_digest, n, at) in written.items():
        found.append((n, f"{spoken(name)}: missing, written by audit row {n} of {moment(at)}"))
    yield from (told for _n, told in sorted(found))


def head_breaks(clinic_id: str, heads: Iterable[Head]) -> Iterator[str]:
    """A head in the file that the chain does not have, unless the history was set back knowingly since."""
    acts = select(AuditEntry.at).where(AuditEntry.clinic_id == clinic_id, AuditEntry.action.in_(SET_BACK))
    last_set_back = max(db.session.scalars(acts), default=None)
    for head in heads_of(clinic_id, heads):
        row = select(AuditEntry.hash).where(AuditEntry.clinic_id == clinic_id, AuditEntry.n == head.n)
        if db.session.scalar(row) != head.hash and (last_set_back is None or last_set_back < head.at):
            yield f"audit row {head.n}: not the one that was the newest on {moment(head.at)}, says the file of heads"


def spoken(name: str) -> str:
    table, *key = name.split("/")
    return f"{table} {' '.join(key)}"


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
