"""The epoch: the id of one history of the database. Tablets that know another one start anew."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from server.db import db
from server.domain.errors import ConflictOpen, Incomplete, NotFound, Refusal, StaleVersion, WrongState
from server.models import ServerMeta
from server.services.records.ops import Op

WAIT = timedelta(days=14)
WAITS_FOR_OTHERS = (NotFound, StaleVersion, WrongState, ConflictOpen, Incomplete)


def epoch_value(now: datetime) -> dict[str, str]:
    """What ``server_meta`` holds of an epoch that begins now."""
    return {"id": str(uuid4()), "began_at": now.astimezone(UTC).isoformat()}


def epoch_text(now: datetime) -> str:
    return json.dumps(epoch_value(now))


def begin_epoch(now: datetime) -> str:
    """Every tablet reads all records again, and sends again what was confirmed to it in the last thirty days."""
    epoch = db.session.get_one(ServerMeta, "epoch")
    epoch.value = epoch_value(now)
    return str(epoch.value["id"])


def may_come_later(op: Op, refusal: Refusal, now: datetime, *, is_resent: bool) -> bool:
    """Whether the op is older than this epoch and refused for want of something another tablet may still send again.

    A decision of one tablet can arrive before the note it decides on, which another tablet brings. After two weeks
    nobody is waited for.
    """
    if not isinstance(refusal, WAITS_FOR_OTHERS):
        return False
    began = read_began()
    return began is not None and now - began < WAIT and is_of_before(op, is_resent=is_resent)


def is_of_before(op: Op, *, is_resent: bool) -> bool:
    """Whether the op was written before this epoch began: the revs it names are of a history that is gone."""
    began = read_began()
    ahead = timedelta(milliseconds=int(op.body.get("clock_offset_ms") or 0))
    return began is not None and (is_resent or op.client_time - ahead < began)


def read_began() -> datetime | None:
    """When this epoch began; None for the first one of a database."""
    value: dict[str, Any] = db.session.scalars(select(ServerMeta.value).where(ServerMeta.key == "epoch")).one()
    return datetime.fromisoformat(value["began_at"]) if "began_at" in value else None
