"""Links for a patient, as the clinic sees them: made with the patient's consent, listed, ended, forgotten.

The address holds 136 random bits and says nothing of anybody; only their hash is stored, so a link is shown once. What
it opens is composed when it is opened (``opened.py``).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import segno
from sqlalchemy import delete, select, update

from server.db import db
from server.domain.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from server.domain.permissions import Action, Actor, can
from server.domain.settings import offered_days
from server.domain.translation import N_
from server.models import PatientLink, Record, User
from server.services.accounts.codes import hash_code, new_code
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.patient_links.slip import words_of
from server.services.settings import read_settings
from server.services.summaries.export import find_patient
from server.services.summaries.patient import compose_page

TOKEN_BYTES = 17
MOST_OPEN = 5
KEPT = timedelta(days=30)  # in the list, after its last day


@dataclass(frozen=True, slots=True)
class Place:
    """Where links lead: the address of the server, empty where it has no public name, and whether it is the demo."""

    address: str
    demo: bool


@dataclass(frozen=True, slots=True)
class NewLink:
    """``url`` is shown once, with the ``words`` of its slip, which are in ``language``."""

    url: str
    language: str
    words: dict[str, str]
    standing: "Standing"


@dataclass(frozen=True, slots=True)
class Standing:
    """A link and how it stands: open, ended, locked, expired, or gone: there is no page about that visit now."""

    link: PatientLink
    name: str
    state: str


def add_link(actor: Actor, patient_id: str, days: int, now: datetime, place: Place) -> NewLink:
    """A link to the page about the last signed visit, for a patient who agreed to it just now; its address is known
    only now. Raises as ``compose_page`` does, and WrongState where a link would open nothing."""
    lock_clinic(actor.clinic_id)
    patient = own_patient(actor, patient_id)
    if not place.address:
        raise WrongState(
            N_(
                "Links need a server that patients can reach. Whoever runs the server sets PUBLIC_URL to a public name."
            ),
            reason="no_public_name",
        )
    if patient.state != "active":
        raise WrongState(N_("This patient's record is in the archive. Take it out first."), state=patient.state)
    if not patient.content.get("identity", {}).get("birth_date"):
        raise WrongState(N_("The link asks for the birth date, and the record has none."), reason="no_birth_date")
    if days not in days_of(actor.clinic_id):
        raise Invalid(N_("The clinic does not allow links to last that long."), fields={"days": ["not_allowed"]})
    page = compose_page(actor, patient, None, False, now, place.demo)
    if sum(one.state == "open" for one in standing(actor, patient, now, place)) >= MOST_OPEN:
        raise WrongState(N_("There are several open links for this patient. End one of them first."), reason="full")
    token = new_code(TOKEN_BYTES)
    link = PatientLink(
        clinic_id=actor.clinic_id, id=str(uuid4()), patient_id=patient.id, note_id=page.facts["note_id"],
        token_hash=hash_code(token), made_by=actor.id, agreed_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    db.session.add(link)
    detail = {"link": link.id, "note": link.note_id, "days": days, "agreed": True}
    record_audit(actor, "patient_link.create", "patient", patient.id, **detail)
    db.session.flush()
    phone, zone = page.names.phone or page.facts["phone"], read_settings(actor.clinic_id)["time_zone"]
    words = words_of(page.language, phone, link.expires_at, zone)
    return NewLink(f"{place.address}/l/{token}", page.language, words, Standing(link, actor.name, "open"))


def picture_of(url: str) -> str:
    """Its QR code as an SVG data URI."""
    return str(segno.make(url, error="m").svg_data_uri(scale=5, border=4, light="white"))


def list_links(actor: Actor, patient_id: str, now: datetime, place: Place) -> list[Standing]:
    """The newest first."""
    lock_clinic(actor.clinic_id)
    patient = own_patient(actor, patient_id)
    record_audit(actor, "patient_link.list", "patient", patient.id)
    return standing(actor, patient, now, place)


def end_link(actor: Actor, link_id: str, now: datetime) -> Standing:
    """Raises NotFound. One that ended before keeps the time at which it did."""
    lock_clinic(actor.clinic_id)
    link = db.session.get(PatientLink, (actor.clinic_id, link_id), populate_existing=True)
    if link is None:
        raise NotFound
    patient = db.session.get_one(Record, (actor.clinic_id, link.patient_id))
    if not can(actor, Action.LINK_SUMMARY, patient):
        raise NotAllowed
    if link.ended_at is None:
        link.ended_at = now
        record_audit(actor, "patient_link.end", "patient", link.patient_id, link=link.id)
        db.session.flush()
    return Standing(link, names_of(actor.clinic_id).get(link.made_by, ""), "ended")


def forget_links(clinic_id: str, now: datetime) -> None:
    """Those that ran out so long ago that nobody looks for them; the audit trail keeps what was done with them."""
    gone = (PatientLink.clinic_id == clinic_id, PatientLink.expires_at < now - KEPT)
    db.session.execute(delete(PatientLink).where(*gone))


def end_all_links(clinic_id: str, now: datetime) -> None:
    """After a restore: some of those that are open in the backup may have been ended since."""
    open_ones = (PatientLink.clinic_id == clinic_id, PatientLink.ended_at.is_(None))
    db.session.execute(update(PatientLink).where(*open_ones).values(ended_at=now))


def days_of(clinic_id: str) -> list[int]:
    return offered_days(read_settings(clinic_id)["link_days"])


def own_patient(actor: Actor, patient_id: str) -> Record:
    patient = find_patient(actor, patient_id)
    if not can(actor, Action.LINK_SUMMARY, patient):
        raise NotAllowed
    return patient


def standing(actor: Actor, patient: Record, now: datetime, place: Place) -> list[Standing]:
    mine = (PatientLink.clinic_id == patient.clinic_id, PatientLink.patient_id == patient.id)
    query = select(PatientLink).where(*mine).order_by(PatientLink.agreed_at.desc(), PatientLink.id)
    links, names = list(db.session.scalars(query)), names_of(patient.clinic_id)
    note_id = note_of_page(actor, patient, now, place) if links else None
    return [Standing(link, names.get(link.made_by, ""), state_of(link, now, note_id)) for link in links]


def note_of_page(actor: Actor, patient: Record, now: datetime, place: Place) -> str | None:
    """The visit that a page would be about now; None where there would be no page, for whatever reason."""
    if patient.state != "active":
        return None
    try:
        return str(compose_page(actor, patient, None, False, now, place.demo).facts["note_id"])
    except Refusal:
        return None


def state_of(link: PatientLink, now: datetime, note_id: str | None) -> str:
    if link.ended_at is not None:
        return "ended"
    if link.locked_at is not None:
        return "locked"
    if link.expires_at <= now:
        return "expired"
    return "open" if link.note_id == note_id else "gone"


def names_of(clinic_id: str) -> dict[str, str]:
    return {
        row.id: row.name for row in db.session.execute(select(User.id, User.name).where(User.clinic_id == clinic_id))
    }
