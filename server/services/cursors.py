"""Opaque cursors: where a page ended, in a form a client keeps but does not read."""

import base64
import binascii
import json
from typing import Any

from server.domain.errors import Invalid

MAX_LENGTH = 1500
MAX_NUMBER = 2**53


class BadCursor(Invalid):
    """Not a cursor this server gave."""


def encode_cursor(*position: Any) -> str:
    text = json.dumps(position, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(text: str, *kinds: type) -> list[Any]:
    """The position, when it has just these kinds of values. Raises BadCursor."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        position = json.loads(raw) if len(text) <= MAX_LENGTH else None
    except (binascii.Error, ValueError, RecursionError):
        position = None
    if not isinstance(position, list) or [type(value) for value in position] != list(kinds) or is_beyond(position):
        raise BadCursor("This cursor is not one of ours.", fields={"query": {"cursor": ["Not a cursor."]}})
    return position


def is_beyond(position: list[Any]) -> bool:
    """A number that no column holds, or a text that no database stores, would be an error of the database."""
    return any(abs(value) > MAX_NUMBER if isinstance(value, int) else is_unstorable(str(value)) for value in position)


def is_unstorable(text: str) -> bool:
    """NUL, or half of a surrogate pair."""
    return any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)
