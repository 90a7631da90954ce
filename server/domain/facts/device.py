"""What the device, the needling and each zone imply: ranges, depths reached, limits of the place, calls still due."""

import math
from datetime import date
from typing import Any

from server.domain.context import Content, Context, Unit
from server.domain.figures import numbers, rows
from server.domain.limits import zone_limits
from server.domain.times import day, in_order, instant, is_past, minutes_between

RANGES = ("min_mm", "max_mm", "step_mm", "evaluated_mm")
STEP_SLACK = 1e-6
RAISED = ("hypertrophic", "keloid")


def device_facts(device: Unit, on: date | None, context: Context) -> Unit:
    found = context.limits["devices"].get(device.get("product"), {})
    code = device.get("unit_code")
    return {
        **{name: found.get(name) for name in RANGES},
        "cartridge_expired": is_past(day(device.get("cartridge_expiry")), on),
        "unit_used": code in context.used_units if code else None,
    }


def needling_facts(content: Content, zones: Content, context: Context) -> Unit:
    needling = content.get("needling", {})
    reached = [zone["reached_mm"] for zone in zones.values() if zone["reached_mm"] is not None]
    return {
        "started": needling.get("started_at") is not None,
        "ended": needling.get("ended_at") is not None,
        "minutes": minutes_between(needling.get("started_at"), needling.get("ended_at")),
        "started_after_removal": in_order(content.get("numbing", {}).get("removed_at"), needling.get("started_at")),
        "reached_mm": max(reached, default=None),
        **{
            f"{point.lower()}_due": is_due(point, content, context)
            for point in context.limits["observation"]["due_min"]
        },
    }


def is_due(point: str, content: Content, context: Context) -> bool | None:
    """Whether the window of a follow-up has closed without one; None while nobody knows when needling ended."""
    ended = instant(content.get("needling", {}).get("ended_at"))
    if ended is None:
        return None
    minutes = (context.now - ended).total_seconds() / 60
    return bool(minutes > context.limits["observation"]["due_min"][point] and f"obs:{point}" not in content)


def zone_facts(key: str, zone: Unit, device: Unit, content: Content, context: Context) -> Unit:
    """``reached_mm`` leaves out depths the device cannot reach: those are typing errors, and D04 says so."""
    depths, step, place = numbers(zone.get("depth_mm")), device["step_mm"], key.partition(":")[2]
    reached = [depth for depth in depths if device["max_mm"] is None or depth <= device["max_mm"]]
    table = zone_limits(context.limits, place)
    return {
        "place": place.removesuffix("_left").removesuffix("_right"),
        "deepest_mm": max(depths, default=None),
        "shallowest_mm": min(depths, default=None),
        "reached_mm": max(reached, default=None),
        "off_step": any(is_off_step(depth, step) for depth in depths) if depths and step else None,
        "warn_mm": table.get("warn_mm"),
        "reason_mm": table.get("reason_mm"),
        "never": table.get("never", False),
        "raised_scar": has_raised_scar(place, content, context),
    }


def is_off_step(depth: float, step: float) -> bool:
    steps = depth / step
    return not math.isfinite(steps) or abs(steps - math.floor(steps + 0.5)) > STEP_SLACK


def has_raised_scar(place: str, content: Content, context: Context) -> bool:
    """By the assessment of this visit, else the first one. A raised scar without a zone may be anywhere."""
    scars: list[dict[str, Any]] = rows(content.get("assessment", {}), "scar_types") or rows(
        context.baseline, "scar_types"
    )
    return any(scar.get("type") in RAISED and scar.get("zone") in (None, place) for scar in scars)
