"""The tablets and computers of a clinic."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from server.db import db, utc_now
from server.domain.errors import NotFound
from server.domain.permissions import Action, Actor
from server.models import Device, LoginSession, User
from server.services.accounts.drain import DRAIN_LASTS
from server.services.audit import record_audit
from server.services.feed import lock_clinic

SHOWN = (
    "id",
    "name",
    "status",
    "created_at",
    "last_seen_at",
    "app_version",
    "pending_ops",
    "oldest_pending_at",
    "storage",
)


def list_devices(actor: Actor) -> list[dict[str, Any]]:
    """Each with the name of whoever used it last, None when no sign-in on it is kept; the last seen first."""
    lock_clinic(actor.clinic_id)
    query = select(Device).where(Device.clinic_id == actor.clinic_id)
    found = list(db.session.scalars(query.order_by(Device.last_seen_at.desc(), Device.id)))
    record_audit(actor, Action.LIST_DEVICES.value, "device", None, count=len(found))
    people = last_people(actor.clinic_id)
    return [
        {**{name: getattr(device, name) for name in SHOWN}, "last_person": people.get(device.id)} for device in found
    ]


def last_people(clinic_id: str) -> dict[str, str]:
    """The name of the person whose sign-in acted last, by device."""
    person = (User.clinic_id == LoginSession.clinic_id) & (User.id == LoginSession.user_id)
    query = select(LoginSession.device_id, User.name).join(User, person)
    query = query.where(LoginSession.clinic_id == clinic_id).order_by(LoginSession.last_seen_at, LoginSession.id)
    return {row.device_id: row.name for row in db.session.execute(query)}


def meet_device(clinic_id: str, device_id: str, name: str, now: datetime) -> Device:
    """The device of that id, made if it is new. It may be blocked: look at ``status``."""
    device = db.session.get(Device, (clinic_id, device_id))
    if device is None:
        device = Device(clinic_id=clinic_id, id=device_id, name=name, status="active", created_at=now, last_seen_at=now)
        db.session.add(device)
    device.name, device.last_seen_at = name, now
    return device


def set_device_status(actor: Actor, device_id: str, status: str) -> Device:
    """Block or readmit a device. Blocking ends every session on it; what is unsent may still come."""
    lock_clinic(actor.clinic_id)
    device = db.session.get(Device, (actor.clinic_id, device_id))
    if device is None:
        raise NotFound
    if device.status != status:
        device.drains_until = None if status == "active" else utc_now() + DRAIN_LASTS
    device.status = status
    if status == "revoked":
        here = (LoginSession.clinic_id == actor.clinic_id) & (LoginSession.device_id == device_id)
        open_ones = update(LoginSession).where(here, LoginSession.revoked_at.is_(None))
        db.session.execute(open_ones.values(revoked_at=utc_now()))
    record_audit(actor, f"device.{status}", "device", device_id)
    db.session.flush()
    return device
