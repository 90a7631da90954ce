"""What a clinic decides itself, beside its limits: when its tablets lock, and how long they show without the server."""

from typing import Any

DEFAULTS = {"lock_minutes": 5, "lease_days": 7}


def with_defaults(decided: dict[str, Any]) -> dict[str, Any]:
    """Every setting: as the clinic decided, else as it comes."""
    return {name: decided.get(name, default) for name, default in DEFAULTS.items()}
