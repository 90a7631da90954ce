"""Typst in a child process: a template and a payload become the bytes of a PDF.

The templates are fixed; everything of the record travels as one JSON string in ``sys.inputs`` and is never read as
markup. The compiler sees no directory but that of the templates, no system fonts and no network. A character that no
bundled font can draw is an error of PDF/UA: then the same pages are made without that claim, so an odd name never holds
up a page. The child has limits of time and memory (``typeset.py``), sets one document, and only so many run at once;
the next one is started ahead (``typesetters.py``).

When the typesetter does not come to an end with the texts as they are, the longest and oddest are set in plain letters,
each with a mark that says so, and at last all of them: one text never keeps a patient's record from being printed.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from server.domain.errors import Refusal
from server.domain.translation import N_, _
from server.exports.pdf.typesetters import Typesetters

TEMPLATES = Path(__file__).parents[3] / "templates"
FONTS = Path(__file__).with_name("fonts")
CPU_SECONDS = 10
WAIT_SECONDS = 20
AT_ONCE, IN_LINE = 2, 4  # so that pages never hold all threads of a server
MOST_PLAIN = 2000
PLAIN_SCRIPTS = range(0x20, 0x250)  # Latin with its accents
TYPESETTERS = Typesetters(FONTS)
TURNS, PLACES = BoundedSemaphore(AT_ONCE), BoundedSemaphore(IN_LINE)


class PagesNotSet(Refusal):
    """The typesetter gave no pages; the message is ours, without any text of the record."""

    status, code = 422, "pages_not_set"


class TypesetterBusy(Refusal):
    status, code = 503, "busy"


def set_pages(
    template: Path, payload: dict[str, Any], seconds: int = CPU_SECONDS, kept: dict[str, Any] | None = None
) -> bytes:
    """The template filled with the payload. ``kept`` goes with it and is never simplified: files and drawings.

    Raises PagesNotSet, and TypesetterBusy when others have not ended.
    """
    with turn():
        for simpler in (as_it_is, with_odd_texts_plain, with_all_texts_plain):
            pages = run(template, simpler(payload) | (kept or {}), seconds)
            if pages is not None:
                return pages
    detail = N_("The PDF could not be created. The table and the JSON file hold everything.")
    raise PagesNotSet(detail)


@contextmanager
def turn() -> Iterator[None]:
    with place(PLACES, 0), place(TURNS, WAIT_SECONDS):
        yield


@contextmanager
def place(of: BoundedSemaphore, wait: float) -> Iterator[None]:
    if not of.acquire(timeout=wait):
        raise TypesetterBusy(N_("Another PDF is being created. Try again in a moment."), retry_after=10)
    try:
        yield
    finally:
        of.release()


def run(template: Path, payload: dict[str, Any], seconds: int) -> bytes | None:
    """``seconds`` of the processor; None when it ends without pages."""
    done = TYPESETTERS.set_one(job_of(template, payload, seconds))
    return done if done is not None and done.startswith(b"%PDF") else None


def job_of(template: Path, payload: dict[str, Any], seconds: int) -> bytes:
    """As ``typeset.py`` reads it."""
    job = {"template": str(template), "seconds": seconds}
    job |= {"pages": payload.get("pages"), "attached": "attached" in payload}
    text = "\n".join(json.dumps(part, ensure_ascii=False, allow_nan=False) for part in (job, payload))
    return text.encode("utf-8", "replace")


def as_it_is(payload: dict[str, Any]) -> dict[str, Any]:
    return payload


def with_odd_texts_plain(payload: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = rewritten(payload, lambda text: plain(text) if is_odd(text) else text)
    return found


def with_all_texts_plain(payload: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = rewritten(payload, lambda text: text if is_plain(text) else plain(text))
    return found


def rewritten(thing: Any, rewrite: Callable[[str], str]) -> Any:
    if isinstance(thing, str):
        return rewrite(thing)
    if isinstance(thing, list):
        return [rewritten(one, rewrite) for one in thing]
    return {name: rewritten(one, rewrite) for name, one in thing.items()} if isinstance(thing, dict) else thing


def is_odd(text: str) -> bool:
    """Longer than anybody writes, or of marks and signs rather than letters."""
    letters = sum(unicodedata.category(char)[0] in "LNPZ" for char in text)
    return len(text) > 2 * MOST_PLAIN or letters < len(text) * 2 / 3


def is_plain(text: str) -> bool:
    return len(text) <= MOST_PLAIN and all(ord(char) in PLAIN_SCRIPTS or char == "\n" for char in text)


def plain(text: str) -> str:
    """The letters that every font has, cut where it is too long, with a mark that says so."""
    letters = "".join(char if ord(char) in PLAIN_SCRIPTS or char == "\n" else "?" for char in without_marks(text))
    cut = letters[:MOST_PLAIN] + ("…" if len(letters) > MOST_PLAIN else "")
    return f"{cut} [{_('shown in plain letters; the whole text is in the record')}]"


def without_marks(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) not in ("Mn", "Me", "Cf"))
