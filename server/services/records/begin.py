"""How a push begins: the clinic is locked, and what every push asks besides is read in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from server.db import begin_write, db
from server.domain.permissions import Actor
from server.models import ClinicFeed, Device, ServerMeta, SigningKey
from server.prepared import Prepared
from server.services.feed import lock_clinic

# Of tables, not of classes: a statement that makes no objects costs a third.
META, DEVICE, KEY = (model.__table__.c for model in (ServerMeta, Device, SigningKey))
FIRST_KEY = (
    select(func.min(KEY.created_at))
    .where(KEY.clinic_id == bindparam("clinic_id"))
    .where(KEY.user_id == bindparam("user_id"), KEY.device_id == bindparam("device_id"))
    .scalar_subquery()
)
FACTS = Prepared(
    select(META.value, FIRST_KEY.label("signs_since"), DEVICE.id, DEVICE.app_version, DEVICE.storage)
    .outerjoin(Device.__table__, (DEVICE.clinic_id == bindparam("clinic_id")) & (DEVICE.id == bindparam("device_id")))
    .where(META.key == "epoch")
)


@dataclass(frozen=True, slots=True)
class Begun:
    """What stays as it is until the end of the transaction. ``signs_since``: when the actor's first key on this device
    was registered. ``device`` is what the device last told of itself, None when the clinic does not know it."""

    feed: ClinicFeed
    epoch: str
    signs_since: datetime | None
    device: Any


def begin_push(actor: Actor, device_id: str) -> Begun:
    """Start the writer transaction and lock the clinic."""
    begin_write()
    feed = lock_clinic(actor.clinic_id)
    asked = {"clinic_id": actor.clinic_id, "user_id": actor.id, "device_id": device_id}
    row = FACTS.read_one(db.session.connection(), asked)
    return Begun(feed, str(row.value["id"]), row.signs_since, row if row.id else None)
