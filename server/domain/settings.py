"""What a clinic decides itself, beside its limits: when its tablets lock, and how long they show without the server.

``second_factor``: who is asked to have one-time codes, "leads" (supervisors and administrators) or "everybody".
"""

from typing import Any

DEFAULTS: dict[str, Any] = {"lock_minutes": 5, "lease_days": 7, "second_factor": "leads"}


def with_defaults(decided: dict[str, Any]) -> dict[str, Any]:
    """Every setting: as the clinic decided, else as it comes."""
    return {name: decided.get(name, default) for name, default in DEFAULTS.items()}
