"""Since when the very fact is known that a finding read and that was not known at the signature."""

from typing import Any

from server.domain.limits import LIMITS
from server.domain.rules import RULES
from tests.domain.vectors import changed, context_of, rule_cases
from tests.node.page import NodePage
from tests.node.test_core_vectors import core

CREAM = {"used": True, "product": "emla", "applied_at": "2026-10-19T09:00:00+02:00"}
PREP = {"numbing": CREAM, "needling": {"skin_prep": ["povidone_iodine"]}}
LIDOCAINE = {"substance": "lidocaine", "severity": "severe", "status": "active"}
IODINE = {"substance": "iodine", "severity": "severe", "status": "active"}


def learned(page: NodePage, rule: str, **known: dict[str, Any]) -> list[str | None]:
    """The days of this rule's findings about a visit of 19 October 2026 with cream and iodine."""
    case = rule_cases()[0]
    content = changed(case["content"], PREP)
    allergies = {f"allergy:{name}": allergy for name, allergy in known.items()}
    around = {**case["context"], "patient": changed(case["context"]["patient"], allergies)}
    assert context_of(around)
    body = """
        const { evaluate } = await import("/src/core/rules.js");
        const [rule, content, context, rules] = given;
        const found = evaluate(rules, content, context).filter((one) => one.rule === rule);
        return found.map((one) => core.learnedOn(one, content, context, rules));"""
    return core(page, "learned", body, [rule, content, {**around, "limits": LIMITS}, RULES])


def test_the_day_is_that_of_the_allergy_the_finding_is_about(page: NodePage) -> None:
    known = {"a": {**LIDOCAINE, "known_since": "2026-10-22"}, "b": {**IODINE, "known_since": "2026-11-02"}}
    assert learned(page, "A11", **known) == ["2026-10-22"]
    assert learned(page, "G01", **known) == ["2026-11-02"]


def test_of_two_allergies_each_has_its_own_day(page: NodePage) -> None:
    two = {
        "a": {**LIDOCAINE, "known_since": "2026-10-22"},
        "b": {**LIDOCAINE, "name": "Xylocaine", "known_since": "2026-10-30"},
    }
    assert learned(page, "A11", **two) == ["2026-10-22", "2026-10-30"]


def test_no_day_where_it_was_known_before_or_nobody_says_since_when(page: NodePage) -> None:
    later = {**IODINE, "known_since": "2026-11-02"}
    assert learned(page, "A11", a={**LIDOCAINE, "known_since": "2026-10-19"}, b=later) == [None]
    assert learned(page, "A11", a=LIDOCAINE, b=later) == [None]
