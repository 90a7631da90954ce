"""Finding a patient, and telling whether two may be one: the same folding as ``static/src/core/search.ts``.

A patient is found by one line of text (``search_text``); ``read_query`` says what the line must contain.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# Signs that are left out before anything else; NFKC would turn some of them into a space and a mark.
SILENT = re.compile("['’‘‛ʼʻʽˈ′‵´`ʹʾʿ՚＇\u00ad\u200b-\u200f\u2060\ufeff]")
# Accents, points and vowel signs that people leave out; not the vowels of Indic scripts and Thai.
MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")  # fmt: skip # noqa: E501
# Letters that Unicode does not decompose, as people type them without it.
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ß": "ss",
                         "æ": "ae", "œ": "oe", "þ": "th", "ς": "σ"})  # fmt: skip
# ä, ö, ü, å, ø, æ as they are spelled without the letter
SPELLED = re.compile("(a)[ae]|(o)e|(u)e")
# Chinese, Japanese and Korean, where a name is not cut into words
CHARACTER = re.compile("([\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af])")  # fmt: skip # noqa: E501
MONTHS = ("january enero", "february febrero", "march marzo", "april abril", "may mayo", "june junio", "july julio",
          "august agosto", "september sept septiembre", "october octubre", "november noviembre",
          "december diciembre")  # fmt: skip
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?(?!\d)", re.ASCII)
IN_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
APART = re.compile(r"^\s*(\d{1,2})( )(\d{1,2}) (\d{4})\s*$", re.ASCII)
BEGUN = re.compile(r"(?<!\d)(\d{1,2})([./])(\d{1,2})[./]?()(?!\d)", re.ASCII)
DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)? ?(?:of |de )?([a-z]{3,10})\b\.?(?:,? ?(?:del? )?(\d{4}|\d{2}))?(?!\d)",
    re.ASCII,
)
MONTH_FIRST = re.compile(r"\b([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}|\d{2}))?(?![\da-z])", re.ASCII)
MONTH_ALONE = re.compile(r"\b([a-z]{3,10})\.? (?:del? )?(\d{4})(?!\d)", re.ASCII)
# Digits of a telephone are kept as full-width ones, so that only a query of several digits meets them.
DIALLED = str.maketrans("0123456789", "０１２３４５６７８９")
WHOLE_NUMBER, TAIL = 7, 9
MAX_KEY = 200  # letters; both keys are in an index
NUMBER = re.compile(r"[\d\s+()./-]+", re.ASCII)

Query = list[list[list[str]]]


def fold(text: str) -> str:
    """Words as they are compared: without case, accents, apostrophes and punctuation, with single spaces."""
    plain = unicodedata.normalize("NFKC", SILENT.sub("", text)).lower()
    bare = MARKS.sub("", unicodedata.normalize("NFKD", plain)).translate(LETTERS)
    letters = unicodedata.normalize("NFC", bare)
    return " ".join("".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in letters).split())


def spelled(folded: str) -> str:
    """``Mueller``, ``Müller`` and ``Muller`` are one."""
    return SPELLED.sub(r"\1\2\3", folded)


def name_key(identity: Mapping[str, Any]) -> str:
    """Equal for names that differ in order, spacing, hyphens, accents or spelling: their letters in order."""
    words = fold(f"{text_of(identity, 'given')} {text_of(identity, 'family')}").split()
    return "".join(sorted("".join(map(spelled, words))))[:MAX_KEY]


def mrn_key(identity: Mapping[str, Any]) -> str:
    return fold(text_of(identity, "mrn")).replace(" ", "")[:MAX_KEY]


def text_of(identity: Mapping[str, Any], name: str) -> str:
    value = identity.get(name)
    return value if isinstance(value, str) else ""


def search_text(identity: Mapping[str, Any], earlier: Iterable[Mapping[str, Any]] = ()) -> str:
    """Everything a patient can be found by, as one line: names, record number, birth date, telephone; also what they
    were known by earlier."""
    return " ".join(dict.fromkeys(part for one in (identity, *earlier) for part in search_parts(one)))


def search_parts(identity: Mapping[str, Any]) -> Iterator[str]:
    given, family, mrn = (fold(text_of(identity, name)) for name in ("given", "family", "mrn"))
    names = f"{given} {family}".strip()
    number = mrn.replace(" ", "")
    joined = [f"{given}{family}".replace(" ", ""), f"{family}{given}".replace(" ", "")]
    digits = re.sub(r"[^0-9]", "", text_of(identity, "phone")).translate(DIALLED)
    dates = dates_of(text_of(identity, "birth_date"))
    parts = [names, spelled(names), *map(spelled, joined), mrn, number, spelled(number), *dates, digits]
    return filter(None, parts)


def dates_of(born: str) -> list[str]:
    """The day as people write it, each after a slash, which stands for its beginning: year first, day first and month
    first, the latter two also with two digits of the year; then without anything between."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", born, re.ASCII):
        return []
    year, month, day = born.split("-")
    m, d = int(month), int(day)
    pairs = [f"/{a}-{b}-{y}" for y in (year, year[2:]) for a, b in ((d, m), (m, d))]
    return [f"/{year}-{m}-{d}", *pairs, f"{year}{month}{day}", f"{day}{month}{year}"]


def read_query(query: str) -> Query:
    """The ways to read a query: of one of them every word must be found, of each word one spelling."""
    text = unicodedata.normalize("NFKC", SILENT.sub("", query)).lower()
    dates, rest = take_dates(text)
    readings = [[[date] for date in dates] + words_of(rest)] if dates else []
    readings.append(words_of(text))
    digits = re.sub(r"[^0-9]", "", text)
    if NUMBER.fullmatch(text) and len(digits) >= WHOLE_NUMBER:
        readings.append([[digits[-TAIL:].translate(DIALLED)]])
    return readings


def words_of(text: str) -> list[list[str]]:
    """What stands together without a space is one word, so that "D-77" is not any D and any 77."""
    words = " ".join(fold(part).replace(" ", "") for part in text.split())
    found = [alternatives(word) for word in CHARACTER.sub(r" \1 ", words).split()]
    return found or [[text.strip()]] if text.strip() else []


def alternatives(word: str) -> list[str]:
    """A number may be part of the record number, a date or the telephone."""
    if not re.fullmatch(r"[0-9]{4,}", word):
        return [spelled(word)]
    return [word, word[-TAIL:].translate(DIALLED)]


def take_dates(text: str) -> tuple[list[str], str]:
    """The dates in a text as ``search_text`` has them, and the text without them."""
    dates: list[str] = []

    def take(found: re.Match[str], date: str | None) -> str:
        if date is None:
            return found[0]
        dates.append(date)
        return " "

    text = YEAR_FIRST.sub(lambda it: take(it, year_first(it)), text)
    for pattern in (IN_FIGURES, APART, BEGUN):
        text = pattern.sub(lambda it: take(it, in_figures(it)), text)
    text = DAY_FIRST.sub(lambda it: take(it, in_words(it[2], it[1], it[3])), text)
    text = MONTH_FIRST.sub(lambda it: take(it, in_words(it[1], it[2], it[3])), text)
    text = MONTH_ALONE.sub(lambda it: take(it, month_alone(it)), text)
    return dates, text


def year_first(found: re.Match[str]) -> str | None:
    month = int(found[2])
    return f"/{found[1]}-{month}" + (f"-{int(found[3])}" if found[3] else "") if 1 <= month <= 12 else None


def in_figures(found: re.Match[str]) -> str | None:
    one, other = int(found[1]), int(found[3])
    fits = 1 <= min(one, other) <= 12 and max(one, other) <= 31
    return f"/{one}-{other}-{found[4]}" if fits else None


def in_words(month: str, day: str, year: str | None) -> str | None:
    number = month_of(month)
    return f"/{int(day)}-{number}-{year or ''}" if number and 1 <= int(day) <= 31 else None


def month_alone(found: re.Match[str]) -> str | None:
    number = month_of(found[1])
    return f"-{number}-{found[2]}" if number else None


def month_of(word: str) -> int | None:
    """ "mar" and "marzo" are 3."""
    return next((n for n, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names.split())), None)


def is_found(text: str, query: Query) -> bool:
    return any(all(any(one in text for one in word) for word in reading) for reading in query)
