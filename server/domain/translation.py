"""Words shown to people: the English source string is the key, gettext finds the rest.

``N_`` only marks a string for the catalogue of translations; ``_`` translates it into the language of the moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
ENGLISH = "en"
language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def N_(message: str) -> str:
    return message


def _(message: str, **params: object) -> str:
    """The message in the current language, with ``{name}`` placeholders filled from ``params``."""
    translated = _translations(language.get()).gettext(message)
    return translated.format_map(params) if params else translated


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """In another language for a while."""
    before = language.set(code)
    try:
        yield
    finally:
        language.reset(before)


@cache
def _translations(code: str) -> NullTranslations:
    return translation("needlepoint", LOCALE, languages=[code], fallback=True)
