"""Courses and follow-up tasks on the tablet, against the same examples as the server's."""

from server.domain.limits import LIMITS
from tests.domain.vectors import cases
from tests.node.test_core_vectors import core


def test_follow_ups(page):
    listed = cases("follow_up")
    body = "return given.cases.map((c) => core.followUps(c.content, c.now, given.limits.follow_up, c.next))"
    found = core(page, "follow-up", body, {"cases": listed, "limits": LIMITS})
    for case, tasks in zip(listed, found, strict=True):
        assert tasks == case["expect"], case["name"]


def test_red_flags(page):
    listed = cases("follow_up", "flags")
    body = "return given.flags.map((c) => core.redFlag(c.seen, c.point, given.limits))"
    found = core(page, "red-flags", body, {"flags": listed, "limits": LIMITS})
    for case, term in zip(listed, found, strict=True):
        assert term == case["expect"], case["name"]


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
