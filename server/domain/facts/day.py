"""What the patient's other visits of the same day imply: which came before this one, and what they gave already."""

from datetime import date
from typing import Any

from server.domain.areas import is_same_area
from server.domain.context import Content, Context, Unit, units_of
from server.domain.figures import known_total, number
from server.domain.given import begun, exposures, is_session
from server.domain.times import day, days_between
from server.domain.views import la_of, runs_of, sites_of


def earlier_today(content: Content, context: Context) -> list[Content]:
    """All but those that are known to have begun later; one at which nothing was given adds nothing."""
    mine = begun(content)
    return [other for other in context.same_day if not ((theirs := begun(other)) and mine and theirs[0] > mine[0])]


def day_facts(earlier: list[Content], content: Content, limits: dict[str, Any]) -> Unit:
    """``visits`` counts those with needling or PRP on this date, ``visits_here`` those of the same group of sites;
    ``at`` is when the first of the earlier ones began; ``drawn_ml`` is the blood of several draws."""
    draws = [number(draw.get("drawn_ml")) for visit in (*earlier, content) for _key, draw in units_of(visit, "prp")]
    drawn = [volume for volume in draws if volume is not None]
    today = [None, content.get("visit", {}).get("session_date")]
    first = min((at for other in earlier if (at := begun(other))), default=None)
    visits = [one for one in earlier if is_session(one) and one.get("visit", {}).get("session_date") in today]
    return {
        "visits": len(visits),
        "visits_here": sum(is_same_area(one, content, limits) for one in visits),
        "at": first[1] if first else None,
        "drawn_ml": known_total(drawn) if len(drawn) > 1 else None,
    }


def sites_treated(earlier: list[Content]) -> set[str]:
    needled = [other for other in earlier if exposures(other)["needle"]]
    return {key for other in needled for key, site in sites_of(other) if runs_of(site)}


def is_on_needled(cream: Unit, content: Content, treated: frozenset[str]) -> bool:
    """Whether the cream goes on skin that was needled earlier today. One without a site goes where this visit does."""
    zones = cream.get("zones")
    named = {f"zone:{zone}" for zone in zones} if isinstance(zones, list) and zones else sites_treated([content])
    return bool(treated & named)


def completed_on(context: Context) -> date | None:
    """Of a touch-up: the day of the visit it completes."""
    return day(context.completes.get("visit", {}).get("session_date"))


def sites_completed(context: Context, on: date | None) -> set[str]:
    """The sites of that visit, when it was on an earlier day and so lately that they may not be treated again."""
    days = days_between(completed_on(context), on)
    is_late = days is not None and 0 < days < context.limits["interval"]["reason_days"]
    return sites_treated([context.completes]) if is_late else set()


def creams_of(earlier: list[Content]) -> list[Unit]:
    return [cream for other in earlier if exposures(other)["cream"] for _key, cream in units_of(other, "numbing")]


def injections_of(earlier: list[Content]) -> list[Unit]:
    return [shot for other in earlier for shot in la_of(other)]
