"""Answers that hold for later sessions of the course (``tests/vectors/decisions.json``)."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import pytest

from server.domain.context import Visit, note_context
from server.domain.limits import LIMITS
from server.domain.rules import RULES, evaluate
from tests.domain.vectors import cases, changed, context_of, decision_case, rule_cases, title

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NEVER = (
    "P01", "P02", "P03", "P04", "P07", "P20", "P21", "A01", "A02", "A03", "A04", "A05", "A07", "A08", "A11", "A14",
    "A15", "A16", "A17", "A18", "A24", "A27", "A28", "A29", "A30", "A31", "N01", "N02", "N03", "N04", "N05", "N06",
    "N07", "N08", "N12", "N18", "R01", "R02", "R03", "R04", "R07", "R08", "R09",
)  # fmt: skip
TOLD = {"on": "2026-08-24", "by": "N. Vidal"}


@pytest.mark.parametrize("case", cases("decisions"), ids=title)
def test_what_was_decided_holds_until_something_ends_it(case: dict[str, Any]) -> None:
    content, patient, notes = decision_case(case)
    visits = [Visit(n["id"], n["state"], n["fields"], n["findings"], n["signatures"]) for n in notes]
    found = note_context("n3", content, patient, visits, now=NOW, limits=LIMITS)
    assert found.decided == case["decided"]


def test_only_what_may_be_remembered_is() -> None:
    """Nothing that forbids, no time, no dose, no sign of the day."""
    kept = {(row["id"], row["severity"]) for row in RULES["rows"] if "remember" in row}
    assert [pair for pair in kept if pair[0] in NEVER or pair[0][0] in "CDTO" or "*" in pair[1]] == []
    assert [row for row in RULES["rows"] if "remember" in row and row["when"][0][0].startswith("check.sepsis")] == []


REMEMBERED = sorted({row["id"] for row in RULES["rows"] if "remember" in row})


@lru_cache
def remembered_cases() -> dict[str, dict[str, Any]]:
    """The first example in which each rule that may be remembered asks."""
    first: dict[str, dict[str, Any]] = {}
    for case in rule_cases():
        if not any(row[0] in REMEMBERED for row in case["fired"]):
            continue
        for one in evaluate(case["content"], context_of(case["context"])):
            if one.decision and one.severity in ("warn", "reason"):
                first.setdefault(one.rule, case)
    return first


@pytest.mark.parametrize("rule", REMEMBERED)
def test_a_decision_silences_its_own_finding_and_no_other(rule: str) -> None:
    case = remembered_cases()[rule]
    context = context_of(case["context"])
    before = evaluate(case["content"], context)
    known = {one.decision: TOLD for one in before if one.rule == rule and one.decision}
    after = evaluate(case["content"], replace(context, decided=known))
    for was, now in zip(before, after, strict=True):
        if was.rule == rule and was.decision in known:
            assert (now.severity, now.since, now.was, now.decided) == ("info", "decided", was.severity, TOLD)
        else:
            assert now == was


def test_a_changed_value_asks_again() -> None:
    base = remembered_cases()["P16"]
    one = {"history:autoimmune": {"answer": "yes"}}
    two = {**one, "history:immunosuppression": {"answer": "yes"}}
    contexts = [context_of({**base["context"], "patient": changed(base["context"]["patient"], p)}) for p in (one, two)]
    first, second = (next(f for f in evaluate(base["content"], c) if f.rule == "P16") for c in contexts)
    again = evaluate(base["content"], replace(contexts[1], decided={first.decision: TOLD}))
    assert first.decision != second.decision
    assert next(f for f in again if f.rule == "P16").severity == "reason"


def test_the_same_product_under_another_unit_is_the_same_decision() -> None:
    serum = {"product": "Glow", "category": "exosome", "timing": "during", "sterile": "yes", "lot": "L"}
    case = rule_cases()[0]
    context = context_of(case["context"])

    def of(unit: str, **more: Any) -> str:
        content = changed(case["content"], {unit: {**serum, **more}})
        return next(one.decision for one in evaluate(content, context) if one.rule == "S02")

    first = "serum:0192f0aa-0000-7000-8000-000000000001"
    assert of(first) == of("serum:0192f0aa-0000-7000-8000-000000000002") != ""
    assert of(first, product="Other") != of(first) != of(first, timing="before")


def decision_of(rule: str, **change: Any) -> str:
    case = rule_cases()[0]
    patient = changed(case["context"]["patient"], change.get("patient", {}))
    content = changed(case["content"], change.get("content", {}))
    found = evaluate(content, context_of({**case["context"], "patient": patient}))
    return next(one.decision for one in found if one.rule == rule)


def test_a_graver_allergy_to_nickel_asks_again() -> None:
    def of(severity: str) -> str:
        allergy = {"substance": "nickel", "status": "active", "severity": severity}
        patient = {"allergy_status": {"none_known": None}, "allergy:0192f0aa-0000-7000-8000-000000000001": allergy}
        return decision_of("P10", patient=patient)

    assert of("mild") != of("moderate") != of("severe") == ""


def test_another_serum_into_the_skin_asks_again() -> None:
    def of(product: str, timing: str = "during") -> str:
        serum = {"product": product, "category": "hyaluronic_acid", "timing": timing, "labelled_for": "intradermal"}
        unit = {"serum:0192f0aa-0000-7000-8000-000000000001": serum, "consent": {"off_label": None}}
        return decision_of("L01", content=unit)

    assert of("Glow") == of("glow ", "before") != of("Other")
