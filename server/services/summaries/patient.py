"""The patient's page on its way out: composed, refused where it could mislead, and its audit row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.db import begin_snapshot, begin_write, db
from server.domain.errors import WrongState
from server.domain.patient_page import patient_page
from server.domain.patient_page.words import LANGUAGES, PAGE
from server.domain.permissions import Actor
from server.domain.translation import _
from server.exports.patient_page import Names
from server.models import Clinic, Record, User
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.limits import current_limits
from server.services.patient_page import PageSettings, read_page_settings
from server.services.patients import name_of
from server.services.summaries.export import find_patient, is_signed_call, records_of, refuse_conflicts
from server.services.verify.signed import require_whole


@dataclass(frozen=True, slots=True)
class PatientPage:
    """What a renderer needs: the facts, who is named, the approved words and their language."""

    facts: dict[str, Any]
    names: Names
    words: dict[str, Any]
    language: str


def export_patient_page(
    actor: Actor, patient_id: str, language: str | None, private: bool, now: datetime, demo: bool = False
) -> PatientPage:
    """The page about the last signed visit, with its audit row; the caller commits before it sends a byte. It is read
    in a snapshot, so that nobody who writes waits for it. Raises as ``compose_page`` does."""
    begin_snapshot()
    page = compose_page(actor, find_patient(actor, patient_id), language, private, now, demo)
    begin_write()
    lock_clinic(actor.clinic_id)
    detail = {"form": "pdf", "audience": "patient", "language": page.language, "notes": 1}
    record_audit(actor, "summary.export", "patient", patient_id, **detail)
    return page


def compose_page(
    actor: Actor, patient: Record, language: str | None, private: bool, now: datetime, demo: bool = False
) -> PatientPage:
    """The page as it is now, for whoever leaves the audit row.

    ``language`` None is the patient's own; ``private`` names on paper what is asked about first. Raises as
    ``export_summary`` does, and WrongState where no visit is signed, the text is not approved in that language, or
    there is no number to call.
    """
    refuse_conflicts(patient)
    every = records_of(patient, "note", "follow_up")
    notes, calls = [one for one in every if one.type == "note"], [one for one in every if is_signed_call(one)]
    require_whole([patient, *notes, *calls])
    facts = patient_page(
        patient.content,
        [brief(one) for one in notes if one.state != "void"],
        [brief(one) for one in calls],
        now,
        current_limits(actor.clinic_id),
    )
    page, code = read_page_settings(actor.clinic_id), language or own_language(patient)
    if facts is None:
        raise WrongState(_("No visit is signed yet. The page says what a signed note says."), reason="no_visit")
    if code not in page.approved:
        words = _(
            "Nobody has approved the text of this page in {language}. "
            "A supervisor approves it under More, Patient's page.",
            language=PAGE["languages"][code]["name"],
        )
        raise WrongState(words, reason="text_not_approved")
    if not (page.phone or facts["phone"]):
        words = _("The page has no telephone number to call. An administrator enters it under More, Patient's page.")
        raise WrongState(words, reason="no_phone")
    return PatientPage(facts, names_of(patient, facts, page, private, demo), PAGE["languages"][code], code)


def brief(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "state": record.state,
        "content": record.content,
        "signatures": record.signatures or [],
        "author_id": record.author_id,
    }


def own_language(patient: Record) -> str:
    chosen = patient.content.get("identity", {}).get("language")
    return chosen if chosen in LANGUAGES else "en"


def names_of(patient: Record, facts: dict[str, Any], page: PageSettings, private: bool, demo: bool) -> Names:
    identity = patient.content.get("identity", {})
    operator = db.session.get(User, (patient.clinic_id, str(facts["operator"])))
    return Names(
        patient=name_of(patient.content),
        birth_date=str(identity.get("birth_date") or ""),
        mrn=str(identity.get("mrn") or ""),
        operator=operator.name if operator else "",
        clinic=db.session.get_one(Clinic, patient.clinic_id).name,
        demo=demo,
        phone=page.phone,
        emergency=page.emergency,
        private=private,
    )
