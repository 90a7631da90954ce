"""The settings of a clinic, as ``domain/settings.py`` declares them."""

from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.settings import with_defaults
from server.models import ClinicSetting


def read_settings(clinic_id: str) -> dict[str, Any]:
    query = select(ClinicSetting.name, ClinicSetting.value).where(ClinicSetting.clinic_id == clinic_id)
    return with_defaults({row.name: row.value for row in db.session.execute(query)})
