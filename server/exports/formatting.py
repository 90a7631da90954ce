"""Values in words and figures a person reads, and text made safe for paper."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.domain.translation import N_, _
from server.exports.letters import drawable

MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
BREAK = "\u200b"
APART, TOGETHER = "\u2068", "\u2069"
MARKS_KEPT = 8
"""Combining marks on one character; more than any script uses. Without a limit, twenty thousand marks on one
letter keep the typesetter busy for ever (Unicode UAX 15 allows 30 in stream-safe text)."""
SIMPLIFIED = N_("some marks are left out; the whole text is in the record")
LONG_RUN = re.compile(r"\S{33,}")
_zone: ContextVar[str] = ContextVar("time_zone", default="")
NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9]+")
DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0xFEFF])


def date_words(value: Any) -> str:
    """``2026-06-15`` as 15 June 2026; what is no date stays as it is."""
    try:
        day = date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return _("{day} {month} {year}", day=day.day, month=_(MONTHS[day.month - 1]), year=day.year)


def clock_words(value: Any) -> str:
    """The time of day as the person's own clock showed it; empty for what is no time."""
    try:
        return datetime.fromisoformat(str(value)).strftime("%H:%M")
    except ValueError:
        return ""


def moment_words(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{date_words(moment.date().isoformat())}, {moment:%H:%M}"


@contextmanager
def times_of(zone: str) -> Iterator[None]:
    """Within it, instants are in words of this time zone; of none in UTC."""
    before = _zone.set(zone)
    try:
        yield
    finally:
        _zone.reset(before)


def instant_words(at: datetime) -> str:
    """An instant of the server, in the time zone of the clinic, or else in UTC, and which it is."""
    if zone := _zone.get():
        here = at.astimezone(ZoneInfo(zone))
        return f"{date_words(here.date().isoformat())}, {here:%H:%M} ({zone})"
    return _("{moment} UTC", moment=f"{date_words(at.date().isoformat())}, {at:%H:%M}")


def utc_text(at: datetime) -> str:
    """An instant of the server in a file: RFC 3339 in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def number_words(value: Any) -> str:
    """A number without noise: 15.0 is 15; never rounded."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return repr(value)


def with_measure(text: str, measure: str) -> str:
    """The figure and its unit, kept on one line."""
    return f"{text}\u00a0{measure}" if text and measure else text


def listed(words: Iterable[str]) -> str:
    return ", ".join(word for word in words if word)


def safe(text: str) -> str:
    """Text for paper: no control characters, no marks that turn the reading direction, no letter that no font has, no
    run too long to break; and what reads from the right is set apart, so that it cannot pull the figures beside it into
    its own direction."""
    if text.isascii() and text.isprintable():
        return LONG_RUN.sub(_breakable, text)
    composed = unicodedata.normalize("NFC", text)
    printable = "".join(filter(_is_printable, composed.replace("\r\n", "\n").replace("\r", "\n")))
    kept = "".join(few_marks(printable))
    kept += f" [{_(SIMPLIFIED)}]" if len(kept) < len(printable) else ""
    whole = LONG_RUN.sub(_breakable, drawable(kept.translate(DIRECTION_MARKS)))
    turns = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in whole)
    return f"{APART}{whole}{TOGETHER}" if turns else whole


def few_marks(text: Iterable[str]) -> Iterator[str]:
    """The text without the combining marks that exceed ``MARKS_KEPT`` in a row."""
    run = 0
    for char in text:
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if run <= MARKS_KEPT:
            yield char


def _is_printable(char: str) -> bool:
    return char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Cn")


def _breakable(run: re.Match[str]) -> str:
    word = run.group()
    return BREAK.join(word[i : i + 16] for i in range(0, len(word), 16))


def reads_from_right(text: str) -> bool:
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


def file_stem(number: str) -> str:
    """The letters and digits of a patient's number, with which the name of a file begins; at most 40 characters."""
    return NOT_IN_A_FILE_NAME.sub("-", number).strip("-")[:40] or "patient"
