"""Ops that a locked tablet delivers sealed: each is its author's by its signature, whoever's login carries it.

What cannot be opened, or proves no author, is kept for a supervisor under an id of its own, so that the author's op may
still come under the one it names.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.db import begin_write, db
from server.domain.permissions import Actor
from server.models import Device, SigningKey, User
from server.services.accounts.actors import actor_of
from server.services.feed import lock_clinic
from server.services.keys.clinic import open_sealed
from server.services.keys.sealing import NotSealed, to_bytes
from server.services.keys.signatures import is_signed, statement
from server.services.records.batch import Batch
from server.services.records.ops import BadOp, Op, Result, body_hash, derived_id, rejected
from server.services.records.push import load_receipts, set_aside

DETAIL = "This was delivered sealed and is not signed by anybody known. A supervisor sees to it."


@dataclass(frozen=True, slots=True)
class Author:
    """Who signed an op, on the device of the key; ``is_shut_out``: they or the device are blocked."""

    actor: Actor
    is_shut_out: bool


def open_op(clinic_id: str, op_id: str, sealed: str) -> bytes | None:
    """The op as its tablet would have pushed it; None for what was not sealed to this clinic. Raises KeyLost."""
    try:
        return open_sealed(clinic_id, f"op:{op_id}", to_bytes(sealed))[0]
    except (NotSealed, ValueError):
        return None


def find_author(clinic_id: str, op: Op | BadOp) -> Author | None:
    """By the signature alone."""
    given = op.raw.get("signature") if isinstance(op, Op) else None
    key = db.session.get(SigningKey, (clinic_id, given["key"])) if given else None
    if given is None or key is None or not isinstance(op, Op) or op.user_id != key.user_id:
        return None
    if not is_signed(key.public, given["value"], statement(op.raw)):
        return None
    user = db.session.get_one(User, (clinic_id, key.user_id))
    device = db.session.get_one(Device, (clinic_id, key.device_id))
    return Author(actor_of(user, device.id), is_shut_out=not user.active or device.status != "active")


def keep_unproven(actor: Actor, bodies: list[dict[str, Any]], now: datetime) -> list[Result]:
    """Keep what nobody proves to have written and flush; the caller commits."""
    begin_write()
    batch = Batch(actor, str(actor.device_id), now, lock_clinic(actor.clinic_id))
    hashes = [body_hash(body) for body in bodies]
    named = [derived_id(body["op_id"], "sealed as", sent) for body, sent in zip(bodies, hashes, strict=True)]
    load_receipts(batch, named)
    results = [
        set_aside(batch, kept_as, body, sent, rejected(body["op_id"], "signature", DETAIL))
        for kept_as, body, sent in zip(named, bodies, hashes, strict=True)
    ]
    db.session.flush()
    return results
