"""Letters that the fonts of the PDFs cannot draw, and the Latin letters that stand for them.

A PDF is drawn with the bundled fonts alone. What none of them has would be a row of empty boxes, so it is written in
Latin letters between ‹ and › and noted: the page says so, and the answer with the file names each text.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from anyascii import anyascii

FONTS = Path(__file__).with_name("pdf") / "fonts"
FIRST, LAST = "‹", "›"
NEVER_DRAWN = "\t\n\r\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
BEYOND_LATIN = re.compile("[^\x00-\u024f]+")
UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
"""Platform and encoding of the tables of a font that hold Unicode, the fuller ones first."""
_noted: ContextVar[list["Rewritten"] | None] = ContextVar("rewritten_letters", default=None)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """``text`` as it was written, ``latin`` as it stands on the page, ``letters`` that no font has."""

    text: str
    latin: str
    letters: str


@contextmanager
def noting() -> Iterator[list[Rewritten]]:
    """What is rewritten within it, each text once; of a ``noting`` around it the list is the same."""
    around = _noted.get()
    found: list[Rewritten] = [] if around is None else around
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)


def drawable(text: str) -> str:
    """The text, with every word that no font can draw whole in Latin letters."""
    if text.isascii() or not undrawable().search(text):
        return text
    parts, run = [], ""
    for part in [*re.split(r"(\s+)", text), ""]:
        if part and (undrawable().search(part) or (run and part == " ")):
            run += part
            continue
        parts += [in_latin(run.rstrip()), " " * run.endswith(" ")] if run else []
        parts.append(part)
        run = ""
    return "".join(parts)


def in_latin(text: str) -> str:
    """Accented Latin stays. A letter that nobody has a transcription of is a question mark."""
    latin = " ".join(BEYOND_LATIN.sub(lambda part: anyascii(part.group()) or "?", text).split())
    found = Rewritten(text, latin, "".join(sorted(set(undrawable().findall(text)))))
    noted = _noted.get()
    if noted is not None and found not in noted:
        noted.append(found)
    return f"{FIRST}{latin}{LAST}"


@cache
def undrawable() -> re.Pattern[str]:
    """Of one character that takes ink and is in no bundled font."""
    spans: list[list[int]] = []
    for char in sorted(set().union(*(covered(font.read_bytes()) for font in FONTS.glob("*.?tf")))):
        if spans and char == spans[-1][1] + 1:
            spans[-1][1] = char
        else:
            spans.append([char, char])
    drawn = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in spans)
    return re.compile(f"[^{NEVER_DRAWN}{drawn}]")


def covered(font: bytes) -> set[int]:
    """The characters that the font has a drawing of: its table ``cmap``, in the formats 4 and 12 of OpenType."""

    def number(at: int, size: int = 2) -> int:
        return int.from_bytes(font[at : at + size], "big")

    cmap = next(number(at + 8, 4) for at in range(12, 12 + 16 * number(4), 16) if font[at : at + 4] == b"cmap")
    rows = range(cmap + 4, cmap + 4 + 8 * number(cmap + 2), 8)
    tables = {(number(row), number(row + 2)): cmap + number(row + 4, 4) for row in rows}
    table = next(tables[kind] for kind in UNICODE if kind in tables)
    if number(table) == 12:
        groups = range(table + 16, table + 16 + 12 * number(table + 12, 4), 12)
        return {char for at in groups for char in range(number(at, 4), number(at + 4, 4) + 1)}
    found, size = set(), number(table + 6)  # four lists of this size: ends, starts, deltas, places of glyphs
    for last_at in range(table + 14, table + 14 + size, 2):
        first_at = last_at + size + 2
        first, delta, place = number(first_at), number(first_at + size), first_at + 2 * size
        for char in range(first, min(number(last_at), 0xFFFE) + 1):
            glyph = number(place + number(place) + 2 * (char - first)) if number(place) else char
            if glyph and (glyph + delta) % 0x10000:
                found.add(char)
    return found
