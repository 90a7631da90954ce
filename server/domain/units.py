"""The units of a record, and how those of a section that repeats are found."""

import math
from typing import Any

from server.domain.figures import number

Unit = dict[str, Any]
Content = dict[str, Unit]


def units_of(content: Content, section: str) -> list[tuple[str, Unit]]:
    """The units of a section that repeats: the bare one first, then by their ``order``, then by key."""
    found = [(key, unit) for key, unit in content.items() if key == section or key.startswith(f"{section}:")]
    return sorted(found, key=lambda one: (-1 if one[0] == section else order_of(one[1]), one[0]))


def order_of(unit: Unit) -> float:
    order = number(unit.get("order"))
    return math.inf if order is None else max(order, 0)
