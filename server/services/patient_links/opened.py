"""A link for a patient as whoever has it finds it: the birth date is asked, then the page is composed as it is now.

A link that was never made, has run out, was ended, is locked, or whose visit or patient is not there any more is None:
the caller cannot tell one from another, and neither can anybody else. Each try is counted before (``throttle.py``).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from server.db import db
from server.domain.audit_words import LINK
from server.domain.errors import Refusal
from server.domain.workflow import SIGNED
from server.models import PatientLink, Record
from server.services.accounts.throttle import Attempt, forgive_attempt
from server.services.audit import own_actor, record_audit
from server.services.feed import lock_clinic
from server.services.summaries.export import find_patient
from server.services.summaries.patient import PatientPage, compose_page

MOST_FAILURES = 6


@dataclass(frozen=True, slots=True)
class Visited:
    """The page behind a link. ``is_open``: the birth date was right."""

    page: PatientPage
    is_open: bool = False


def look(token_hash: str, attempt: Attempt, now: datetime, demo: bool) -> Visited | None:
    """What the form says of the clinic, where there is something to open."""
    found = find(token_hash, now, demo)
    if found is None:
        return None
    forgive_attempt(attempt)
    return Visited(found[1])


def enter(token_hash: str, born: str | None, attempt: Attempt, now: datetime, demo: bool) -> Visited | None:
    """Try this birth date, YYYY-MM-DD; None is no date, and no try. The caller commits before it sends a byte."""
    found = find(token_hash, now, demo)
    if found is None:
        return None
    link, page = found
    if born is None:
        forgive_attempt(attempt)
        return Visited(page)
    actor, about = own_actor(link.clinic_id, LINK), {"link": link.id}
    if hmac.compare_digest(born.encode(), page.names.birth_date.encode()):
        forgive_attempt(attempt)
        link.opened, link.opened_at = link.opened + 1, now
        record_audit(actor, "patient_link.open", "patient", link.patient_id, **about, language=page.language)
        return Visited(page, is_open=True)
    link.failures += 1
    record_audit(actor, "patient_link.fail", "patient", link.patient_id, **about)
    if link.failures < MOST_FAILURES:
        return Visited(page)
    link.locked_at = now
    record_audit(actor, "patient_link.lock", "patient", link.patient_id, **about)
    return None


def find(token_hash: str, now: datetime, demo: bool) -> tuple[PatientLink, PatientPage] | None:
    """The link and what it opens now, with the clinic locked: two tries at once are counted one after the other."""
    query = select(PatientLink.clinic_id).where(PatientLink.token_hash == token_hash)
    clinic_id = db.session.execute(query).scalar_one_or_none()
    if clinic_id is None:
        return None
    lock_clinic(clinic_id)
    link = find_open(clinic_id, token_hash, now)
    if link is None:
        return None
    actor = own_actor(clinic_id, LINK)
    try:
        page = compose_page(actor, find_patient(actor, link.patient_id), None, False, now, demo)
    except Refusal:
        return None
    return (link, page) if page.facts["note_id"] == link.note_id and page.names.birth_date else None


def find_open(clinic_id: str, token_hash: str, now: datetime) -> PatientLink | None:
    patient, note = aliased(Record), aliased(Record)
    of_patient = and_(patient.clinic_id == PatientLink.clinic_id, patient.id == PatientLink.patient_id)
    of_note = and_(note.clinic_id == PatientLink.clinic_id, note.id == PatientLink.note_id)
    query = select(PatientLink).join(patient, of_patient).join(note, of_note)
    return db.session.scalar(
        query.where(
            PatientLink.clinic_id == clinic_id,
            PatientLink.token_hash == token_hash,
            PatientLink.ended_at.is_(None),
            PatientLink.locked_at.is_(None),
            PatientLink.expires_at > now,
            patient.state == "active",
            note.patient_id == PatientLink.patient_id,
            note.state.in_(SIGNED),
        )
    )
