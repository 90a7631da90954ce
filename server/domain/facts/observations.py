"""What the observations imply: when they were made, in which order, and what is too much at that point in time."""

import math
from datetime import datetime
from typing import Any

from server.domain.areas import UNNAMED, group_of, groups_of, sites_in
from server.domain.context import Content, Unit
from server.domain.facts.exposure import GIVEN, PLANNED
from server.domain.figures import number, rows
from server.domain.given import begun
from server.domain.times import in_order, instant, minutes_between
from server.domain.treatment_end import observed_from

NRS_FIELDS = {
    "numbing": ("effect_nrs",),
    "comfort": ("effect_nrs",),
    "needling": ("pain_nrs",),
    "obs": ("pain_now", "pain_worst_24h"),
}
LATE = ("T7d", "T28d")
FACE = "face"
AFTER_T24 = ("T24", "T72", "T7d", "T28d")
AFTER = {"T0": "seen_after", "T30": "skin"}  # after which exposure somebody has to look


def obs_facts(key: str, content: Content, limits: dict[str, Any], now: datetime) -> Unit:
    """T0 may be recorded while the last zone is still being needled, so its order is not judged."""
    ended, at, point = observed_from(content), content[key].get("at"), key.partition(":")[2]
    minutes, table, seen = minutes_between(ended, at), limits["observation"], instant(at)
    order = None if point == "T0" else in_order(ended, at)
    is_early = order is False  # that is said by itself
    return {
        "minutes_after": minutes,
        "times_in_order": order,
        "redness_limit": table["redness"].get(point),
        "point": point,
        "in_future": None if seen is None else seen > now,
        "before_first": is_before_first(content, seen),
        "off_window": None if is_early or minutes is None else is_off(minutes, limits["clock"].get(point)),
        "swelling_rose": has_risen(point, content),
        "on_face": is_on_face(content[key], content, limits),
        "lesions_late": point in LATE or (minutes is not None and minutes > table["lesions_after_min"]),
    }


def is_before_first(content: Content, seen: datetime | None) -> bool | None:
    first = begun(content)
    return None if seen is None or first is None else seen < first[0]


def is_off(minutes: int, window: list[int] | None) -> bool | None:
    return None if window is None else not window[0] <= minutes <= window[1]


def has_risen(point: str, content: Content) -> bool:
    """More swelling than at the time point before, from the day after on."""
    here = AFTER_T24.index(point) if point in AFTER_T24 else 0
    before, now = (number(content.get(f"obs:{at}", {}).get("oedema")) for at in (AFTER_T24[here - 1], point))
    return bool(here and before is not None and now is not None and now > before)


def is_on_face(seen: Unit, content: Content, limits: dict[str, Any]) -> bool:
    """By the sites that a follow-up names, else by those of the visit; an unknown place may be the face."""
    named = [str(row["site"]) for row in rows(seen, "sites") if row.get("site")]
    groups = [group_of(site, limits) for site in named] or [
        group for _site, group in groups_of(sites_in(content), content, limits)
    ]
    return not groups or any(group in (FACE, *UNNAMED) for group in groups)


def asked_facts(exposure: Unit) -> Content:
    """Whether the first observations are wanted, also where nobody has begun to write them."""
    return {f"obs:{point}": {"asked": exposure[kind] in (GIVEN, PLANNED)} for point, kind in AFTER.items()}


def nrs(content: Content, key: str) -> Unit:
    """Whether every pain figure of the unit is a whole number from 0 to 10; None when it has none."""
    unit = content.get(key, {})
    given = [unit[name] for name in NRS_FIELDS[key.partition(":")[0]] if unit.get(name) is not None]
    return {"nrs_ok": all(is_nrs(value) for value in given) if given else None}


def is_nrs(value: Any) -> bool:
    figure = number(value)
    return figure is not None and figure == math.floor(figure) and 0 <= figure <= 10
