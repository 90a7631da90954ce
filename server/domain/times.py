"""Days and instants as notes hold them: "2026-03-02" and "2026-03-02T09:00:00+01:00"; anything else is no time."""

import re
from datetime import date, datetime, timedelta, timezone

DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
OFFSET = r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
DATETIME = re.compile(rf"\d{{4}}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{{1,3}})?)?{OFFSET}", re.ASCII)
EARLIEST_CLOCK = timezone(timedelta(hours=14))


def day(value: object) -> date | None:
    if not isinstance(value, str) or not DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def instant(value: object) -> datetime | None:
    """An aware instant that keeps the offset it was written with."""
    if not isinstance(value, str) or not DATETIME.fullmatch(value):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def minutes_between(start: object, end: object) -> int | None:
    """Whole minutes, rounded down: 60 s that are not full do not count."""
    first, last = instant(start), instant(end)
    return None if first is None or last is None else (last - first) // timedelta(minutes=1)


def days_between(start: date | None, end: date | None) -> int | None:
    return None if start is None or end is None else (end - start).days


def in_order(first: object, second: object, strictly: bool = False) -> bool | None:
    """Whether the second instant follows the first (strictly: is later)."""
    start, end = instant(first), instant(second)
    if start is None or end is None:
        return None
    return end > start if strictly else end >= start


def years_between(birth: date | None, on: date | None) -> int | None:
    if birth is None or on is None:
        return None
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def months_between(birth: date | None, on: date | None) -> int | None:
    """Full months, as ages of small children are counted."""
    if birth is None or on is None:
        return None
    return (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)


def is_past(expiry: date | None, on: date | None) -> bool | None:
    """Whether a product was out of date on that day; its last day still counts."""
    return None if expiry is None or on is None else expiry < on


def today_where(written_there: object, now: datetime) -> date:
    """The date at the offset of an instant written on the spot; unknown, the date where the day begins first."""
    there = instant(written_there)
    return now.astimezone(there.tzinfo if there else EARLIEST_CLOCK).date()
