"""The facts that leave with a note: what its figures come to, without all that rules judge by.

Each is what ``facts`` finds under the same name; a record of many visits is exported in a third of the time.
"""

from server.domain.context import Content, Context
from server.domain.facts.day import day_facts, earlier_today
from server.domain.facts.numbing import cream_figures
from server.domain.facts.prp import prp_facts
from server.domain.facts.scores import assessment_facts, outcome_facts
from server.domain.facts.visit import days_since_last
from server.domain.given import performed
from server.domain.times import day, minutes_between


def stated_facts(content: Content, context: Context) -> Content:
    limits, on = context.limits, day(content.get("visit", {}).get("session_date"))
    today = day_facts(earlier_today(content, context), content, limits)
    assessment, needling = assessment_facts(content.get("assessment", {}), limits), content.get("needling", {})
    return {
        "visit": {"days_since_last": days_since_last(on, context, today["visits"])},
        "assessment": assessment,
        "outcome": outcome_facts(content.get("assessment", {}), assessment, context),
        "numbing": cream_figures(content.get("numbing", {})),
        "needling": {"minutes": minutes_between(needling.get("started_at"), needling.get("ended_at"))},
        "prp": prp_facts(content.get("prp", {}), on, limits, performed(content)),
    }
