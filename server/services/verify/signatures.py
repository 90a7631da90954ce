"""The signature of each change again: by a key of its author, over the op that made it."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from server.db import db
from server.models import SigningKey
from server.services.keys.signatures import is_signed, statement

NAMES_CONTENT = ("sign", "approve", "acknowledge", "return", "void")
Keys = Mapping[str, tuple[str, str]]


def read_keys(clinic_id: str) -> Keys:
    """Whose it is and the key itself, by id; retired ones as well."""
    query = select(SigningKey.id, SigningKey.user_id, SigningKey.public).where(SigningKey.clinic_id == clinic_id)
    return {row.id: (row.user_id, row.public) for row in db.session.execute(query)}


def op_signature_breaks(record: Any, revisions: list[Any], keys: Keys) -> Iterator[str]:
    stated = (record.stated or {}).get("revisions", ())  # known since it was taken in, and held by its digest
    for revision in revisions:
        if revision.rev in stated:
            continue
        if revision.signature is not None and not is_proven(record, revision, keys):
            yield f"revision {revision.rev} does not have the signature of its op"


def is_proven(record: Any, revision: Any, keys: Keys) -> bool:
    try:
        kept = revision.signature
        op = kept.get("op")
        text = statement(op) if op else kept["statement"]
        user_id, public = keys[kept["key"]]
        named = (user_id, text.split("\n")[1].lower())
        if named != (revision.author_id, revision.op_id) or not is_signed(public, kept["value"], text):
            return False
        is_about_this = op and op["id"].lower() == record.id and op["kind"] == revision.kind
        return not is_about_this or op["kind"] not in NAMES_CONTENT or op["content_hash"] == revision.content_hash
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):  # other hands left something else there
        return False
