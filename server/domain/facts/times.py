"""Which times of a note are too far from the day of the visit to be of it (``limits.times``).

Bounds count from the beginning of that day by the clock on the wall, which a time names with its offset. One written in
UTC says nothing of that clock, so it has the width of all time zones on both sides.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from server.domain.context import Content, Unit
from server.domain.figures import rows
from server.domain.times import EARLIEST_CLOCK, day, instant


def far_times(content: Content, on: date | None, limits: dict[str, Any]) -> Content:
    """``{unit: {"<field>_far": True}}`` for each field with such a time, and for each list with one in a row."""
    found: Content = {}
    if on is None:
        return found
    for row in limits["times"]:
        for path in row["fields"]:
            section, field, *column = path.split(".")
            for key in (key for key in content if section in (key, key.partition(":")[0])):
                if any(is_far(value, on, row) for value in values(content[key], field, *column)):
                    found.setdefault(key, {})[f"{field}_far"] = True
    return found


def has_mixed_offsets(content: Content) -> bool:
    """Whether the clock times of the visit were written in two time zones; UTC names none, and later days may have
    another one."""
    units = [unit for key, unit in content.items() if not key.startswith("obs:")]
    known = [at for unit in units for name, at in clock_times(unit) if instant(at) and not str(at).endswith("Z")]
    return len({str(at)[-6:] for at in known}) > 1


def clock_times(unit: Unit) -> Iterator[tuple[str, Any]]:
    for name, value in unit.items():
        if name == "at" or name.endswith("_at"):
            yield name, value
        for row in rows(unit, name):
            yield name, row.get("at")


def values(unit: Unit, field: str, column: str = "") -> Iterator[Any]:
    if column:
        yield from (row.get(column) for row in rows(unit, field))
    else:
        yield unit.get(field)


def is_far(value: Any, on: date, row: Unit) -> bool:
    at = on_the_wall(value)
    if at is None:
        return False
    slack = EARLIEST_CLOCK.utcoffset(None) if str(value).endswith("Z") else timedelta()
    since = at - datetime.combine(on, time())
    return since < timedelta(hours=row["from_h"]) - slack or since > timedelta(hours=row["until_h"]) + slack


def on_the_wall(value: Any) -> datetime | None:
    """A day counts from its beginning."""
    at, on = instant(value), day(value)
    if at:
        return at.replace(tzinfo=None)
    return datetime.combine(on, time()) if on else None
