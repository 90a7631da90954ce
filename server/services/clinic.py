"""What a clinic has decided for all its tablets."""

from server.db import db
from server.domain.errors import NotFound
from server.domain.permissions import Action, Actor
from server.models import Clinic
from server.services.audit import record_audit
from server.services.feed import lock_clinic


def read_clinic(actor: Actor) -> Clinic:
    clinic = db.session.get(Clinic, actor.clinic_id)
    if clinic is None:
        raise NotFound
    return clinic


def change_clinic(actor: Actor, scope_months: int) -> Clinic:
    """For how long after the last visit or change tablets hold a patient. They hear of it at their next pull."""
    lock_clinic(actor.clinic_id)
    clinic = read_clinic(actor)
    detail = {"before": clinic.scope_months, "scope_months": scope_months}
    clinic.scope_months = scope_months
    record_audit(actor, Action.CHANGE_CLINIC.value, "clinic", clinic.id, **detail)
    db.session.flush()
    return clinic
