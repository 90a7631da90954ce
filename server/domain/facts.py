"""Named facts: every value a record implies but nobody types (domain.md 5.3, 6 and 7).

``facts(content, context)`` gives ``{unit: {name: value}}``. A fact is None when an input is missing, so that a gap can
neither trip nor pass a rule. Arithmetic is in doubles, rounded to six places, the same as in ``core/facts.js``.
"""

import math
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from server.domain.figures import number, numbers
from server.domain.limits import LIMITS, zone_limits
from server.domain.numbing_facts import numbing_facts
from server.domain.prp_facts import prp_facts
from server.domain.times import day, days_between, in_order, minutes_between, today_where, years_between

Unit = dict[str, Any]
Content = dict[str, Unit]
NRS_FIELDS = {"numbing": ("effect_nrs",), "needling": ("pain_nrs",), "obs": ("pain_now", "pain_worst_24h")}
NOT_TREATED = ("deferred", "cancelled", "review")


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a record: the patient's fields, the day of the visit before this one, the clock, the limits."""

    patient: Content
    previous: date | None
    now: datetime
    limits: dict[str, Any] = field(default_factory=lambda: LIMITS)
    type: str = "note"


def facts(content: Content, context: Context) -> Content:
    if context.type == "patient":
        born = day(content.get("identity", {}).get("birth_date"))
        return {"identity": {"age_years": years_between(born, today_where(None, context.now))}}
    device = device_facts(content.get("device", {}), context.limits)
    weight = number(context.patient.get("body", {}).get("weight_kg"))
    return {
        "visit": visit_facts(content, context),
        "vitals": {"wanted": vitals_wanted(content, context.limits)},
        "numbing": {**numbing_facts(content.get("numbing", {}), weight, context.limits), **nrs(content, "numbing")},
        "device": device,
        "needling": {**needling_facts(content), **nrs(content, "needling")},
        "prp": prp_facts(content.get("prp", {}), context.limits),
        **{key: zone_facts(key, unit, device, context.limits) for key, unit in units_of(content, "zone")},
        **{key: {**obs_facts(key, content), **nrs(content, key)} for key, _unit in units_of(content, "obs")},
    }


def units_of(content: Content, section: str) -> list[tuple[str, Unit]]:
    """The units of a repeating section, in the order of their keys."""
    return sorted((key, unit) for key, unit in content.items() if key.startswith(section + ":"))


def visit_facts(content: Content, context: Context) -> Unit:
    visit = content.get("visit", {})
    on, born = day(visit.get("session_date")), day(context.patient.get("identity", {}).get("birth_date"))
    today = today_where(content.get("needling", {}).get("started_at"), context.now)
    return {
        "treated": visit.get("performed") not in NOT_TREATED,
        "age_years": years_between(born, on),
        "days_since_birth": days_between(born, on),
        "days_since_last": days_between(context.previous, on),
        "days_ahead": days_between(today, on),
    }


def vitals_wanted(content: Content, limits: dict[str, Any]) -> bool:
    area = number(content.get("numbing", {}).get("area_cm2"))
    return (
        content.get("prp", {}).get("used") is True
        or content.get("device", {}).get("type") == "rf_needling"
        or (area is not None and area > limits["vitals"]["area_cm2"])
    )


def device_facts(device: Unit, limits: dict[str, Any]) -> Unit:
    found = limits["devices"].get(device.get("product"), {})
    return {name: found.get(name) for name in ("min_mm", "max_mm", "step_mm", "evaluated_mm")}


def needling_facts(content: Content) -> Unit:
    needling = content.get("needling", {})
    return {
        "started": needling.get("started_at") is not None,
        "minutes": minutes_between(needling.get("started_at"), needling.get("ended_at")),
        "started_after_removal": in_order(content.get("numbing", {}).get("removed_at"), needling.get("started_at")),
    }


def zone_facts(key: str, zone: Unit, device: Unit, limits: dict[str, Any]) -> Unit:
    depths, step, table = numbers(zone.get("depth_mm")), device["step_mm"], zone_limits(limits, key.partition(":")[2])
    return {
        "deepest_mm": max(depths, default=None),
        "shallowest_mm": min(depths, default=None),
        "off_step": any(is_off_step(depth, step) for depth in depths) if depths and step else None,
        "warn_mm": table.get("warn_mm"),
        "reason_mm": table.get("reason_mm"),
        "never": table.get("never", False),
    }


def is_off_step(depth: float, step: float) -> bool:
    steps = depth / step
    return abs(steps - math.floor(steps + 0.5)) > 1e-6


def obs_facts(key: str, content: Content) -> Unit:
    """T0 may be recorded while the last zone is still being needled, so its order is not judged."""
    ended, at = content.get("needling", {}).get("ended_at"), content[key].get("at")
    return {
        "minutes_after": minutes_between(ended, at),
        "times_in_order": None if key == "obs:T0" else in_order(ended, at),
    }


def nrs(content: Content, key: str) -> Unit:
    """Whether every pain figure of the unit is a whole number from 0 to 10; None when it has none."""
    unit = content.get(key, {})
    given = [unit[name] for name in NRS_FIELDS[key.partition(":")[0]] if unit.get(name) is not None]
    return {"nrs_ok": all(is_nrs(value) for value in given) if given else None}


def is_nrs(value: Any) -> bool:
    figure = number(value)
    return figure is not None and figure == math.floor(figure) and 0 <= figure <= 10
