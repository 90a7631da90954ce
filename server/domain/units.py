"""The units of a record, and how those of a section that repeats are found."""

import math
from typing import Any

from server.domain.figures import number

Unit = dict[str, Any]
Content = dict[str, Unit]


def units_of(content: Content, section: str) -> list[tuple[str, Unit]]:
    """The units of a section that repeats: the bare one first, then by their ``order``, then by key."""
    prefix = f"{section}:"
    added = [(key, content[key]) for key in content if prefix in key and key.startswith(prefix)]  # `in` is cheaper
    if len(added) > 1:
        added.sort(key=lambda one: (order_of(one[1]), one[0]))
    return [(section, content[section]), *added] if section in content else added


def order_of(unit: Unit) -> float:
    order = number(unit.get("order"))
    return math.inf if order is None else max(order, 0)
