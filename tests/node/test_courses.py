"""Courses and follow-up tasks on the tablet, against the same examples as the server's."""

from server.domain import catalogue
from server.domain.limits import LIMITS
from server.domain.rules import RULES
from tests.domain.vectors import cases, changed, load
from tests.node.test_core_vectors import core


def test_follow_ups(page):
    listed = cases("follow_up")
    body = "return given.cases.map((c) => core.followUps(c.content, c.now, given.limits.follow_up, c.next, c.made))"
    found = core(page, "follow-up", body, {"cases": listed, "limits": LIMITS})
    for case, tasks in zip(listed, found, strict=True):
        assert tasks == case["expect"], case["name"]


def test_red_flags(page):
    listed = cases("follow_up", "flags")
    body = "return given.flags.map((c) => core.redFlags(c.seen, c.point, given.limits)[0] ?? null)"
    found = core(page, "red-flags", body, {"flags": listed, "limits": LIMITS})
    for case, term in zip(listed, found, strict=True):
        assert term == case["expect"], case["name"]


def with_visit(case):
    base = load("rules")["base"]
    visit = changed(base["content"], load("follow_up_check")["note"])
    return {**case, "visit": visit, "context": {**base["context"], "now": case["now"]}}


def test_follow_up_check(page):
    listed = [with_visit(case) for case in cases("follow_up_check")]
    body = """return given.cases.map((c) => {
        const sections = given.forms.follow_up.sections;
        const context = {...c.context, limits: given.limits};
        const found = core.check(c.content, c.visit, context, {rules: given.rules, sections});
        return [found, core.standing(found, c.acknowledged)];
    })"""
    given = {"cases": listed, "limits": LIMITS, "rules": RULES, "forms": catalogue.forms()}
    for case, (found, standing) in zip(listed, core(page, "follow-up-check", body, given), strict=True):
        assert found["flags"] == case["flags"], case["name"]
        assert "told" not in case or [one["message"] for one in found["findings"]] == [case["told"]], case["name"]
        assert [[one["rule"], one["severity"], one["fields"]] for one in found["findings"]] == case["findings"], case[
            "name"
        ]
        assert [[gap["unit"], gap["field"], gap["problem"]] for gap in found["gaps"]] == case["gaps"], case["name"]
        assert [one["rule"] for one in standing] == case["standing"], case["name"]


def test_standings(page):
    listed = cases("courses")
    body = "return given.cases.map((c) => core.standings(c.patient, c.notes, c.today, given.limits))"
    found = core(page, "courses", body, {"cases": listed, "limits": LIMITS})
    for case, courses in zip(listed, found, strict=True):
        assert courses == case["expect"], case["name"]


def test_the_next_visit_takes_over_the_plan(page):
    listed = [case for case in cases("courses") if "next" in case]
    body = "return given.cases.map((c) => core.nextVisit(c.patient, c.notes, c.today, given.limits))"
    found = core(page, "courses", body, {"cases": listed, "limits": LIMITS})
    for case, visit in zip(listed, found, strict=True):
        assert visit == case["next"], case["name"]
