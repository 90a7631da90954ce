"""The patient's page is read by children of twelve: Flesch-Kincaid for English, Fernández-Huerta for Spanish.

The grades are of the sentences that the page says, composed as for a patient: no names, products, dates or headings.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from server.domain.patient_page.words import PAGE
from server.exports.patient_page import page_of
from tests.domain.test_patient_page import note, treated
from tests.domain.test_patient_page import page as facts_of
from tests.exports.samples import full
from tests.exports.test_patient_page import names

HIGHEST_GRADE = 6
LOWEST_SCORE = 70  # of Fernández-Huerta: 70 to 80 is what the sixth grade reads
NAMED = ("lots", "foot", "ids", "name", "clinic", "title", "map", "depths", "progress", "demo", "page")
WHO = replace(names("Ana"), operator="Eva", clinic="North", private=True)
WORD = re.compile(r"[^\W\d_]+")
CASES = {
    "treated": treated(**{unit: fields for unit, fields in full(1, "2026-10-19").items() if unit != "visit"}),
    "stopped": treated(visit={"performed": "stopped", "session_date": "2026-10-19"}),
    "review": {"visit": {"performed": "review", "session_date": "2026-10-19"}},
    "deferred": {
        "visit": {"performed": "deferred", "session_date": "2026-10-19"},
        "check": dict.fromkeys(("pregnant", "hsv_active", "infection", "open_wound", "sunburn", "recent_fever"), "yes"),
    },
}


def prose(thing: Any) -> Iterator[str]:
    """What is said on the page in three words or more."""
    if isinstance(thing, dict):
        for name, part in thing.items():
            if name not in NAMED:
                yield from prose(part)
    elif isinstance(thing, list):
        for part in thing:
            yield from prose(part)
    elif isinstance(thing, str):
        yield from (one for one in re.split(r"[.!?:;]\s*", thing) if len(WORD.findall(one)) > 2)


def english_syllables(word: str) -> int:
    word = word.lower()
    silent = (word.endswith("e") and not word.endswith("le")) or (word.endswith("ed") and word[-3:-2] not in ("t", "d"))
    return max(1, len(re.findall(r"[aeiouy]+", word)) - silent)


def spanish_syllables(word: str) -> int:
    """Strong and accented vowels each, a weak one only where no other stands beside it."""
    plain = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word.lower())
    return max(1, sum(max(1, len(re.findall("[aeoáéíóú]", run))) for run in re.findall("[aeiouáéíóúü]+", plain)))


def flesch_kincaid(sentences: list[str]) -> float:
    words = [word for one in sentences for word in WORD.findall(one)]
    syllables = sum(map(english_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def fernandez_huerta(sentences: list[str]) -> float:
    words = [word for one in sentences for word in WORD.findall(one)]
    syllables = sum(map(spanish_syllables, words))
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / len(sentences)


def said(kind: str, code: str) -> list[str]:
    document = page_of(facts_of(note("signed", CASES[kind])), WHO, PAGE["languages"][code], code)
    assert document["kind"] == kind
    found = list(prose({name: part for name, part in document.items() if name not in ("lang", "dir", "kind")}))
    assert len(found) > 5
    return found


@pytest.mark.parametrize("kind", CASES)
def test_a_child_of_twelve_reads_the_page(kind: str) -> None:
    grade, score = flesch_kincaid(said(kind, "en")), fernandez_huerta(said(kind, "es"))
    print(f"{kind}: Flesch-Kincaid grade {grade:.1f}, Fernández-Huerta {score:.0f}")
    assert grade <= HIGHEST_GRADE
    assert score >= LOWEST_SCORE


def test_every_text_of_the_page_is_read_as_easily() -> None:
    """Also what few patients are told."""
    every = {code: list(prose(PAGE["languages"][code])) for code in ("en", "es")}
    grade, score = flesch_kincaid(every["en"]), fernandez_huerta(every["es"])
    print(f"all texts: Flesch-Kincaid grade {grade:.1f}, Fernández-Huerta {score:.0f}")
    assert grade <= HIGHEST_GRADE
    assert score >= LOWEST_SCORE


def test_the_figures_are_those_of_the_formulas() -> None:
    assert [english_syllables(word) for word in ("skin", "needle", "redness", "treated", "cream", "stopped")] == [
        1, 2, 2, 2, 1, 1]  # fmt: skip
    assert [spanish_syllables(word) for word in ("piel", "aguja", "día", "quemadura", "guía", "sangre")] == [
        1, 3, 2, 4, 2, 2]  # fmt: skip
    assert round(flesch_kincaid(["The cat sat on the mat"]), 1) == -1.4
    assert flesch_kincaid(["Radiofrequency facilitates considerable reorganisation of dermal collagenous tissue"]) > 15
