"""A JSON body cut into the items of one of its lists, so that each can be judged by itself.

Only the text is cut; ``request_validation`` decides whether a piece is valid.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

MAX_TOTAL_DEPTH = 200
BLANK = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Unclean:
    """An item that is JSON, but not as the API takes it: its text as it was sent, and what is wrong with it."""

    text: str
    why: str

    def sketch(self) -> Any:
        """What the item says as far as a lenient reader can tell; fit to find its id in, never to be stored."""
        return LENIENT.decode(self.text)


def no_number(_text: str) -> int:
    """A lenient reader needs no numbers, and one of thousands of digits cannot be read."""
    return 0


LENIENT = json.JSONDecoder(parse_int=no_number, parse_float=no_number, parse_constant=no_number, strict=False)


def cut_items(text: str, name: str) -> tuple[str, list[str]]:
    """The object without what its list ``name`` holds, and the text of each item. Raises ValueError."""
    at = expect(text, 0, "{")
    around, items = text[:at], list[str]()
    while True:
        start = skip(text, at)
        key, at = LENIENT.raw_decode(text, start)
        at = expect(text, at, ":")
        around += text[start:at]
        start = skip(text, at)
        if key == name and text.startswith("[", start):
            items, at = cut_list(text, start)
            around += "[]"
        else:
            _value, at = LENIENT.raw_decode(text, start)
            around += text[start:at]
        at = skip(text, at)
        if not text.startswith(",", at):
            return around + text[at:], items
        at = expect(text, at, ",")
        around += ","


def cut_list(text: str, at: int) -> tuple[list[str], int]:
    """The text of each item of the list that begins there, and where the list ends."""
    items: list[str] = []
    at = skip(text, at + 1)
    if text.startswith("]", at):
        return items, at + 1
    while True:
        start = skip(text, at)
        _value, at = LENIENT.raw_decode(text, start)
        items.append(text[start:at])
        at = skip(text, at)
        if text.startswith("]", at):
            return items, at + 1
        at = expect(text, at, ",")


def skip(text: str, at: int) -> int:
    found = BLANK.match(text, at)
    return found.end() if found else at


def expect(text: str, at: int, sign: str) -> int:
    """The place behind ``sign``, which must come next."""
    at = skip(text, at)
    if not text.startswith(sign, at):
        raise ValueError(f"{sign} expected")
    return at + 1
