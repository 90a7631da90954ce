"""What the visit implies: whether anyone was treated, how old they are, how long ago the last time was."""

from datetime import date, datetime
from typing import Any

from server.domain.allergens import in_order
from server.domain.answers import REASON_MIN
from server.domain.areas import listed
from server.domain.context import Content, Context, Unit
from server.domain.decisions import course_of
from server.domain.facts.day import completed_on
from server.domain.facts.exposure import GIVEN, NOT_TREATED
from server.domain.figures import number
from server.domain.given import CREAM, DRAW, STOPPED, exposures, first_pierced, first_time, modality_of
from server.domain.times import day, days_between, instant, months_between, today_where, years_between
from server.domain.units import units_of
from server.domain.views import runs_of, sites_of

MAY_BE_PREGNANT = ("female", "intersex")


def visit_facts(content: Content, context: Context, visits_today: int = 0, visits_here: int = 0) -> Unit:
    """``treated`` says what a note must hold; what rules go by is ``exposure``. Of the visits today, some were of sites
    of the same group."""
    visit = content.get("visit", {})
    on, born = day(visit.get("session_date")), day(context.patient.get("identity", {}).get("birth_date"))
    today = today_where(content.get("needling", {}).get("started_at"), context.now)
    age, completed = years_between(born, on), completed_on(context)
    here = 0 if visits_here else days_between(context.previous_here, on)
    return {
        "treated": visit.get("performed") not in NOT_TREATED,
        "asks_prp": asks_prp(content),
        "age_years": age,
        "age_months": months_between(born, on),
        "may_be_pregnant": may_be_pregnant(context.patient.get("body", {}).get("sex_at_birth"), age, context.limits),
        "days_since_birth": days_between(born, on),
        "sites": sorted(key for key, site in sites_of(content) if runs_of(site)),
        "scars": in_order(mark for _key, site in sites_of(content) for mark in listed(site.get("scar_ids"))),
        "completes_on": completed.isoformat() if completed else None,
        "days_since_last": days_since_last(on, context, visits_today),
        "days_since_here": here,
        "interval_warn_days": None if here is None else warn_days(content, context),
        "days_ahead": days_between(today, on),
        "sessions_over": sessions_over(visit),
    }


def days_since_last(on: date | None, context: Context, visits_today: int) -> int | None:
    return 0 if visits_today else days_between(context.previous, on)


def warn_days(content: Content, context: Context) -> float:
    """A visit a few days early is an ordinary one; a shorter interval that the course gives a reason for is meant."""
    interval, course = context.limits["interval"], context.patient.get(course_of(content, context.patient) or "", {})
    weeks, reason = number(course.get("interval_weeks")), course.get("interval_reason")
    is_short = weeks is not None and weeks < context.limits["plan"]["interval_low"]
    is_meant = is_short and isinstance(reason, str) and len(reason.strip()) >= REASON_MIN
    days = min(interval["warn_days"], weeks * 7) if is_meant and weeks is not None else interval["warn_days"]
    return float(days - interval["grace_days"])


def sessions_over(visit: Unit) -> float | None:
    session, planned = number(visit.get("session_no")), number(visit.get("sessions_planned"))
    return None if session is None or planned is None else float(session) - planned  # in doubles, as the tablet does


def asks_prp(content: Content) -> bool:
    """Whether PRP was used is asked unless the chosen treatments leave it out and none was given."""
    modality, given = modality_of(content), exposures(content)
    return not modality or "prp" in modality or given["blood"] or given["prp"]


def may_be_pregnant(sex: Any, age: int | None, limits: dict[str, Any]) -> bool:
    """An unknown age does not rule it out."""
    ages = limits["ages"]
    return sex in MAY_BE_PREGNANT and (age is None or ages["pregnancy_from"] <= age <= ages["pregnancy_to"])


def consent_facts(content: Content, on: date | None, now: datetime, limits: dict[str, Any]) -> Unit:
    """``withdrawn``: taken back by the day of the visit; a consent taken back later was one on that day."""
    consent = content.get("consent", {})
    signed, withdrawn = day(consent.get("signed_on")), day(consent.get("withdrawn_on"))
    age, since = months_between(signed, on), days_between(withdrawn, on)
    return {
        "age_months": age,
        "is_old": None if age is None else age >= limits["consent"]["old_months"],
        "withdrawn": None if since is None else since >= 0,
        "signed_late": None if signed is None or on is None else signed > on,
        "withdrawn_ahead": None if withdrawn is None else withdrawn > today_where(None, now),
        "withdrawn_first": None if signed is None or withdrawn is None else withdrawn < signed,
        "signed_after": signed_after(content),
        "unsigned": not consent.get("signature") and consent.get("on_paper") is not True,
    }


def signed_after(content: Content) -> str | None:
    """What had been done before the consent was signed: "skin" when it had been pierced, else "cream"."""
    at = instant(content.get("consent", {}).get("signed_at"))
    pierced, creamed = first_pierced(content, *DRAW), first_time(content, *CREAM)
    if at is None:
        return None
    if pierced is not None and at > pierced:
        return "skin"
    return "cream" if creamed is not None and at > creamed else None


def vitals_facts(content: Content, limits: dict[str, Any]) -> Unit:
    area = number(content.get("numbing", {}).get("area_cm2"))
    wanted = (
        any(key != "prp" or draw.get("used") is True for key, draw in units_of(content, "prp"))
        or any(device.get("type") == "rf_needling" for _key, device in units_of(content, "device"))
        or (area is not None and area > limits["vitals"]["area_cm2"])
    )
    return {"wanted": wanted}


def aftercare_facts(content: Content, exposure: Unit) -> Unit:
    """``due``: the needling is over, PRP was used, or the visit was stopped after something was given."""
    has_ended = exposure["needle"] == GIVEN and content.get("needling", {}).get("ended_at") is not None
    has_stopped = content.get("visit", {}).get("performed") == STOPPED and exposure["any"] == GIVEN
    return {"due": has_ended or GIVEN in (exposure["prp"], exposure["proc"]) or has_stopped}
