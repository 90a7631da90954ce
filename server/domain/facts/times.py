"""Which times of a note are too far from the day of the visit to be of it (``limits.times``).

Bounds count from the beginning of that day by the clock on the wall, which a time names with its offset. One written in
UTC says nothing of that clock, so it has the width of all time zones on both sides.
"""

import re
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
    keys = by_section(content)
    for row in limits["times"]:
        for path in row["fields"]:
            section, field, *column = path.split(".")
            for key in keys.get(section, ()):
                if any(is_far(value, on, row) for value in values(content[key], field, *column)):
                    found.setdefault(key, {})[f"{field}_far"] = True
    return found


def by_section(content: Content) -> dict[str, list[str]]:
    """The units of each section, and each unit by its own name."""
    found: dict[str, list[str]] = {key: [key] for key in content if ":" in key}
    for key in content:
        found.setdefault(key.partition(":")[0], []).append(key)
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


def clock_facts(content: Content, on: date | None, now: datetime, limits: dict[str, Any]) -> Unit:
    """What the marks say of times that are still entered: the last day on which one was entered after the visit, and
    how wrong the clock was that stamped one. ``future`` are the times that lie ahead of us, by the clock that stamped
    them."""
    late = [day(rest[0]) for _path, *rest in marks(content, "late")]
    by_path = {path: float(rest[0]) for path, *rest in marks(content, "ahead") if re.fullmatch(r"-?\d{1,7}", rest[0])}
    ahead = list(by_path.values())
    days = [entered for entered in late if entered]
    times = list(visit_times(content, limits))
    furthest = max(ahead, key=abs, default=None)
    return {
        "late_on": max(days).isoformat() if days else None,
        "ahead_min": furthest,
        "off_min": None if furthest is None else abs(furthest),
        "after_midnight": on is not None and any(is_next_day(value, on) for _path, value in times),
        "future": sorted(
            {
                path
                for path, value in times
                if is_ahead(value, now, limits["clock"]["skew_min"] + max(0, by_path.get(path, 0)))
            }
        ),
    }


def marks(content: Content, name: str) -> Iterator[list[str]]:
    found = content.get("clock", {}).get(name)
    for mark in found if isinstance(found, list) else []:
        path, *rest = str(mark).split(" ")
        unit, _, field = path.rpartition(".")
        if rest and content.get(unit, {}).get(field) is not None:
            yield [path, *rest]


def visit_times(content: Content, limits: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The times of what was done at the visit, each with its path."""
    keys = by_section(content)
    for row in limits["times"]:
        for path in row["fields"] if row.get("of_visit") else ():
            section, field, *column = path.split(".")
            for key in keys.get(section, ()):
                yield from ((f"{key}.{field}", value) for value in values(content[key], field, *column))


def is_ahead(value: Any, now: datetime, minutes: float) -> bool:
    at = instant(value)
    return at is not None and at - now > timedelta(minutes=minutes)


def is_next_day(value: Any, on: date) -> bool:
    """By the clock on the wall, which one written in UTC does not tell."""
    at = on_the_wall(value)
    return instant(value) is not None and not str(value).endswith("Z") and at is not None and (at.date() - on).days == 1


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
