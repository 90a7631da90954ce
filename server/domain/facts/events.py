"""What the patient's adverse events imply for a visit: those still open before it, and those it may have caused."""

from datetime import date, datetime, timedelta
from typing import Any

from server.domain.context import Context, Unit, units_of
from server.domain.figures import number
from server.domain.times import day, instant, today_where

CLOSED = ("recovered", "sequelae")
# What the app writes beside the first thing that somebody says; it says nothing of what happened.
BY_APP = ("note_id", "scale_version", "cartridge_lot", "depth_mm", "operator")


def is_reported(event: Unit) -> bool:
    """Somebody said something of it; an entry that was only begun is no adverse event."""
    return not all(is_nothing(value) for name, value in event.items() if name not in BY_APP)


def is_nothing(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def event_facts(begun: tuple[datetime, str] | None, on: date | None, context: Context) -> Unit:
    """``begun`` is when the first thing was given at the visit, ``on`` its day."""
    events = [unit for _key, unit in units_of(context.patient, "ae") if is_reported(unit)]
    mine = [event for event in events if context.note_id and event.get("note_id") == context.note_id]
    grades = [grade for event in mine if (grade := number(event.get("ctcae_grade"))) is not None]
    return {
        "dates_ahead": onsets_ahead(context),
        "dates_before": onsets_before(begun[0] if begun else None, on, context),
        "open_before": sum(is_open_before(event, on, context) for event in events),
        "worst_grade": max(grades, default=None),
        "device_suspected": any("device" in (event.get("suspected") or []) for event in mine) if mine else None,
    }


def onsets_ahead(context: Context) -> list[str]:
    """The events of this visit that are said to have begun in the future."""
    mine = [(key, unit) for key, unit in units_of(context.patient, "ae") if is_of(unit, context.note_id)]
    return sorted(f"patient.{key}.onset_at" for key, unit in mine if is_ahead(unit, context))


def onsets_before(first: datetime | None, on: date | None, context: Context) -> list[str]:
    """The events of this visit that are said to have begun well before anything was given at it."""
    mine = [(key, unit) for key, unit in units_of(context.patient, "ae") if is_of(unit, context.note_id)]
    slack = timedelta(hours=context.limits["clock"]["onset_before_h"])
    return sorted(f"patient.{key}.onset_at" for key, unit in mine if is_before(unit, first, on, slack))


def is_before(event: Unit, first: datetime | None, on: date | None, slack: timedelta) -> bool:
    """To the minute where both times are known, else by the day."""
    at, began = instant(event.get("onset_at")), onset_day(event)
    if at and first:
        return first - at > slack
    return began is not None and on is not None and on - began > slack


def is_of(event: Unit, note_id: str) -> bool:
    return bool(note_id) and event.get("note_id") == note_id


def is_ahead(event: Unit, context: Context) -> bool:
    at, on = instant(event.get("onset_at")), day(event.get("onset_at"))
    if at:
        return at - context.now > timedelta(minutes=context.limits["clock"]["skew_min"])
    return on is not None and on > today_where(None, context.now)


def is_open_before(event: Unit, on: date | None, context: Context) -> bool:
    """Not said to be over, and begun before the day of the visit; one whose beginning nobody knows may have been, and
    in the future it cannot have begun."""
    if event.get("outcome") in CLOSED or is_of(event, context.note_id):
        return False
    began = None if is_ahead(event, context) else onset_day(event)
    return on is not None and (began is None or began < on)


def onset_day(event: Unit) -> date | None:
    at = instant(event.get("onset_at"))
    return at.date() if at else day(event.get("onset_at"))
