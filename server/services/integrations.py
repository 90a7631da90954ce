"""What tokens and webhooks have in common: they are listed the oldest first, and ended, never removed."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import select

from server.db import db
from server.domain.errors import NotFound
from server.domain.permissions import Actor
from server.models import ApiToken, Webhook
from server.services.audit import record_audit
from server.services.feed import lock_clinic

Integration = TypeVar("Integration", ApiToken, Webhook)
NAMES: dict[type[ApiToken] | type[Webhook], str] = {ApiToken: "token", Webhook: "webhook"}


def list_integrations(kind: type[Integration], clinic_id: str) -> list[Integration]:
    query = select(kind).where(kind.clinic_id == clinic_id).order_by(kind.created_at, kind.id)
    return list(db.session.scalars(query))


def end_integration(kind: type[Integration], actor: Actor, row_id: str, now: datetime) -> Integration:
    """Raises NotFound. One that has ended keeps the time at which it did."""
    lock_clinic(actor.clinic_id)
    row = db.session.get(kind, (actor.clinic_id, row_id))
    if row is None:
        raise NotFound
    if row.ended_at is None:
        row.ended_at = now
        record_audit(actor, f"{NAMES[kind]}.end", NAMES[kind], row.id)
        db.session.flush()
    return row
