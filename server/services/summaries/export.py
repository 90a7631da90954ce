"""Exporting a patient's summary: who may, when it must wait, and the audit line before anything leaves."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from server.db import begin_snapshot, begin_write, db
from server.domain.errors import ConflictOpen, NotAllowed, NotFound, Refusal, WrongState
from server.domain.permissions import Action, Actor, can
from server.exports.document import ExportDocument
from server.models import Clinic, Record, Revision, User
from server.services.audit import record_audit
from server.services.consent_texts import consent_forms
from server.services.feed import lock_clinic
from server.services.limits import current_limits
from server.services.settings import read_settings
from server.services.summaries.document import Occasion, assemble
from server.services.summaries.kept import Inputs, find_kept, keep, read_inputs
from server.services.verify.signed import require_whole

Tell = Callable[[ExportDocument], bytes]


def export_summary(actor: Actor, patient_id: str, form: str, now: datetime, demo: bool = False) -> ExportDocument:
    """The patient's record, finished for a renderer, with its audit row; the caller commits before it sends a byte.
    It is read in a snapshot, so that nobody who writes waits for it.

    ``form`` is pdf, csv or json. Raises NotFound for what is not the actor's clinic's, WrongState for a voided patient
    ConflictOpen while two versions of something about the patient wait for a decision, and Damaged when something of
    it was changed in the database.
    """
    begin_snapshot()
    patient = find_patient(actor, patient_id)
    refuse_conflicts(patient)
    document = compose(patient, occasion(actor, now, demo))
    begin_write()
    lock_clinic(actor.clinic_id)
    notes = len(document.visits) + len(document.voided)
    record_audit(actor, "summary.export", "patient", patient_id, form=form, notes=notes)
    return document


@dataclass(frozen=True, slots=True)
class Told:
    """What an export says whoever asks and whenever, the patient's number, and what it was composed from. ``is_new``:
    it was composed, not kept."""

    text: bytes
    number: str
    inputs: Inputs
    is_new: bool


def export_told(actor: Actor, patient_id: str, form: str, now: datetime, tell: Tell) -> Told:
    """As ``export_summary``, finished: composed and told by ``tell``, or as it was kept of the same inputs. What
    ``tell`` says must not depend on ``now`` nor on the actor."""
    found, refused = export_many(actor, [patient_id], form, now, tell)
    if patient_id in refused:
        raise refused[patient_id]
    return found[patient_id]


def export_many(
    actor: Actor, patient_ids: Sequence[str], form: str, now: datetime, tell: Tell
) -> tuple[dict[str, Told], dict[str, Refusal]]:
    """The same of many, read in one snapshot and noted in one transaction, and why of some nothing is said. The
    caller commits before a byte leaves."""
    found, refused = read_many(actor, patient_ids, form, now, tell)
    begin_write()
    lock_clinic(actor.clinic_id)
    for patient_id, one in found.items():
        record_audit(actor, "summary.export", "patient", patient_id, form=form, notes=one.inputs.notes)
    keep([(one.inputs, one.text) for one in found.values() if one.is_new], now)
    return found, refused


def keep_ahead(actor: Actor, patient_ids: Sequence[str], form: str, now: datetime, tell: Tell) -> int:
    """Compose what is not kept as it would be told now, before somebody asks: how many. Nothing leaves."""
    found, _refused = read_many(actor, patient_ids, form, now, tell)
    begin_write()
    lock_clinic(actor.clinic_id)
    made = [(one.inputs, one.text) for one in found.values() if one.is_new]
    keep(made, now)
    return len(made)


def read_many(
    actor: Actor, patient_ids: Sequence[str], form: str, now: datetime, tell: Tell
) -> tuple[dict[str, Told], dict[str, Refusal]]:
    begin_snapshot()
    patients, refused = patients_to_export(actor, patient_ids)
    inputs = read_inputs(actor.clinic_id, list(patients), form)
    kept, found = find_kept(inputs), {}
    around = occasion(actor, now, demo=False) if len(kept) < len(patients) else None
    for patient_id, patient in patients.items():
        try:
            text = kept[patient_id] if around is None or patient_id in kept else tell(compose(patient, around))
        except Refusal as refusal:
            refused[patient_id] = refusal
            continue
        number = str(patient.content.get("identity", {}).get("mrn") or "")
        found[patient_id] = Told(text, number, inputs[patient_id], patient_id not in kept)
    return found, refused


def patients_to_export(actor: Actor, patient_ids: Sequence[str]) -> tuple[dict[str, Record], dict[str, Refusal]]:
    """In the order they are asked for, and why some are not."""
    query = select(Record).where(
        Record.clinic_id == actor.clinic_id, Record.id.in_(patient_ids), Record.type == "patient"
    )  # fmt: skip
    found = {record.id: record for record in db.session.scalars(query)}
    waiting = open_conflicts(actor.clinic_id, patient_ids)
    patients: dict[str, Record] = {}
    refused: dict[str, Refusal] = {}
    for patient_id in patient_ids:
        try:
            patient = exportable(actor, found.get(patient_id))
            refuse_waiting(waiting[patient_id])
            patients[patient_id] = patient
        except Refusal as refusal:
            refused[patient_id] = refusal
    return patients, refused


def compose(patient: Record, around: Occasion) -> ExportDocument:
    notes, calls = records_of(patient, "note"), signed_follow_ups(patient)
    require_whole([patient, *notes, *calls])
    return assemble(patient, notes, revisions_of(patient.clinic_id, notes), around, calls)


def find_patient(actor: Actor, patient_id: str) -> Record:
    query = select(Record).where(
        Record.clinic_id == actor.clinic_id, Record.id == patient_id, Record.type == "patient"
    )  # fmt: skip
    return exportable(actor, db.session.scalar(query))


def exportable(actor: Actor, patient: Record | None) -> Record:
    if patient is None:
        raise NotFound
    if not can(actor, Action.EXPORT_SUMMARY, patient):
        raise NotAllowed
    if patient.state == "void":
        raise WrongState("This patient's record was voided; there is nothing to export.", state="void")
    return patient


def refuse_conflicts(patient: Record) -> None:
    """A summary must not choose between two values on its own."""
    refuse_waiting(open_conflicts(patient.clinic_id, [patient.id])[patient.id])


def refuse_waiting(conflicts: list[str]) -> None:
    if conflicts:
        raise ConflictOpen(
            f"{len(conflicts)} open conflict(s) about this patient: open Conflicts, choose which value holds in each, "
            "then export again.",
            conflicts=conflicts,
        )


def open_conflicts(clinic_id: str, patient_ids: Sequence[str]) -> dict[str, list[str]]:
    """Their ids by patient, the oldest first."""
    query = select(Record.patient_id, Record.id, Record.seq).where(
        Record.clinic_id == clinic_id,
        Record.patient_id.in_(patient_ids),
        Record.type == "conflict",
        Record.state == "open",
    )
    found: dict[str, list[str]] = defaultdict(list)
    rows = db.session.execute(query).all()  # in an order, all records of the clinic would be read in it
    for patient_id, conflict_id, _seq in sorted(rows, key=lambda row: row.seq):
        found[str(patient_id)].append(conflict_id)
    return found


def signed_follow_ups(patient: Record) -> list[Record]:
    return [one for one in records_of(patient, "follow_up") if is_signed_call(one)]


def is_signed_call(record: Record) -> bool:
    return record.type == "follow_up" and record.state in ("signed", "acknowledged")


def records_of(patient: Record, *types: str) -> list[Record]:
    query = select(Record).where(
        Record.clinic_id == patient.clinic_id, Record.patient_id == patient.id, Record.type.in_(types)
    )  # fmt: skip
    held_back = defer(Record.findings, raiseload=True), defer(Record.writers, raiseload=True)
    return list(db.session.scalars(query.options(*held_back).order_by(Record.happened_at, Record.id)))


def revisions_of(clinic_id: str, notes: list[Record]) -> dict[str, list[Revision]]:
    """What was signed and what came after, by note; the typing before the first signature is not needed."""
    found: dict[str, list[Revision]] = {note.id: [] for note in notes}
    wanted = or_(Revision.version > 0, Revision.kind == "void")
    query = select(Revision).where(Revision.clinic_id == clinic_id, Revision.record_id.in_(found), wanted)
    query = query.options(defer(Revision.signature, raiseload=True)).order_by(Revision.record_id, Revision.rev)
    for revision in db.session.scalars(query):
        found[revision.record_id].append(revision)
    return found


def occasion(actor: Actor, now: datetime, demo: bool) -> Occasion:
    people = db.session.scalars(select(User).where(User.clinic_id == actor.clinic_id))
    clinic = db.session.get_one(Clinic, actor.clinic_id)
    return Occasion(
        clinic=clinic.name,
        by=actor.name,
        at=now,
        people={one.id: one.name for one in people},
        limits=current_limits(actor.clinic_id),
        demo=demo,
        consents=consent_forms(actor.clinic_id)["versions"],
        time_zone=read_settings(actor.clinic_id)["time_zone"],
    )
