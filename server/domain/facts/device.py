"""What the device, the needling and each zone imply: ranges, depths reached, limits of the place, calls still due."""

import math
from datetime import date
from typing import Any

from server.domain.context import Content, Context, Unit, units_of
from server.domain.facts.label import file_facts, label_facts, site_file_facts
from server.domain.facts.sites import is_never_in_words
from server.domain.figures import number
from server.domain.limits import zone_limits
from server.domain.scars import has_raised_scar
from server.domain.times import day, in_order, instant, is_past, minutes_between
from server.domain.traceability import lot_key
from server.domain.treatment_end import is_asked_at, treatment_end
from server.domain.views import in_runs, passes_sum, runs_of

RANGES = ("min_mm", "max_mm", "step_mm", "evaluated_mm")
STEP_SLACK = 1e-6
NO_DEVICE: Unit = {**dict.fromkeys(RANGES), "is_rf": False}
Run = tuple[float, Unit]
RF = "rf_needling"
LIMITS_OF_SITE = ("warn_mm", "reason_mm", "rf_warn_mm", "rf_reason_mm")


def device_facts(device: Unit, on: date | None, content: Content, context: Context) -> Unit:
    """``unit_used``: its code is that of a part in another note, or of another one of this visit."""
    found = context.limits["devices"].get(device.get("product"), {})
    code = device.get("unit_code")
    return {
        **{name: found.get(name) for name in RANGES},
        **file_facts(device, context.limits),
        "is_rf": device.get("type") == RF,
        "cartridge_expired": is_past(day(device.get("cartridge_expiry")), on),
        "unit_used": code in context.used_units or is_twice(code, content) if code else None,
    }


def is_twice(code: Any, content: Content) -> bool:
    codes = [str(unit.get("unit_code") or "") for _key, unit in units_of(content, "device")]
    return sum(lot_key(other) == lot_key(str(code)) for other in codes) > 1


def operator_on_file(content: Content, devices: Content, trained: dict[str, list[str]]) -> str | None:
    """Whether the register has the operator as trained on each device of the visit: "no" where it is kept for one and
    does not name them, None where nobody is named or nothing is kept."""
    operator = content.get("visit", {}).get("operator")
    products = {unit.get("product", devices[key].get("product")) for key, unit in units_of(content, "device")} - {None}
    named = {operator in trained[product] for product in products if product in trained}
    if operator is None or not named:
        return None
    return "no" if False in named else "yes" if products <= {*trained} else None


def needling_facts(content: Content, zones: Content, context: Context) -> Unit:
    needling = content.get("needling", {})
    depths = [zone[name] for zone in zones.values() for name in ("reached_mm", "rf_reached_mm")]
    reached = [depth for depth in depths if depth is not None]
    return {
        "started": needling.get("started_at") is not None,
        "ended": needling.get("ended_at") is not None,
        "minutes": minutes_between(needling.get("started_at"), needling.get("ended_at")),
        "started_after_removal": after_all_creams(content, needling),
        "reached_mm": max(reached, default=None),
        "glide_apart": is_glide_apart(content),
        "glide_unlisted": is_glide_named(content),
        "glide_unsure": is_glide_apart(content) and needling.get("glide_sterile") == "unknown",
        "glide_unsaid": is_glide_named(content) and needling.get("glide_sterile") is None,
        **{
            f"{point.lower()}_due": is_due(point, content, context)
            for point in context.limits["observation"]["due_min"]
        },
    }


def is_glide_apart(content: Content) -> bool:
    """A glide that is the PRP or a serum of the visit is judged as such."""
    glide = folded(content.get("needling", {}).get("glide_product"))
    serums = [folded(serum.get("product")) for _key, serum in units_of(content, "serum")]
    return glide == "" or glide not in ["prp", *serums]


def is_glide_named(content: Content) -> bool:
    return bool(folded(content.get("needling", {}).get("glide_product"))) and is_glide_apart(content)


def folded(text: Any) -> str:
    return str(text or "").strip().lower()


def is_due(point: str, content: Content, context: Context) -> bool | None:
    """Whether the window of a follow-up has closed without one; None while nobody knows when the treatment ended, and
    where it does not ask for one."""
    ended = instant(treatment_end(content))
    if ended is None or not is_asked_at(point, content):
        return None
    made = f"obs:{point}" in content or point in context.followed_up
    minutes = (context.now - ended).total_seconds() / 60
    return bool(minutes > context.limits["observation"]["due_min"][point] and not made)


def after_all_creams(content: Content, needling: Unit) -> bool | None:
    orders = [
        in_order(cream.get("removed_at"), needling.get("started_at")) for _, cream in units_of(content, "numbing")
    ]
    known = [order for order in orders if order is not None]
    return all(known) if known else None


def zone_facts(key: str, zone: Unit, devices: Content, content: Content, context: Context) -> Unit:
    """``reached_mm`` leaves out depths the device cannot reach: those are typing errors, and D04 says so. Each run is
    judged by its own device; radiofrequency has limits of its own."""
    place = key.partition(":")[2] if key.startswith("zone:") else ""
    runs = with_devices(runs_of(zone), devices)
    reached = [(depth, by) for depth, by in runs if by["max_mm"] is None or depth <= by["max_mm"]]
    depths, table = [depth for depth, _by in runs], zone_limits(context.limits, place)
    found = {
        "place": place.removesuffix("_left").removesuffix("_right"),
        "in_runs": in_runs(zone),
        "deepest_mm": max(depths, default=None),
        "shallowest_mm": min(depths, default=None),
        "passes_sum": passes_sum(zone),
        "rf_deepest_mm": deepest(runs, is_rf=True),
        "reached_mm": deepest(reached, is_rf=False),
        "rf_reached_mm": deepest(reached, is_rf=True),
        **furthest("range", runs, "max_mm"),
        **furthest("evaluated", reached, "evaluated_mm"),
        "off_step": is_any_off_step(runs),
        **{name: table.get(name) for name in LIMITS_OF_SITE},
        "never": table.get("never", False),
        "never_in_words": is_never_in_words(zone, context.limits),
        "rf_unset": is_any_unset(zone, devices, content.get("rf", {})),
        "raised_scar": has_raised_scar(place, zone, content, context.baseline),
    }
    label = label_facts(key, zone, devices, content, context.patient, context.limits)
    return found | label | site_file_facts(key, found, context.limits)


def is_any_unset(zone: Unit, devices: Content, visit: Unit) -> bool | None:
    """Whether a run with radiofrequency lacks its pulse, or both energy and power. What the visit says holds for
    all of them."""
    runs = [run for run in runs_of(zone) if devices.get(run["device"], NO_DEVICE)["is_rf"]]
    return any(is_unset(run, visit) for run in runs) if runs else None


def is_unset(run: Unit, visit: Unit) -> bool:
    energy, power, pulse = (
        run[name] if run[name] is not None else visit.get(name) for name in ("energy_mj", "power_w", "pulse_ms")
    )
    return pulse is None or (energy is None and power is None)


def with_devices(runs: list[Unit], devices: Content) -> list[Run]:
    depths = [(number(run["depth_mm"]), devices.get(run["device"], NO_DEVICE)) for run in runs]
    return [(depth, by) for depth, by in depths if depth is not None]


def deepest(runs: list[Run], is_rf: bool) -> float | None:
    return max((depth for depth, by in runs if by["is_rf"] is is_rf), default=None)


def furthest(name: str, runs: list[Run], limit: str) -> Unit:
    """The depth that comes furthest beyond this figure of its device, and the figure."""
    known = [(depth - by[limit], depth, by[limit]) for depth, by in runs if by[limit] is not None]
    _excess, depth, figure = max(known, default=(None, None, None))
    return {f"past_{name}_mm": depth, f"{name}_mm": figure}


def is_any_off_step(runs: list[Run]) -> bool | None:
    steps = [is_off_step(depth, by["step_mm"]) for depth, by in runs if by["step_mm"]]
    return any(steps) if steps else None


def is_off_step(depth: float, step: float) -> bool:
    steps = depth / step
    return not math.isfinite(steps) or abs(steps - math.floor(steps + 0.5)) > STEP_SLACK
