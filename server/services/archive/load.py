"""A whole clinic, from the file of another installation into an empty one. The caller has begun to write.

All or nothing: what does not fit together as ``flask verify`` asks it is refused. The audit trail comes with its rows,
which were sealed elsewhere; from here on a checkpoint holds them. A signature that no key in the file proves is kept,
and marked as stated by the source.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update

from server.db import db
from server.models import Clinic, ClinicFeed, Record, Revision, ServerMeta
from server.services.accounts.setup import needs_setup
from server.services.archive.tables import FORMAT, FORMAT_VERSION, TABLES, columns_of, page_of, read, table_of
from server.services.audit import console_actor, record_audit
from server.services.history import renew_epoch
from server.services.keys.clinic import add_clinic_key
from server.services.verify.clinic import find_breaks, pages_of_ids
from server.services.verify.coverage import write_checkpoint
from server.services.verify.record import SIGNING
from server.services.verify.signatures import Keys, is_proven, read_keys

WHO = "console"
HELD = "taken in from the export of another installation, whose seal cannot be checked here"
BY_NAME = {table_of(model).name: table_of(model) for model in TABLES}


class NotTaken(Exception):
    """The file, or this installation, is not such that the clinic can come here; a sentence for the console."""


@dataclass(frozen=True, slots=True)
class Taken:
    """``stated``: how many signatures no key proves."""

    clinic: str
    rows: int
    records: int
    stated: int


def load_clinic(file: Iterable[bytes], revision: str, now: datetime) -> Taken:
    if not needs_setup() or db.session.scalar(select(exists().select_from(Clinic))):
        raise NotTaken("There is a clinic in this installation. An export is taken into an empty one only.")
    lines = Lines(file, revision)
    clinic_id = lines.clinic_id
    for table_name, rows in lines.pages():
        db.session.execute(insert(BY_NAME[table_name]), rows)
    feed = db.session.get(ClinicFeed, clinic_id)
    clinic = db.session.get(Clinic, clinic_id)
    if feed is None or clinic is None:
        raise NotTaken("The file does not hold the clinic itself.")
    stated = mark_stated(clinic_id)
    db.session.execute(delete(ServerMeta).where(ServerMeta.key == "setup_token"))
    add_clinic_key(clinic_id)
    records = lines.counts.get("record", 0)
    came = {"lines": lines.rows, "records": records, "stated": stated, "exported_at": lines.exported_at}
    renew_epoch(WHO, "server.new_epoch", now)
    record_audit(console_actor(clinic_id), "clinic.import", "clinic", clinic_id, **came)
    db.session.flush()
    write_checkpoint(clinic_id, HELD)
    db.session.expire_all()
    if broken := next(find_breaks(clinic_id, ()), None):
        raise NotTaken(f"What the file holds does not fit together: {broken}.")
    return Taken(clinic.name, lines.rows, records, stated)


class Lines:
    """The rows of the file, table by table; each mistake of the file is a sentence with its line."""

    def __init__(self, file: Iterable[bytes], revision: str) -> None:
        self.file, self.at, self.rows, self.digest = iter(file), 0, 0, hashlib.sha256()
        self.counts: dict[str, int] = {}
        head = self.next_line()
        if head is None or head.get("format") != FORMAT or head.get("format_version") != FORMAT_VERSION:
            raise NotTaken("This is not the export of a whole clinic.")
        if head.get("revision") != revision:
            theirs = head.get("revision")
            raise NotTaken(f"The export is of database revision {theirs}, here it is {revision}: use one version.")
        self.clinic_id, self.exported_at = str(head.get("clinic_id")), str(head.get("exported_at"))

    def next_line(self) -> dict[str, Any] | None:
        line = next(self.file, None)
        if line is None:
            return None
        self.at += 1
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise self.unreadable()
        if "sha256" in found:
            self.check_end(found)
            return None
        self.digest.update(line)
        return found

    def check_end(self, end: dict[str, Any]) -> None:
        if end != {"rows": self.rows, "sha256": self.digest.hexdigest()} or next(self.file, None) is not None:
            raise NotTaken("The file is not as it was written: its end does not fit what comes before.")
        self.counts.setdefault("", 0)  # the end was there

    def pages(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        page: list[dict[str, Any]] = []
        name = ""
        while (found := self.next_line()) is not None:
            if page and (found.get("table") != name or len(page) == page_of(BY_NAME[name])):
                yield name, page
                page = []
            name = str(found.get("table"))
            page.append(self.row_of(name, found))
        if page:
            yield name, page
        if "" not in self.counts:
            raise NotTaken("The file was cut off: its last line is missing.")

    def row_of(self, name: str, found: dict[str, Any]) -> dict[str, Any]:
        table, row = BY_NAME.get(name), found.get("row")
        if table is None or not isinstance(row, dict):
            raise self.unreadable()
        columns = {column.key: column for column in columns_of(table)}
        if row.keys() != columns.keys() or row["id" if name == "clinic" else "clinic_id"] != self.clinic_id:
            raise self.unreadable()
        self.rows += 1
        self.counts[name] = self.counts.get(name, 0) + 1
        try:
            return {key: read(columns[key], value) for key, value in row.items()}
        except ValueError:
            raise self.unreadable() from None

    def unreadable(self) -> NotTaken:
        return NotTaken(f"Line {self.at} of the file cannot be read.")


def mark_stated(clinic_id: str) -> int:
    """Mark what no key proves, record by record; the number of signatures among it."""
    keys, count = read_keys(clinic_id), 0
    for ids in pages_of_ids(clinic_id):
        mine = select(Revision).where(Revision.clinic_id == clinic_id, Revision.record_id.in_(ids))
        of: dict[str, list[Revision]] = {}
        for revision in db.session.scalars(mine.order_by(Revision.record_id, Revision.rev)):
            of.setdefault(revision.record_id, []).append(revision)
        for record in db.session.scalars(select(Record).where(Record.clinic_id == clinic_id, Record.id.in_(ids))).all():
            found = stated_of(record, of.get(record.id, []), keys)
            count += len(found["signatures"])
            held = found if any(found.values()) else None
            if held != record.stated:
                here = (Record.clinic_id == clinic_id) & (Record.id == record.id)
                db.session.execute(update(Record).where(here).values(stated=held))
        db.session.expunge_all()
    return count


def stated_of(record: Record, revisions: list[Revision], keys: Keys) -> dict[str, list[int]]:
    """The places of its signatures, and the revisions with the signature of an op, that no key in the file proves."""
    acts = [revision for revision in revisions if revision.kind in SIGNING]
    unproven = [act.signature is None or not is_proven(record, act, keys) for act in acts]
    bad = [one.rev for one in revisions if one.signature is not None and not is_proven(record, one, keys)]
    return {"signatures": [n for n, is_open in enumerate(unproven) if is_open], "revisions": bad}
