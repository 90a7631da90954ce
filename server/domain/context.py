"""What surrounds a record when it is judged, and how its repeating units are named."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from server.domain.limits import LIMITS

Unit = dict[str, Any]
Content = dict[str, Unit]


@dataclass(frozen=True, slots=True)
class Context:
    """The patient's fields, the day of the visit before this one, the clock, the limits. ``used_units`` are cartridge
    unit codes of other notes, ``baseline`` the first assessment of the patient, ``photo_before`` whether an earlier
    visit has photos, ``note_id`` the record itself, which adverse events name, ``same_day`` the contents of the
    patient's other notes of the day."""

    patient: Content
    previous: date | None
    now: datetime
    limits: dict[str, Any] = field(default_factory=lambda: LIMITS)
    type: str = "note"
    used_units: tuple[str, ...] = ()
    baseline: Unit = field(default_factory=dict)
    photo_before: bool = False
    note_id: str = ""
    same_day: tuple[Content, ...] = ()


def units_of(content: Content, section: str) -> list[tuple[str, Unit]]:
    """The units of a repeating section, in the order of their keys."""
    return sorted((key, unit) for key, unit in content.items() if key.startswith(section + ":"))
