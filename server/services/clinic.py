"""What a clinic has decided for all its people and tablets, read and changed in one place."""

from typing import Any

from sqlalchemy import select

from server.db import db, utc_now
from server.domain.errors import NotFound
from server.domain.permissions import Action, Actor
from server.domain.settings import COUNTRIES, stored_as
from server.domain.translation import N_
from server.models import Clinic
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.review_policy import check_policy, count_clinicians, new_seed
from server.services.settings import check_of_clinic, put_setting, read_decided, read_settings

COLUMNS = ("scope_months",)  # those that are columns of the clinic, because queries use them


def clinic_ids() -> list[str]:
    """Of all clinics of this installation, always in the same order."""
    return list(db.session.scalars(select(Clinic.id).order_by(Clinic.id)))


def clinic_names() -> list[str]:
    return list(db.session.scalars(select(Clinic.name).order_by(Clinic.name)))


def find_clinic(clinic_id: str) -> Clinic:
    clinic = db.session.get(Clinic, clinic_id)
    if clinic is None:
        raise NotFound
    return clinic


def read_clinic(actor: Actor) -> dict[str, Any]:
    clinic = find_clinic(actor.clinic_id)
    of_clinic = {name: getattr(clinic, name) for name in ("id", "name", *COLUMNS)}
    return (
        of_clinic
        | read_settings(clinic.id)
        | {"countries": sorted(COUNTRIES), "clinicians": count_clinicians(clinic.id)}
    )


def change_clinic(actor: Actor, **wanted: Any) -> dict[str, Any]:
    """Change what is named. The audit row has each value as it was and as it is. Tablets hear of it with their forms,
    of the scope at their next pull."""
    lock_clinic(actor.clinic_id)
    before, now = read_clinic(actor), utc_now()
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    if not changed:
        return before
    check_policy(actor.clinic_id, changed)
    trained = {one for people in changed.get("trained", {}).values() for one in people}
    check_of_clinic(actor.clinic_id, "trained", trained, N_("Only people of this clinic can be trained here."))
    seed = new_seed(changed, read_decided(actor.clinic_id))
    for name, value in (changed | seed).items():
        if name in COLUMNS:
            setattr(find_clinic(actor.clinic_id), name, value)
        else:
            put_setting(actor, stored_as(name), value, now)
    detail = {"before": {name: before[name] for name in changed}, "after": changed, **seed}
    record_audit(actor, Action.CHANGE_CLINIC.value, "clinic", actor.clinic_id, **detail)
    db.session.flush()
    return read_clinic(actor)
