"""Addresses of other programs that are told of events: ids and times, nothing of what a record says."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from server.db import db
from server.domain.permissions import Actor
from server.models import Webhook
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.integrations import list_integrations
from server.services.keys.wrapping import unwrap, wrap

EVENTS = ("note.approved", "adverse_event.opened")
PURPOSE = "webhook"


def add_webhook(actor: Actor, url: str, events: list[str], now: datetime) -> tuple[str, Webhook]:
    """The secret with which the calls are signed is shown only now."""
    lock_clinic(actor.clinic_id)
    secret = secrets.token_urlsafe(32)
    row = Webhook(
        clinic_id=actor.clinic_id, id=str(uuid4()), url=url, events=sorted(set(events)),
        secret=wrap(PURPOSE, secret.encode()), created_at=now,
    )  # fmt: skip
    db.session.add(row)
    record_audit(actor, "webhook.create", "webhook", row.id, events=row.events)
    db.session.flush()
    return secret, row


def told_of(clinic_id: str, event: str) -> list[Webhook]:
    return [row for row in list_integrations(Webhook, clinic_id) if row.ended_at is None and event in row.events]


def body_of(event: str, event_id: str, clinic_id: str, at: datetime, about: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": event_id, "event": event, "at": at.isoformat(), "clinic": clinic_id, **about}


def secret_of(webhook: Webhook) -> bytes:
    """Raises Unreadable when SECRET_KEY is another one now."""
    return unwrap(PURPOSE, webhook.secret)
