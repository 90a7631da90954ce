"""Where a visit reaches the patient, and whether what the history or the check names lies there (domain-2.md 1.4)."""

from collections.abc import Iterator
from typing import Any

from server.domain.allergens import fold
from server.domain.areas import UNNAMED, group_of, groups_of, listed, sites_in, stem
from server.domain.context import Content, Unit, units_of
from server.domain.views import runs_of, sites_of

AREA, ELSEWHERE = "area", "elsewhere"
COLD_SORE = "hsv_active"
Limits = dict[str, Any]


def place_facts(content: Content, patient: Content, limits: Limits) -> Unit:
    """``<question>_place``: in the area, or known to be elsewhere only. Past cold sores come back on the face."""
    check, words = content.get("check", {}), limits["words"]
    reached = groups_of(sites_in(content), content, limits)
    found = {name: place_of(name, check.get(f"{name}_sites"), reached, limits) for name in words["area_check"]}
    for name in words["area_history"]:
        found[name] = place_of(name, patient.get(f"history:{name}", {}).get("sites"), reached, limits)
    places = {f"{name}_place": place for name, place in found.items()}
    return places | {"cold_sores_place": place_of(COLD_SORE, None, reached, limits)}


def scar_place(zones: Content) -> Unit:
    """A raised scar that is treated lies in the area, wherever the history has it."""
    return {"keloid_hypertrophic_place": AREA} if any(zone["raised_scar"] for zone in zones.values()) else {}


def place_of(name: str, value: Any, reached: list[tuple[str, str]], limits: Limits) -> str:
    """An unknown place counts as the area. A cold sore is one of the face unless somebody says where."""
    words = limits["words"]
    named = {(stem(site), group_of(site, limits)) for site in listed(value)}
    if not reached or (not named and name != COLD_SORE):
        return AREA
    whole = words["whole_groups"] if named else words["cold_sore_groups"]
    groups = {group for _site, group in named} if named else set(whole)
    return AREA if any(meets(one, named, groups, whole) for one in reached) else ELSEWHERE


def meets(one: tuple[str, str], named: set[tuple[str, str]], groups: set[str], whole: list[str]) -> bool:
    """The same site, or one of a part of the body in which everything is near."""
    site, group = one
    return group in UNNAMED or one in named or (group in groups and (group in whole or not site))


def is_never_in_words(site: Unit, limits: Limits) -> bool:
    """Words that name a place which is not needled."""
    folded = fold(site["site_text"]) if isinstance(site.get("site_text"), str) else ""
    return any(f" {word}" in folded for word in limits["words"]["never_sites"])


def injuries(content: Content, devices: Content) -> int:
    """How many kinds of injury the same skin had; a procedure without a site may have been anywhere."""
    kinds: dict[str, set[str]] = {}
    for site, kind in injured(content, devices):
        kinds.setdefault(site, set()).add(kind)
    anywhere = kinds.pop("", set())
    return max((len(found | anywhere) for found in kinds.values()), default=len(anywhere))


def injured(content: Content, devices: Content) -> Iterator[tuple[str, str]]:
    for key, site in sites_of(content):
        for run in runs_of(site):
            yield key.removeprefix("zone:"), "rf" if devices.get(run["device"], {}).get("is_rf") else "needle"
    for _key, proc in units_of(content, "proc"):
        for place in listed(proc.get("sites")) or [""]:
            yield place, str(proc.get("kind") or "")
