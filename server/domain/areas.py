"""The parts of the body that a visit reaches: its sites without their side, and their groups (domain-2.md 1)."""

from typing import Any

from server.domain.figures import rows
from server.domain.limits import zone_limits
from server.domain.units import Content, units_of
from server.domain.views import la_of, sites_of

UNNAMED = ("", "other")
Limits = dict[str, Any]


def stem(site: Any) -> str:
    return str(site or "").removesuffix("_left").removesuffix("_right")


def listed(value: Any) -> list[str]:
    return [site for site in value if isinstance(site, str)] if isinstance(value, list) else []


def sites_in(content: Content) -> list[str]:
    """Stems of the sites that are treated, numbed or injected, and those in words by their key."""
    found = [*injured_in(content), *named_in(content, "numbing", "zones"), *named_in(content, "serum", "zones")]
    found += [site for shot in la_of(content) for site in listed(shot.get("sites"))]
    return sorted({stem(site) for site in found})


def injured_in(content: Content) -> list[str]:
    """Stems of the sites of needles, PRP and procedures, and those in words by their key."""
    found = [*(key.removeprefix("zone:") for key, _site in sites_of(content)), *named_in(content, "proc", "sites")]
    found += [row["zone"] for _key, draw in units_of(content, "prp") for row in rows(draw, "sites") if row.get("zone")]
    return sorted({stem(site) for site in found})


def named_in(content: Content, section: str, field: str) -> list[str]:
    return [site for _key, unit in units_of(content, section) for site in listed(unit.get(field))]


def groups_of(sites: list[str], content: Content, limits: Limits) -> list[tuple[str, str]]:
    """Stem and group of each of these sites; a site in words has only the group that somebody chose."""
    return [
        ("", str(content[site].get("group") or "")) if site in content else (site, group_of(site, limits))
        for site in sites
    ]


def group_of(site: str, limits: Limits) -> str:
    return str(zone_limits(limits, site).get("group", ""))


def is_same_area(one: Content, other: Content, limits: Limits) -> bool:
    """Whether two visits injured the skin of one group of sites; what is not known may have been."""
    first, second = ({group for _site, group in groups_of(injured_in(visit), visit, limits)} for visit in (one, other))
    unknown = not first or not second or not (first | second).isdisjoint(UNNAMED)
    return unknown or not first.isdisjoint(second)
