"""What a serum implies: whether it may be used on this day and on this person (domain.md 8)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from server.domain.context import Unit
from server.domain.limits import is_never
from server.domain.shelf import comes_from_approved
from server.domain.times import day, is_past


def serum_facts(
    serum: Unit, on: date | None, allergies: list[str], limits: dict[str, Any], boxes: Iterable[Unit]
) -> Unit:
    """``unlisted``: nobody has said what is in it, nor that somebody has looked. ``boxes`` are those of the shelf that
    are approved for freshly needled skin."""
    return {
        "expired": is_past(day(serum.get("expiry")), on),
        "unchecked": bool(allergies) and serum.get("allergy_checked") == "no",
        "never_site": has_never_site(serum.get("zones"), limits),
        "unlisted": not serum.get("contains") and serum.get("allergy_checked") not in ("yes", "no"),
        "approved": comes_from_approved(serum, boxes),
    }


def has_never_site(sites: Any, limits: dict[str, Any]) -> bool:
    return isinstance(sites, list) and any(is_never(limits, site) for site in sites)
