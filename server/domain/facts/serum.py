"""What a serum implies: whether it may be used on this day and on this person (domain.md 8)."""

from datetime import date

from server.domain.context import Unit
from server.domain.times import day, is_past


def serum_facts(serum: Unit, on: date | None, allergies: list[str]) -> Unit:
    contains = serum.get("contains")
    shared = [substance for substance in allergies if substance in (contains if isinstance(contains, list) else [])]
    return {
        "expired": is_past(day(serum.get("expiry")), on),
        "allergens": shared,
        "allergen_count": len(shared),
        "unchecked": bool(allergies) and serum.get("allergy_checked") == "no",
    }
