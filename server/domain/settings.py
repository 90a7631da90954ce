"""What a clinic may decide for itself, beside its limits: how its tablets lock, where it is and how it is reached."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from ``low`` to ``high``."""

    default: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, of which there is none at first."""

    longest: int
    default: None = None


SETTINGS: dict[str, Whole | Line] = {
    "lock_minutes": Whole(5, 2, 30),
    "lease_days": Whole(7, 1, 14),
    "telephone": Line(40),
    "emergency_number": Line(20),
    "zone": Line(60),
    "country": Line(2),
}


def with_defaults(decided: dict[str, Any]) -> dict[str, Any]:
    """Every setting: as the clinic decided, else as it comes."""
    return {name: decided.get(name, setting.default) for name, setting in SETTINGS.items()}
