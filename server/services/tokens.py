"""Tokens with which other programs read what their scopes name, until a day that is set when they are made."""

import secrets
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sqlalchemy import bindparam, select, update

from server.db import db
from server.domain.permissions import SCOPES, Actor
from server.models import ApiToken
from server.services.accounts.passwords import hash_token
from server.services.accounts.sessions import SignedIn
from server.services.audit import record_audit
from server.services.feed import lock_clinic

BEGINNING = "np_"
ROLE = "integration"
TOUCH_EVERY = timedelta(hours=1)
NEVER = datetime.min.replace(tzinfo=UTC)
OPEN_TOKEN = select(ApiToken).where(
    ApiToken.token_hash == bindparam("token_hash"),
    ApiToken.ended_at.is_(None),
    ApiToken.expires_at > bindparam("now"),
)


def add_token(actor: Actor, name: str, scopes: list[str], now: datetime, days: int) -> tuple[str, ApiToken]:
    """The token itself is known only now."""
    lock_clinic(actor.clinic_id)
    token = BEGINNING + secrets.token_urlsafe(32)
    row = ApiToken(
        clinic_id=actor.clinic_id, id=str(uuid4()), name=name, token_hash=hash_token(token), scopes=sorted(set(scopes)),
        created_at=now, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    db.session.add(row)
    record_audit(actor, "token.create", "token", row.id, scopes=row.scopes, days=days)
    db.session.flush()
    return token, row


def find_program(token: str, now: datetime) -> SignedIn | None:
    """Which program this is. Uses its own short connection, as the lookup of a login does."""
    with db.engine.connect() as connection:
        row = connection.execute(OPEN_TOKEN, {"token_hash": hash_token(token), "now": now}).one_or_none()
    if row is None:
        return None
    if row.last_used_at is None or now - row.last_used_at >= TOUCH_EVERY:
        mine = (ApiToken.clinic_id == row.clinic_id) & (ApiToken.id == row.id)
        with db.engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
            connection.execute(update(ApiToken).where(mine).values(last_used_at=now))
    actions = frozenset(action for scope in row.scopes for action in SCOPES.get(scope, ()))
    return SignedIn(Actor(row.id, row.clinic_id, row.name, ROLE, treats=False, actions=actions), "", NEVER)
