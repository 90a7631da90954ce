"""The guard of a rule is what was given or is planned: every example, retold as each outcome of a visit."""

from typing import Any

import pytest

from server.domain.answers import Finding
from server.domain.facts.exposure import CALLED_OFF, GIVEN
from server.domain.limits import LIMITS
from server.domain.rules import RULES, look
from server.domain.rules import evaluate as judge
from tests.domain.vectors import changed, context_of, load, rule_cases

OUTCOMES = ("treated", "stopped", "deferred", "cancelled", "review")
GUARDS: dict[str, set[str]] = {}
for row in RULES["rows"]:
    GUARDS.setdefault(row["id"], set()).add(row.get("exposure", ""))
ALL_GIVEN = {
    "numbing": {"used": True, "product": "emla", "applied_at": "2026-10-19T09:00:00+02:00"},
    "needling": {"started_at": "2026-10-19T10:10:00+02:00"},
    "prp": {"used": True, "drawn_ml": 20, "used_at": "2026-10-19T10:20:00+02:00"},
}


slow = pytest.mark.slow  # each asks for ``told``


@pytest.fixture(scope="module")
def told() -> list[tuple[str, str, Any, list[Finding]]]:
    """Name, outcome, view and findings of each example at each outcome."""
    found = []
    for case in chosen(rule_cases()):
        context = context_of(case["context"])
        for outcome in OUTCOMES:
            content = changed(case["content"], {"visit": {"performed": outcome}})
            found.append((case["name"], outcome, look(content, context), judge(content, context)))
    return found


def chosen(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first example in which each rule fires."""
    named: dict[str, list[str]] = {}
    for case in listed:
        for rule, *_ in case["fired"]:
            named.setdefault(rule, []).append(case["name"])
    wanted = {name for names in named.values() for name in names[:1]}
    return [case for case in listed if case["name"] in wanted]


def stages(view: Any, finding: Finding) -> set[str]:
    """The stages of all that its rows are guarded by; "" is a row without a guard."""
    return {view.value(guard, finding.at) or "" if guard else "entered" for guard in GUARDS[finding.rule]}


@slow
def test_what_was_done_is_never_forbidden_and_always_alerts(told):
    wrong = [
        (name, outcome, one.rule)
        for name, outcome, view, findings in told
        for one in findings
        if (one.severity == "block*" and stages(view, one) == {GIVEN}) or (one.severity == "reason*" and not one.alert)
    ]
    assert wrong == []


@slow
def test_what_was_not_given_at_a_visit_that_is_over_says_nothing(told):
    """Neither stopped nor a review plans anything: a rule with a guard speaks of what was given alone."""
    wrong = [
        (name, outcome, one.rule)
        for name, outcome, view, findings in told
        if outcome in ("stopped", "review")
        for one in findings
        if stages(view, one).isdisjoint({GIVEN, "entered"}) and one.rule != "N05"
    ]
    assert wrong == []


@slow
def test_what_was_called_off_stands_in_nobodys_way(told):
    wrong = [
        (name, outcome, one.rule, one.severity)
        for name, outcome, view, findings in told
        if outcome in ("deferred", "cancelled")
        for one in findings
        if stages(view, one) == {CALLED_OFF} and one.severity != "info"
    ]
    assert wrong == []


@slow
def test_a_visit_called_off_at_which_something_was_given_is_told_so(told):
    wrong = [
        (name, outcome)
        for name, outcome, view, findings in told
        if outcome in ("deferred", "cancelled")
        and (view.facts["exposure"]["any"] == GIVEN) != any(one.rule == "V09" for one in findings)
    ]
    assert wrong == []


@slow
def test_all_that_is_found_of_what_was_given_is_found_at_a_stopped_visit_too(told):
    """Calling the visit by another name hides nothing."""
    given = {
        (name, outcome): {one.rule for one in findings if stages(view, one) == {GIVEN}}
        for name, outcome, view, findings in told
    }
    hidden = [
        (name, outcome, sorted(given[name, outcome] - given[name, "stopped"] - {"V09"}))
        for name, outcome in given
        if given[name, outcome] - given[name, "stopped"] - {"V09"}
    ]
    assert hidden == []


ASKED = LIMITS["asked"]


@pytest.mark.parametrize("question", ASKED["check"])
def test_an_unknown_answer_of_the_day_never_passes(question):
    assert unknown({"check": {question: "unknown"}}, {}) == ["P17"]


@pytest.mark.parametrize("question", [*ASKED["always"], *ASKED["numbing"], *ASKED["methaemoglobin"], *ASKED["prp"]])
@pytest.mark.parametrize("answer", ["unknown", None])
def test_an_unknown_history_never_passes(question, answer):
    assert unknown({}, {f"history:{question}": {"answer": answer}}) == ["P17"]


def unknown(content: dict[str, Any], patient: dict[str, Any]) -> list[str]:
    base = load("rules")["base"]
    context = base["context"] | {"patient": changed(base["context"]["patient"], patient)}
    findings = judge(changed(base["content"], changed(ALL_GIVEN, content)), context_of(context))
    return [one.rule for one in findings if one.rule == "P17"]
