"""The aftercare in dates: what to leave out until when, from the end of the treatment on, and when the clinic asks."""

from datetime import date, datetime, timezone
from typing import Any

from server.domain.figures import number
from server.domain.follow_up import follow_ups
from server.domain.follow_up_check import is_reached
from server.domain.given import exposures
from server.domain.patient_page.words import PAGE
from server.domain.times import instant
from server.domain.treatment_end import treatment_end
from server.domain.units import Content

CARED_FOR = ("needle", "prp", "serum", "proc", "rf")


def care_of(
    content: Content, on: date, calls: list[Content], now: datetime, zone: timezone, limits: dict[str, Any]
) -> dict[str, Any] | None:
    """None where there is nothing to look after, or no longer. ``ended`` is a local time to the minute, or None."""
    given, today = exposures(content), now.astimezone(zone).date()
    ended = instant(treatment_end(content))
    start = ended.astimezone(zone) if ended else None
    first = start.date() if start else on
    if not any(given[kind] for kind in CARED_FOR) or (today - first).days > PAGE["care"]["over_days"]:
        return None
    return {
        "first": first.isoformat(),
        "ended": f"{start:%Y-%m-%dT%H:%M}" if start else None,
        "is_today": first == today,
        "items": items_of(content),
        "prp": given["prp"],
        "bruise": given["prp"] or is_bruised(content),
        "asks": asks(content, calls, now, zone, limits),
    }


def items_of(content: Content) -> list[str]:
    """The advice that was ticked; all of it where nothing was."""
    ticked = content.get("aftercare", {}).get("items")
    rows = [*PAGE["care"]["out"], PAGE["care"]["sun"]]
    known = list(dict.fromkeys(row["item"] for row in rows))
    chosen = [item for item in known if item in ticked] if isinstance(ticked, list) else []
    return chosen or known


def is_bruised(content: Content) -> bool:
    return any((number(content.get(f"obs:{point}", {}).get("bruise")) or 0) > 0 for point in ("T0", "T30"))


def asks(content: Content, calls: list[Content], now: datetime, zone: timezone, limits: dict[str, Any]) -> list[str]:
    """The days on which the clinic asks, from today on."""
    made = [str(call["about"].get("point")) for call in calls if is_reached(call)]
    tasks = follow_ups(content, now, limits["follow_up"], made=made)
    begins = [instant(task["from"]) for task in tasks if task["state"] in ("coming", "due")]
    days = [at.astimezone(zone).date() for at in begins if at]
    return [day.isoformat() for day in days if day >= now.astimezone(zone).date()]
