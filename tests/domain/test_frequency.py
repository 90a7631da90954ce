"""How often the rules may speak (domain-2.md 12), over ordinary visits and the demo; and that what is dangerous is
asked in spite of every decision in force."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from server.cli.demo import body, practice
from server.cli.demo.scenario import Patient
from server.domain.answers import Finding
from server.domain.context import Visit, note_context
from server.domain.limits import LIMITS
from server.domain.rules import evaluate
from tests.domain.vectors import cases, title
from tests.ordinary.dangerous import third_visit
from tests.ordinary.histories import Judged, is_asked, ordinary, signed
from tests.ordinary.table import ACTIVE_ACNE, Frequency, frequency, table

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MOST = 0.02
# Accepted in domain-2.md 12: inflamed acne in the area, and an entry that is really missing.
EXCEPTIONS = {ACTIVE_ACNE: 0.046, "D02": 0.021}


def demo_findings() -> Iterator[list[Finding]]:
    for patient in [*practice.patients(NOON), *body.patients(NOON)]:
        yield from of_patient(patient)


def of_patient(patient: Patient) -> Iterator[list[Finding]]:
    before: list[Visit] = []
    for note in patient.notes:
        for step in [step for step in note.steps if step.op == "sign"][:1]:
            content, who = note.fields, patient.on(step.at)
            context = note_context(note.id, content, who, before, now=step.at, limits=LIMITS)
            findings = evaluate(content, context)
            before.append(signed(note.id, content, findings))
            yield findings


def hold(found: Frequency) -> None:
    print(table(found))
    assert found.median == 0
    assert found.ninetieth <= 1
    count = len(found.cards)
    most = {rule: round(EXCEPTIONS.get(rule, MOST) * count) for rule in found.reasons}  # whole visits
    assert {rule: n for rule, n in found.reasons.items() if n > most[rule]} == {}, table(found)


@pytest.fixture(scope="module")
def visits() -> list[Judged]:
    return ordinary(300)


@pytest.mark.slow
def test_three_ordinary_practices_are_asked_next_to_nothing(visits: list[Judged]) -> None:
    hold(frequency([one.findings for one in visits]))


@pytest.mark.soak
def test_the_same_over_three_thousand_visits() -> None:
    hold(frequency([one.findings for one in ordinary(3000)]))


@pytest.mark.slow
def test_first_visits_of_a_course_are_asked_a_little_more(visits: list[Judged]) -> None:
    found = frequency([one.findings for one in visits if one.session == 1])
    assert found.ninetieth <= 2, table(found)


def test_the_demo_asks_next_to_nothing() -> None:
    hold(frequency(list(demo_findings())))


@pytest.mark.slow
def test_the_generator_is_no_flatterer(visits: list[Judged]) -> None:
    """Ordinary visits still hold what rules are for: many rules speak, some ask, and without decisions many more."""
    found = frequency([one.findings for one in visits])
    assert len(found.asks) >= 15, table(found)
    assert sum(found.cards) > 60
    forgetful = frequency([evaluate(one.content, replace(one.context, decided={})) for one in visits])
    assert sum(forgetful.cards) > 1.5 * sum(found.cards)


# What domain-2.md 12 names: a rule that must be asked in one of the altered visits, at this severity.
DANGERS = {
    "toxicity": ("A18", "reason"), "allergies": ("A11", "reason*"), "pregnancy": ("P01", "reason*"),
    "infection or cold sore": ("P04", "reason*"), "80 g EMLA": ("A01", "reason"), "600 mg block": ("A29", "reason"),
    "late consent": ("C07", "reason*"), "expired cartridge": ("N05", "reason*"), "unlabelled tube": ("R04", "reason*"),
    "old PRP": ("R08", "reason"), "recent peel": ("P20", "reason"), "short interval": ("N07", "reason"),
    "vitamin C": ("S01", "reason"), "exosome": ("S02", "reason"),
}  # fmt: skip


def test_the_altered_visits_are_of_every_kind_that_is_named() -> None:
    listed = cases("dangerous")
    asked = {tuple(pair) for case in listed for pair in case["asks"]}
    assert len(listed) == 38
    assert {kind for kind, pair in DANGERS.items() if pair not in asked} == set()


@pytest.mark.parametrize("case", cases("dangerous"), ids=title)
def test_what_is_dangerous_is_asked_in_spite_of_every_decision(case: dict[str, Any]) -> None:
    asked = {(found.rule, found.severity) for found in third_visit(case).findings if is_asked(found)}
    assert {tuple(pair) for pair in case["asks"]} <= asked


def test_the_third_visit_itself_asks_nothing() -> None:
    visit = third_visit({})
    assert [found.rule for found in visit.findings if is_asked(found)] == []
    assert {found.rule for found in visit.findings if found.since == "decided"} >= {
        "X08",
        "P14",
        "P16",
        "P08",
        "S01",
        "A10",
    }
