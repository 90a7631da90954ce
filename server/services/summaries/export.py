"""Exporting a patient's summary: who may, when it must wait, and the audit line before anything leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from server.db import begin_snapshot, begin_write, db
from server.domain.errors import ConflictOpen, NotAllowed, NotFound, WrongState
from server.domain.permissions import Action, Actor, can
from server.exports.document import ExportDocument
from server.models import Clinic, Record, Revision, User
from server.services.audit import record_audit
from server.services.consent_texts import consent_forms
from server.services.feed import lock_clinic
from server.services.limits import current_limits
from server.services.settings import read_settings
from server.services.summaries.document import Occasion, assemble
from server.services.summaries.kept import find_kept, keep, read_inputs
from server.services.verify.signed import require_whole

Tell = Callable[[ExportDocument], bytes]


def export_summary(actor: Actor, patient_id: str, form: str, now: datetime, demo: bool = False) -> ExportDocument:
    """The patient's record, finished for a renderer, with its audit row; the caller commits before it sends a byte.
    It is read in a snapshot, so that nobody who writes waits for it.

    ``form`` is pdf, csv or json. Raises NotFound for what is not the actor's clinic's, WrongState for a voided patient
    ConflictOpen while two versions of something about the patient wait for a decision, and Damaged when something of
    it was changed in the database.
    """
    document = compose(actor, patient_to_export(actor, patient_id), now, demo)
    note_export(actor, patient_id, form, len(document.visits) + len(document.voided))
    return document


@dataclass(frozen=True, slots=True)
class Told:
    """What an export says whoever asks and whenever, and the patient's number."""

    text: bytes
    number: str


def export_told(actor: Actor, patient_id: str, form: str, now: datetime, tell: Tell) -> Told:
    """As ``export_summary``, finished: composed and told by ``tell``, or as it was kept of the same inputs. What
    ``tell`` says must not depend on ``now`` nor on the actor."""
    patient = patient_to_export(actor, patient_id)
    number = str(patient.content.get("identity", {}).get("mrn") or "")
    inputs = read_inputs(patient.clinic_id, patient.id, form)
    text = find_kept(inputs)
    is_new = text is None
    if text is None:
        text = tell(compose(actor, patient, now, demo=False))
    note_export(actor, patient_id, form, inputs.notes)
    if is_new:
        keep(inputs, text, now)
    return Told(text, number)


def patient_to_export(actor: Actor, patient_id: str) -> Record:
    """Read in a snapshot, in which the rest is read too."""
    begin_snapshot()
    patient = find_patient(actor, patient_id)
    refuse_conflicts(patient)
    return patient


def note_export(actor: Actor, patient_id: str, form: str, notes: int) -> None:
    """The audit row, in the transaction that the caller commits before a byte leaves."""
    begin_write()
    lock_clinic(actor.clinic_id)
    record_audit(actor, "summary.export", "patient", patient_id, form=form, notes=notes)


def compose(actor: Actor, patient: Record, now: datetime, demo: bool) -> ExportDocument:
    notes, calls = records_of(patient, "note"), signed_follow_ups(patient)
    require_whole([patient, *notes, *calls])
    revisions = revisions_of(patient.clinic_id, notes)
    return assemble(patient, notes, revisions, occasion(actor, now, demo), calls)


def find_patient(actor: Actor, patient_id: str) -> Record:
    query = select(Record).where(
        Record.clinic_id == actor.clinic_id, Record.id == patient_id, Record.type == "patient"
    )  # fmt: skip
    patient = db.session.scalar(query)
    if patient is None:
        raise NotFound
    if not can(actor, Action.EXPORT_SUMMARY, patient):
        raise NotAllowed
    if patient.state == "void":
        raise WrongState("This patient's record was voided; there is nothing to export.", state="void")
    return patient


def refuse_conflicts(patient: Record) -> None:
    """A summary must not choose between two values on its own."""
    query = select(Record.id).where(
        Record.clinic_id == patient.clinic_id,
        Record.patient_id == patient.id,
        Record.type == "conflict",
        Record.state == "open",
    )
    waiting = list(db.session.scalars(query.order_by(Record.seq)))
    if waiting:
        raise ConflictOpen(
            f"{len(waiting)} open conflict(s) about this patient: open Conflicts, choose which value holds in each, "
            "then export again.",
            conflicts=waiting,
        )


def signed_follow_ups(patient: Record) -> list[Record]:
    return [one for one in records_of(patient, "follow_up") if one.state in ("signed", "acknowledged")]


def records_of(patient: Record, record_type: str) -> list[Record]:
    query = select(Record).where(
        Record.clinic_id == patient.clinic_id, Record.patient_id == patient.id, Record.type == record_type
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
