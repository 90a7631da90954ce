"""The clinical limits: one versioned table, loaded once. A responsible clinician approves it, not a programmer."""

import json
from pathlib import Path
from typing import Any, cast

LIMITS: dict[str, Any] = cast(
    dict[str, Any], json.loads(Path(__file__).with_name("limits.json").read_text(encoding="utf-8"))
)


def zone_limits(limits: dict[str, Any], zone_key: str) -> dict[str, Any]:
    """Both sides of the face share one row: "cheek_left" is found under "cheek"."""
    return cast(dict[str, Any], limits["zones"].get(zone_key.removesuffix("_left").removesuffix("_right"), {}))
