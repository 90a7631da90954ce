"""Write what a plan says, as one import; list imports; take one back whole. The caller commits."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import or_, select

from server.db import db
from server.domain.context import Content
from server.domain.errors import NotFound, StaleVersion, WrongState
from server.domain.permissions import Actor
from server.domain.translation import N_
from server.domain.workflow import next_state
from server.models import DataImport, Quarantined, Record
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.imports.plan import Plan
from server.services.records.batch import Batch
from server.services.records.ops import Op, Result, body_hash
from server.services.records.quarantine import keep_receipt
from server.services.records.void import has_notes
from server.services.records.write import add_record, change_record

UNDONE = "The import that brought it was taken back."
OVER = ("void", "merged", "resolved")


@dataclass(frozen=True, slots=True)
class Source:
    """The name of a file and its SHA-256; ``treated``: the person said that its visits were treatments."""

    file: str
    digest: str
    treated: bool


@dataclass(frozen=True, slots=True)
class Import:
    """``patients`` and ``visits`` are the ids it made; ``kept`` of those what stayed when it was taken back, because
    somebody has worked with it since."""

    id: str
    by: str
    name: str
    at: str
    file: str
    digest: str
    treated: bool
    patients: list[str]
    visits: list[str]
    left_out: int
    undone_at: str | None = None
    kept: list[str] | None = None


def note_preview(actor: Actor, plan: Plan) -> None:
    """Somebody has seen what is here of the patients of a file."""
    lock_clinic(actor.clinic_id)
    record_audit(actor, "import.preview", "import", None, count=len(plan.rows), known=plan.count("patient", "known"))


def write_import(actor: Actor, device_id: str, plan: Plan, seen: str, source: Source, now: datetime) -> Import:
    """Rows with errors are left out. Raises StaleVersion when the plan is not the one that was looked at, WrongState
    when it says nothing new."""
    if plan.seen != seen:
        raise StaleVersion(N_("What would be imported has changed since it was shown: look at it again."))
    batch = Batch(actor, device_id, now, lock_clinic(actor.clinic_id))
    patients, visits = [], []
    for row in plan.rows:
        if row.errors:
            continue
        if row.patient == "new":
            add(batch, "patient", row.patient_id, "create", row.content["patient"], None)
            patients.append(row.patient_id)
        if row.visit == "new":
            add(batch, "note", row.visit_id, "import", row.content["note"], row.patient_id)
            visits.append(row.visit_id)
    if not patients and not visits:
        raise WrongState(
            N_("Everything in this file is on record already: nothing was imported."), reason="nothing_new"
        )
    left_out = sum(bool(row.errors) for row in plan.rows)
    made = Import(
        id=str(uuid4()), by=actor.id, name=actor.name, at=now.isoformat(), file=source.file, digest=source.digest,
        treated=source.treated, patients=patients, visits=visits, left_out=left_out,
    )  # fmt: skip
    db.session.add(DataImport(clinic_id=actor.clinic_id, id=made.id, value=asdict(made)))
    counts = {"patients": len(patients), "visits": len(visits), "left_out": left_out, "file": source.digest}
    record_audit(actor, "import.write", "import", made.id, **counts)
    db.session.flush()
    return made


def add(batch: Batch, kind: str, record_id: str, how: str, content: Any, patient_id: str | None) -> None:
    begin(batch, kind, record_id, how)
    state = next_state(kind, None, how)
    record = add_record(batch, record_id, kind, state, content, patient_id=patient_id)
    finish(batch, record)


def begin(batch: Batch, kind: str, record_id: str, how: str) -> None:
    op_id, at = str(uuid4()), batch.now.isoformat()
    raw = {"op_id": op_id, "kind": how, "type": kind, "id": record_id, "client_time": at}
    batch.begin(Op(op_id, batch.actor.id, how, kind, record_id, batch.now, {}, raw))


def finish(batch: Batch, record: Record) -> None:
    result = Result(batch.op.op_id, "applied", record.id)
    keep_receipt(batch, batch.op.op_id, body_hash(batch.op.raw), result, None)


def list_imports(actor: Actor) -> list[Import]:
    """Of the clinic, the newest first."""
    values = db.session.scalars(select(DataImport.value).where(DataImport.clinic_id == actor.clinic_id))
    return sorted((Import(**value) for value in values), key=lambda one: one.at, reverse=True)


def undo_import(actor: Actor, device_id: str, import_id: str, now: datetime) -> Import:
    """Declare void what it made, as far as nobody has worked with it since: it is as it came, and nothing that stays is
    about it. Raises NotFound, WrongState when it was taken back already."""
    feed = lock_clinic(actor.clinic_id)
    row = db.session.get(DataImport, (actor.clinic_id, import_id), populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound
    found = Import(**row.value)
    if found.undone_at:
        raise WrongState(N_("This import was taken back already."), reason="undone")
    batch = Batch(actor, device_id, now, feed)
    batch.load([*found.visits, *found.patients])
    used = referred_to(batch, [*found.visits, *found.patients])
    kept = void_all(batch, found.visits, used) + void_all(batch, found.patients, used)
    undone = replace(found, undone_at=now.isoformat(), kept=kept)
    row.value = asdict(undone)
    counts = {"patients": len(found.patients), "visits": len(found.visits), "kept": len(kept)}
    record_audit(actor, "import.undo", "import", found.id, **counts)
    db.session.flush()
    return undone


def referred_to(batch: Batch, ids: Sequence[str]) -> set[str]:
    """Those that something else is about: a visit that completes it, a follow-up, an adverse event, an open conflict,
    or an entry that waits in the quarantine or is kept with it."""
    made = [record for record in map(batch.look_up, ids) if record]
    patients = {record.patient_id or record.id for record in made}
    of_them = or_(Record.patient_id.in_(patients), Record.id.in_(patients))
    here = select(Record).where(Record.clinic_id == batch.actor.clinic_id, of_them, Record.state.not_in(OVER))
    named = {name for record in db.session.scalars(here) for name in references_in(record.content)}
    kept_with = select(Quarantined.record_id).where(
        Quarantined.clinic_id == batch.actor.clinic_id,
        Quarantined.record_id.in_(ids),
        Quarantined.status.in_(("open", "attached")),
    )
    return named | {str(record_id) for record_id in db.session.scalars(kept_with)}


def references_in(content: Content) -> set[Any]:
    """The ids of other records that a record's content names."""
    about = content.get("about", {})
    events = {event.get("note_id") for unit, event in content.items() if unit.startswith("ae:")}
    return {content.get("visit", {}).get("touch_up_of"), about.get("note_id"), about.get("record_id"), *events}


def void_all(batch: Batch, ids: Sequence[str], used: set[str]) -> list[str]:
    """The ids of those that stay."""
    kept = []
    for record_id in ids:
        record = batch.look_up(record_id)
        if record is None or record.state == "void":
            continue
        db.session.flush()
        if record.rev > 1 or record_id in used or (record.type == "patient" and has_notes(record)):
            kept.append(record_id)
            continue
        begin(batch, record.type, record_id, "void")
        change_record(batch, record, "void", state=next_state(record.type, record.state, "void"), reason=UNDONE)
        finish(batch, record)
    return kept
