"""The scars of a patient, as a site names those that were treated there (``scar_ids``). Mirrors ``core/scars.ts``."""

from typing import Any

from server.domain.context import Content, Unit
from server.domain.figures import rows

RAISED = ("hypertrophic", "keloid")
Scar = dict[str, Any]


def mark_of(scar: Scar) -> str:
    """What a scar goes by: its own mark, else its type and site."""
    mark = scar.get("id")
    own = mark.strip() if isinstance(mark, str) else ""
    return own or f"{scar.get('type') or ''}:{scar.get('zone') or ''}"


def scars_of(unit: Unit) -> list[Scar]:
    return rows(unit, "scar_types")


def has_raised_scar(place: str, site: Unit, content: Content, baseline: Unit) -> bool:
    """By the scars that the site names. Where it names none, or one that nobody knows any more, by those assessed at
    the site: at this visit, else the first time. A scar without a site may be anywhere."""
    now, first = scars_of(content.get("assessment", {})), scars_of(baseline)
    named = site.get("scar_ids")
    marks = named if isinstance(named, list) else []
    bearers = [bearing(mark, place, now, first) for mark in marks]
    meant = [scar for scars in bearers for scar in scars]
    if marks and all(bearers):
        return any(is_raised(scar) for scar in meant)
    here = at_site(now, place) or at_site(first, place)
    return any(is_raised(scar) for scar in [*here, *meant])


def bearing(mark: Any, place: str, now: list[Scar], first: list[Scar]) -> list[Scar]:
    """The scars that go by this mark, which several may: those at the site, else those anywhere. The assessment of this
    visit wins over the first one."""
    today, before = ([scar for scar in scars if mark_of(scar) == mark] for scars in (now, first))
    return at_site(today, place) or at_site(before, place) or today or before


def at_site(scars: list[Scar], place: str) -> list[Scar]:
    return [scar for scar in scars if scar.get("zone") in (None, place)]


def is_raised(scar: Scar) -> bool:
    return scar.get("type") in RAISED
