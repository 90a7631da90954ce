"""Many records on their way out at once: what was asked for, how far it is, and who may take it.

The files are made in the background (``server/jobs/bulk.py``), less than a minute at a time.
The row of an export says since when a worker was last heard of, so that one whose worker was stopped is continued.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.db import db
from server.domain.errors import Invalid, NotAllowed, NotFound, WrongState
from server.domain.permissions import Action, Actor, can
from server.domain.translation import N_
from server.models import Clinic, ClinicExport, Record, User
from server.services.accounts.actors import actor_of
from server.services.audit import record_audit
from server.services.feed import lock_clinic

WHOLE = "clinic"  # the form that is one file of everything, not one of each patient
JOINED = "tables"  # one file for each table, with the rows of all patients
FORMS = ("page", "record", "csv", "xlsx", "json", "fhir", JOINED, WHOLE)
OPEN = ("waiting", "ready")
MOST_OPEN = 10
LOST_AFTER = timedelta(minutes=10)  # a worker that was not heard of, because its server was stopped
KEPT = timedelta(hours=24)  # how long the file waits to be taken


@dataclass(frozen=True, slots=True)
class Export:
    """``patients``: ids, or None for all of the clinic. ``state``: waiting (also while it is worked on), ready, taken,
    cancelled, refused (the person may no longer) or expired. ``refused``: why a patient's record was left out, by id.
    ``heard``: when a worker last reported progress."""

    id: str
    clinic_id: str
    by: str
    name: str
    asked_at: str
    patients: list[str] | None
    forms: list[str]
    total: int
    state: str = "waiting"
    done: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    heard: str | None = None
    ready_at: str | None = None


def begin_export(actor: Actor, patients: list[str] | None, forms: list[str], now: datetime) -> Export:
    """Raises NotFound for a patient of another clinic, WrongState when too many wait."""
    lock_clinic(actor.clinic_id)
    if WHOLE in forms and patients is not None:
        raise Invalid(N_("The file for another server holds the whole clinic: choose all patients, or leave it out."))
    wanted = sorted(set(patients)) if patients is not None else None
    found = patients_of(actor.clinic_id, wanted)
    if wanted is not None and len(found) != len(wanted):
        raise NotFound
    if sum(one.state in OPEN for one in exports_of(actor.clinic_id)) >= MOST_OPEN:
        raise WrongState(N_("Other exports wait to be finished or taken. Cancel one of them first."), state="full")
    made = Export(str(uuid4()), actor.clinic_id, actor.id, actor.name, now.isoformat(), wanted, forms, len(found))
    db.session.add(ClinicExport(clinic_id=made.clinic_id, id=made.id, value=asdict(made)))
    detail = {"patients": len(found), "forms": forms, "all": wanted is None}
    record_audit(actor, "export.begin", "export", made.id, **detail)
    return made


def patients_of(clinic_id: str, wanted: list[str] | None) -> list[str]:
    """In an order that does not change; without those that are void, where nobody names them."""
    query = select(Record.id).where(Record.clinic_id == clinic_id, Record.type == "patient").order_by(Record.id)
    query = query.where(Record.state != "void") if wanted is None else query.where(Record.id.in_(wanted))
    return list(db.session.scalars(query))


def list_exports(actor: Actor) -> list[Export]:
    """Of the clinic, the newest first."""
    return sorted(exports_of(actor.clinic_id), key=lambda one: one.asked_at, reverse=True)


def exports_of(clinic_id: str) -> list[Export]:
    query = select(ClinicExport.value).where(ClinicExport.clinic_id == clinic_id)
    return [Export(**value) for value in db.session.scalars(query)]


def exports_of_all() -> list[Export]:
    """Of every clinic, asked for clinic by clinic."""
    return [one for clinic_id in db.session.scalars(select(Clinic.id)).all() for one in exports_of(clinic_id)]


def cancel_export(actor: Actor, export_id: str) -> Export:
    lock_clinic(actor.clinic_id)
    found = lock_export(actor.clinic_id, export_id)
    if found.state not in OPEN:
        raise WrongState(N_("This export has ended already."), state=found.state)
    record_audit(actor, "export.cancel", "export", found.id)
    return write(replace(found, state="cancelled"))


def take_export(actor: Actor, export_id: str, now: datetime) -> Export:
    """Whoever asked for it, once, while it is there. The caller commits before the first byte leaves."""
    lock_clinic(actor.clinic_id)
    found = lock_export(actor.clinic_id, export_id)
    if found.by != actor.id:
        raise NotAllowed(N_("Only the person who asked for this export takes its file."))
    if found.state != "ready" or is_over(found, now):
        raise WrongState(N_("There is no file of this export to take."), state=found.state)
    record_audit(actor, "export.take", "export", found.id, patients=found.done)
    return write(replace(found, state="taken"))


def lock_export(clinic_id: str, export_id: str) -> Export:
    """Held until the end of the transaction. Raises NotFound."""
    row = db.session.get(ClinicExport, (clinic_id, export_id), populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound
    return Export(**row.value)


def folder_of(data_dir: Path, one: Export) -> Path:
    """Where its files are made, a folder for each patient."""
    return data_dir / "exports" / one.id


def archive_of(data_dir: Path, one: Export) -> Path:
    """The file that the person takes."""
    return data_dir / "exports" / f"{one.id}.zip"


def write(one: Export) -> Export:
    db.session.get_one(ClinicExport, (one.clinic_id, one.id)).value = asdict(one)
    db.session.flush()
    return one


# ---- for the worker ------------------------------------------------------------------------------------------------


def waiting() -> list[tuple[str, str]]:
    """Clinic and id of each that is to be worked on, the oldest first."""
    found = sorted(exports_of_all(), key=lambda one: one.asked_at)
    return [(one.clinic_id, one.id) for one in found if one.state == "waiting"]


def claim_export(clinic_id: str, export_id: str, now: datetime) -> Export | None:
    """None when a worker has it, or it is no longer wanted."""
    found = lock_export(clinic_id, export_id)
    heard = datetime.fromisoformat(found.heard) if found.heard else None
    if found.state != "waiting" or (heard and now - heard < LOST_AFTER):
        return None
    return write(replace(found, heard=now.isoformat()))


def still_allowed(one: Export) -> Actor | None:
    """The person who asked, with the rights of now; None once it was cancelled or they may no longer."""
    held = lock_export(one.clinic_id, one.id)
    person = db.session.get(User, (one.clinic_id, one.by), populate_existing=True)
    actor = actor_of(person) if person and person.active else None
    if held.state == "waiting" and (actor is None or not can(actor, Action.EXPORT_CLINIC)):
        write(replace(held, state="refused"))
        return None
    return actor if held.state == "waiting" else None


def note_progress(one: Export, done: int, refused: dict[str, str], now: datetime | None) -> None:
    """``now`` None: no worker has it for the moment."""
    held = lock_export(one.clinic_id, one.id)
    heard = now.isoformat() if now else None
    write(replace(held, done=done, refused=held.refused | refused, heard=heard))


def note_heard(one: Export, now: datetime) -> None:
    """In a transaction of its own: the worker is in the middle of a long read."""
    with Session(db.engine.execution_options(sqlite_begin="IMMEDIATE")) as own, own.begin():
        row = own.get_one(ClinicExport, (one.clinic_id, one.id), with_for_update=True)
        row.value = {**row.value, "heard": now.isoformat()}


def finish_export(one: Export, now: datetime) -> bool:
    """False when it was cancelled meanwhile."""
    held = lock_export(one.clinic_id, one.id)
    if held.state != "waiting":
        return False
    write(replace(held, state="ready", ready_at=now.isoformat(), heard=None))
    return True


def is_over(one: Export, now: datetime) -> bool:
    return one.ready_at is not None and now - datetime.fromisoformat(one.ready_at) >= KEPT


def ended(now: datetime) -> Iterator[Export]:
    """Those whose files have nothing to wait for; a file that nobody took in time expires."""
    for one in exports_of_all():
        if one.state == "ready" and is_over(one, now):
            yield write(replace(one, state="expired"))
        elif one.state not in OPEN:
            yield one
