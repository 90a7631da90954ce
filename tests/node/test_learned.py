"""Since when the very fact is known that a finding read and that was not known at the signature; and since when it is
no longer on the record."""

from server.domain.limits import LIMITS
from server.domain.rules import RULES
from tests.domain.vectors import cases, learned_contents, with_active
from tests.node.page import NodePage
from tests.node.test_core_vectors import core


def test_what_became_known_later_has_its_day(page: NodePage) -> None:
    listed = [(*learned_contents(case["patient"]), case["kept"]) for case in cases("learned", "learned")]
    body = """return given.listed.map(([content, context, kept]) =>
        core.learnedLater(content, {...context, limits: given.limits}, kept, given.rules)
            .map(({finding, on}) => [finding.rule, on]))"""
    found = core(page, "learned", body, {"listed": listed, "rules": RULES, "limits": LIMITS})
    assert found == [case["later"] for case in cases("learned", "learned")]


def test_what_was_ruled_out_has_its_day(page: NodePage) -> None:
    listed = [
        (*learned_contents(case["patient"]), learned_contents(with_active(case["patient"]))[1])
        for case in cases("learned", "withdrawn")
    ]
    body = """const { evaluate } = await import("/src/core/rules.js");
        const { limits, rules } = given;
        return given.listed.map(([content, context, before]) =>
            evaluate(rules, content, {...before, limits})
                .filter(({rule}) => ["A11", "G01"].includes(rule))
                .map((one) => [one.rule, core.noLongerSince(one, content, {...context, limits}, rules)]))"""
    found = core(page, "learned", body, {"listed": listed, "rules": RULES, "limits": LIMITS})
    assert found == [case["since"] for case in cases("learned", "withdrawn")]
