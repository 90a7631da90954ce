"""Who signed an op: checked before the op is applied, and kept with the change it makes."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from server.db import db
from server.domain.errors import NotFound, Refusal
from server.models import SigningKey
from server.services.keys.signatures import is_signed, statement
from server.services.records.batch import Batch
from server.services.records.ops import Op

OF_BEFORE = timedelta(days=14)


class BadSignature(Refusal):
    """It was not signed by its author, or is not what they signed."""

    status, code = 422, "signature"


class Unsigned(Refusal):
    """Its tablet signs what its author writes, and this came without: nobody proves who wrote it."""

    status, code = 422, "unsigned"


class UnknownKey(NotFound):
    """A server that was set back may hear of it again."""

    status, code = 422, "signature"


def take_signature(batch: Batch, op: Op) -> dict[str, Any] | None:
    """The signature with what it is over, to be kept; None for one of a tablet of before. Raises Unsigned.

    Of an op that names the content it is about, the whole op is kept, so that anybody can see what was signed; an edit
    is in the revision itself.
    """
    given = op.raw.get("signature")
    if given is None:
        if was_to_be_signed(batch, op):
            raise Unsigned("This was sent without the signature of its author, whose tablet signs what they write.")
        return None
    key, text = batch.key(given["key"]), statement(op.raw)
    if key is None:
        raise UnknownKey("This was signed with a key that nobody registered here.")
    if not was_active(batch, key, op) or not is_signed(key.public, given["value"], text):
        raise BadSignature("The signature is not that of its author, or something was changed after it.")
    unsigned = {name: value for name, value in op.raw.items() if name != "signature"}
    return {**given, **({"op": unsigned} if "content_hash" in op.raw else {"statement": text})}


def was_active(batch: Batch, key: SigningKey, op: Op) -> bool:
    """Whether it is a key of the author, and not one that was retired before the op was written."""
    is_in_time = key.retired_at is None or true_time(op) <= key.retired_at
    return key.user_id == batch.actor.id and is_in_time


def was_to_be_signed(batch: Batch, op: Op) -> bool:
    """Whether the author had a key on this tablet when it was written. What an app of before had already sent goes on
    unsigned for a while, and what an epoch brings again for as long as its receipt proves it."""
    since, again = signs_since(batch), batch.resent.get(op.op_id)
    if since is None or (again is not None and again.proven):
        return False
    return true_time(op) >= since or batch.arrived > since + OF_BEFORE


def signs_since(batch: Batch) -> datetime | None:
    """When this tablet registered the first key of the author; read once for a push."""
    if batch.signs_since is None:
        mine = (SigningKey.clinic_id == batch.actor.clinic_id, SigningKey.user_id == batch.actor.id)
        first = select(func.min(SigningKey.created_at)).where(*mine, SigningKey.device_id == batch.device_id)
        batch.signs_since = (db.session.scalar(first),)
    return batch.signs_since[0]


def true_time(op: Op) -> datetime:
    """When it was written, by a clock that is right."""
    return op.client_time - timedelta(milliseconds=int(op.body.get("clock_offset_ms") or 0))
