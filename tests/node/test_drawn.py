"""Both languages over values drawn by Hypothesis come to the same text, hash, merge and verdict."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.domain import catalogue, completeness
from server.domain.canonical import canonical_json, content_hash
from server.domain.context import Context
from server.domain.facts import facts
from server.domain.merge import apply_patch
from server.domain.rules import RULE_IDS, evaluate
from tests.domain.strategies import FEW_UNITS, JUDGED
from tests.domain.test_canonical import JSON
from tests.domain.test_merge import PATCHES, UNITS
from tests.domain.vectors import cases, changed, context_of, rule_cases
from tests.node.page import NodePage
from tests.node.test_core_vectors import TEXTS, as_found, as_wire, core, on_tablet, with_limits
from tests.ordinary.dangerous import third_visit
from tests.ordinary.histories import ordinary

pytestmark = pytest.mark.slow


def gathered(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """Values drawn by Hypothesis, to be judged in one call to Node."""
    drawn: list[Any] = []

    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(strategy)
    def gather(value: Any) -> None:
        drawn.append(value)

    gather()
    return drawn


def test_both_languages_write_the_same_canonical_text(page):
    values = gathered(JSON, 600) + gathered(st.floats(allow_nan=False, allow_infinity=False), 600)
    body = "return given.map((value) => core.canonicalJson(value))"
    assert core(page, "canonical", body, values) == [canonical_json(value).decode() for value in values]


def test_both_languages_come_to_the_same_hash(page):
    contents = gathered(st.dictionaries(st.sampled_from(["visit", "zone:chin", "text:plan"]), PATCHES), 200)
    records = [{"id": "n1", "patient_id": "p1", "type": "note", "fields": fields} for fields in contents]
    found = core(page, "canonical", "return Promise.all(given.map(core.contentHash))", records)
    assert found == [content_hash("n1", "p1", "note", fields) for fields in contents]


def test_both_languages_apply_a_patch_alike(page):
    pairs = gathered(st.tuples(UNITS, PATCHES), 300)
    found = core(page, "merge", "return given.map(([unit, patch]) => core.applyPatch(unit, patch))", pairs)
    assert found == [apply_patch(unit, patch) for unit, patch in pairs]


def test_both_languages_judge_every_note_alike(page):
    """Facts, findings and gaps of notes drawn from the whole catalogue, and of every example of a rule with something
    drawn laid over it, in one call to Node."""
    near = zip(rule_cases(), gathered(FEW_UNITS, 300), strict=False)
    drawn = gathered(JUDGED, 150)
    drawn += [(changed(case["content"], more), case["context"]) for case, more in near]
    fired = judge_alike(page, drawn)
    units = {unit.partition(":")[0] for content, _context in drawn for unit in content}
    assert {section.unit for section in catalogue.RECORD_TYPES["note"].sections} <= units | {"override"} | TEXTS
    assert len(fired) > 80, sorted(set(RULE_IDS) - fired)


@pytest.mark.soak
def test_both_languages_judge_two_thousand_notes_alike(page):
    judge_alike(page, gathered(JUDGED, 2000))


def test_both_languages_judge_ordinary_and_dangerous_visits_alike(page):
    """With what the earlier sessions of the course decided, worked out by each from the notes themselves."""
    visits = [*ordinary(150), *map(third_visit, cases("dangerous"))]
    judge_alike(page, [(visit.content, written(visit.context)) for visit in visits])
    assert sum(found.since == "decided" for visit in visits for found in visit.findings) > 100


def written(context: Context) -> dict[str, Any]:
    """As the examples write a context."""
    named = {name: getattr(context, name) for name in Context.__slots__ if name != "limits"}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in named.items()}


def judge_alike(page: NodePage, drawn: list[Any]) -> set[str]:
    """The rules that fired in these notes, in which both find the same."""
    body = """
        const { evaluate } = await import("/src/core/rules.js");
        const { missing } = await import("/src/core/completeness.js");
        const { maxMinutes } = await import("/src/core/facts/numbing.js");
        return given.cases.map(([content, context]) => {
            const around = {...context, limits: given.limits};
            const found = core.facts(content, around);
            for (const unit of core.unitsOf(content, "numbing"))
                if (maxMinutes(content[unit], content, around.patient ?? {}, around.limits) !== found[unit].max_min)
                    throw new Error(`the clock of ${unit} has another limit than the note`);
            return [found, evaluate(given.rules, content, around),
                    missing(given.forms.note.sections, content, around, given.forms.patient.sections)];
        });"""
    fired: set[str] = set()
    for (content, around), (found, findings, gaps) in zip(
        drawn, core(page, "facts/index", body, with_limits(drawn)), strict=True
    ):
        context = context_of(around)
        expected = [one.as_dict() for one in evaluate(content, context)]
        assert found == on_tablet(facts(content, context))
        assert findings == as_wire(expected)
        assert gaps == as_found(completeness.missing(content, context))
        fired |= {one["rule"] for one in expected}
    return fired
