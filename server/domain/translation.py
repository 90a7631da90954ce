"""Words shown to people: the English source string is the key, gettext finds the rest.

``N_`` only marks a string for the catalogue of translations; ``_`` translates it into the language of the moment.
"""

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


@cache
def _translations(code: str) -> NullTranslations:
    return translation("needlepoint", LOCALE, languages=[code], fallback=True)
