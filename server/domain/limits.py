"""The clinical limits: one versioned table, loaded once. A responsible clinician approves it, not a programmer."""

import json
from pathlib import Path
from typing import Any, cast


def load(name: str) -> dict[str, Any]:
    return cast(dict[str, Any], json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8")))


# What allergies and other words mean travels with the limits, to the tablet too; a clinic does not edit it.
LIMITS: dict[str, Any] = {**load("limits.json"), "allergy": load("allergens.json"), "words": load("words.json")}


def zone_limits(limits: dict[str, Any], zone_key: str) -> dict[str, Any]:
    """Both sides of the face share one row: "cheek_left" is found under "cheek"."""
    return cast(dict[str, Any], limits["zones"].get(zone_key.removesuffix("_left").removesuffix("_right"), {}))


def is_never(limits: dict[str, Any], zone_key: Any) -> bool:
    """A site that is never treated, such as an eyelid."""
    return isinstance(zone_key, str) and bool(zone_limits(limits, zone_key).get("never", False))
