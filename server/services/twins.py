"""Patients who may be the same person: every tablet is told of each pair until somebody says why they are two."""

from datetime import datetime

from sqlalchemy import bindparam, case, or_, select
from sqlalchemy.orm import aliased

from server.db import db
from server.domain.errors import NotFound, WrongState
from server.domain.permissions import Actor
from server.domain.translation import N_
from server.models import Record, Twins
from server.prepared import Prepared
from server.services.audit import record_audit
from server.services.feed import lock_clinic

MOST_TOLD = 200
ONE, OTHER = aliased(Record), aliased(Record)
OPEN = Prepared(
    select(Twins.first_id, Twins.second_id)
    .join(ONE, (ONE.clinic_id == Twins.clinic_id) & (ONE.id == Twins.first_id))
    .join(OTHER, (OTHER.clinic_id == Twins.clinic_id) & (OTHER.id == Twins.second_id))
    .where(Twins.clinic_id == bindparam("clinic_id"), Twins.settled_at.is_(None))
    .order_by(case((ONE.seq > OTHER.seq, ONE.seq), else_=OTHER.seq).desc(), Twins.first_id, Twins.second_id)
    .limit(bindparam("most"))
)


def open_twins(clinic_id: str) -> dict[str, list[str]]:
    """The pairs about which nobody has decided, by the first of each; of too many those with the latest change."""
    found: dict[str, list[str]] = {}
    for first, second in OPEN.read(db.session.connection(), {"clinic_id": clinic_id, "most": MOST_TOLD}):
        found.setdefault(first, []).append(second)
    return found


def settle_twins(actor: Actor, patient_id: str, other_id: str, reason: str, now: datetime) -> None:
    """They are two people; ``reason`` says how that is known. The caller commits."""
    lock_clinic(actor.clinic_id)
    either = or_(
        (Twins.first_id == patient_id) & (Twins.second_id == other_id),
        (Twins.first_id == other_id) & (Twins.second_id == patient_id),
    )
    pair = db.session.scalars(select(Twins).where(Twins.clinic_id == actor.clinic_id, either)).one_or_none()
    if pair is None:
        raise NotFound
    if pair.settled_at is not None:
        raise WrongState(N_("This has been settled already."), state="settled")
    pair.reason, pair.settled_by, pair.settled_at = reason, actor.id, now
    record_audit(actor, "patient.settle_twins", "patient", patient_id, other=other_id)
