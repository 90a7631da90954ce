"""What the patient's adverse events imply for a visit: those still open before it, and those it may have caused."""

from datetime import date
from typing import Any

from server.domain.context import Context, Unit, units_of
from server.domain.figures import number
from server.domain.times import day, instant

CLOSED = ("recovered", "sequelae")
# What the app writes beside the first thing that somebody says; it says nothing of what happened.
BY_APP = ("note_id", "scale_version", "cartridge_lot", "depth_mm", "operator")


def is_reported(event: Unit) -> bool:
    """Somebody said something of it; an entry that was only begun is no adverse event."""
    return not all(is_nothing(value) for name, value in event.items() if name not in BY_APP)


def is_nothing(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def event_facts(on: date | None, context: Context) -> Unit:
    events = [unit for _key, unit in units_of(context.patient, "ae") if is_reported(unit)]
    mine = [event for event in events if context.note_id and event.get("note_id") == context.note_id]
    grades = [grade for event in mine if (grade := number(event.get("ctcae_grade"))) is not None]
    return {
        "open_before": sum(is_open_before(event, on, context.note_id) for event in events),
        "worst_grade": max(grades, default=None),
        "device_suspected": any("device" in (event.get("suspected") or []) for event in mine) if mine else None,
    }


def is_open_before(event: Unit, on: date | None, note_id: str) -> bool:
    """Not said to be over, and begun before the day of the visit; one whose beginning nobody knows may have been."""
    if event.get("outcome") in CLOSED or (note_id and event.get("note_id") == note_id):
        return False
    began = onset_day(event)
    return on is not None and (began is None or began < on)


def onset_day(event: Unit) -> date | None:
    at = instant(event.get("onset_at"))
    return at.date() if at else day(event.get("onset_at"))
