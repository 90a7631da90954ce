"""The tablets and computers of a clinic."""

from datetime import datetime

from sqlalchemy import select, update

from server.db import db, utc_now
from server.domain.errors import NotFound
from server.domain.permissions import Action, Actor
from server.models import Device, LoginSession
from server.services.accounts.drain import DRAIN_LASTS
from server.services.audit import record_audit
from server.services.feed import lock_clinic


def list_devices(actor: Actor) -> list[Device]:
    lock_clinic(actor.clinic_id)
    query = select(Device).where(Device.clinic_id == actor.clinic_id)
    found = list(db.session.scalars(query.order_by(Device.last_seen_at.desc(), Device.id)))
    record_audit(actor, Action.LIST_DEVICES.value, "device", None, count=len(found))
    return found


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
