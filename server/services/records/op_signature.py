"""Who signed an op: checked before the op is applied, and kept with the change it makes."""

from datetime import timedelta
from typing import Any

from server.db import db
from server.domain.errors import NotFound, Refusal
from server.models import SigningKey
from server.services.keys.signatures import is_signed, statement
from server.services.records.batch import Batch
from server.services.records.ops import Op


class BadSignature(Refusal):
    """It was not signed by its author, or is not what they signed."""

    status, code = 422, "signature"


class UnknownKey(NotFound):
    """A server that was set back may hear of it again."""

    status, code = 422, "signature"


def take_signature(batch: Batch, op: Op) -> dict[str, Any] | None:
    """The signature with what it is over, to be kept; None for an op without one, of a tablet of before.

    Of an op that names the content it is about, the whole op is kept, so that anybody can see what was signed; an edit
    is in the revision itself.
    """
    given = op.raw.get("signature")
    if given is None:
        return None
    key, text = db.session.get(SigningKey, (batch.actor.clinic_id, given["key"])), statement(op.raw)
    if key is None:
        raise UnknownKey("This was signed with a key that nobody registered here.")
    if not was_active(batch, key, op) or not is_signed(key.public, given["value"], text):
        raise BadSignature("The signature is not that of its author, or something was changed after it.")
    unsigned = {name: value for name, value in op.raw.items() if name != "signature"}
    return {**given, **({"op": unsigned} if "content_hash" in op.raw else {"statement": text})}


def was_active(batch: Batch, key: SigningKey, op: Op) -> bool:
    """Whether it is a key of the author, and not one that was retired before the op was written."""
    ahead = timedelta(milliseconds=int(op.body.get("clock_offset_ms") or 0))
    is_in_time = key.retired_at is None or op.client_time - ahead <= key.retired_at
    return key.user_id == batch.actor.id and is_in_time
