"""The settings of a clinic, as ``domain/settings.py`` declares them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.errors import Invalid
from server.domain.permissions import Actor
from server.domain.settings import STORED_AS, with_defaults
from server.models import ClinicSetting, User


def read_settings(clinic_id: str) -> dict[str, Any]:
    return with_defaults(read_decided(clinic_id))


def settings_forms(clinic_id: str) -> dict[str, Any]:
    """What tablets need of them; whom patients call is part of their page (``services/patient_page.py``)."""
    return {name: value for name, value in read_settings(clinic_id).items() if name not in STORED_AS}


def read_decided(clinic_id: str) -> dict[str, Any]:
    """By name, also those that are declared elsewhere (``services/patient_page.py``)."""
    query = select(ClinicSetting.name, ClinicSetting.value).where(ClinicSetting.clinic_id == clinic_id)
    return {row.name: row.value for row in db.session.execute(query)}


def put_setting(actor: Actor, name: str, value: Any, now: datetime) -> None:
    """The caller writes the audit row, and flushes."""
    row = db.session.get(ClinicSetting, {"clinic_id": actor.clinic_id, "name": name})
    if row is None:
        row = ClinicSetting(clinic_id=actor.clinic_id, name=name)
        db.session.add(row)
    row.value, row.changed_by, row.changed_at = value, actor.id, now


def check_of_clinic(clinic_id: str, name: str, people: Collection[str], message: str) -> None:
    """Raises Invalid with the message for those of the ids, named by this setting, that are nobody's of the clinic."""
    known = set(db.session.scalars(select(User.id).where(User.clinic_id == clinic_id, User.id.in_(people))))
    if unknown := sorted({*people} - known):
        raise Invalid(message, fields={name: unknown})
