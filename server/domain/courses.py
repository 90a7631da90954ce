"""Where the courses of a patient stand: sessions done, what is due next and whether it is late (domain.md 3).

A patient without a written course but with planned sessions in the notes has an implied one, without a ``unit``.
Mirrors ``core/courses.ts``; ``tests/vectors/courses.json`` holds both to it.
"""

from datetime import date, timedelta
from typing import Any

from server.domain.figures import number
from server.domain.given import TOUCH_UP
from server.domain.times import day
from server.domain.units import Content, Unit, units_of

Visits = list[Unit]
LONGEST_WEEKS = 52
LAST_SESSION = 99
# A returned note counts: it was signed and the patient was treated; only a correction is missing. So does a visit that
# was taken over from elsewhere: nobody signed it here, and the skin was treated all the same.
COUNTED = ("signed", "approved", "returned", "imported")


def given_visits(notes: list[Unit]) -> Visits:
    """The visits that count, by their day: signed or imported, and treated. ``notes`` are ``{state, visit}``. A draft
    is none."""
    known = [note["visit"] for note in notes if note["state"] in COUNTED]
    return sorted((v for v in known if v.get("performed") == "treated" and day(v.get("session_date"))), key=by_day)


def standings(patient: Content, notes: list[Unit], today: date, limits: dict[str, Any]) -> list[Unit]:
    """Each course as ``{unit, n, m, weeks, last, due, days, running, state}``, those that run first, then the newest.
    ``state`` is coming, due, late, complete or closed; ``days`` count from today to ``due``. ``notes`` are all of the
    patient's, each as ``{state, visit}``."""
    written, given = units_of(patient, "course"), given_visits(notes)
    if written:
        mine = [
            standing(key, course, [visit for visit in given if belongs(visit, key, course)], today, limits)
            for key, course in written
        ]
        mine.sort(key=lambda one: str(patient[one["unit"]].get("started_on") or ""), reverse=True)
        return sorted(mine, key=lambda one: not one["running"])
    planned = [visit for visit in given if number(visit.get("sessions_planned"))]
    if not planned:
        return []
    last = planned[-1]
    course = {"sessions_planned": last["sessions_planned"], "interval_weeks": last.get("interval_weeks_planned")}
    return [standing(None, course, planned, today, limits)]


def belongs(visit: Unit, unit: str, course: Unit) -> bool:
    """By its name; a visit that names no course belongs to the one that ran on its day."""
    if visit.get("course"):
        return str(visit["course"]) == unit
    begun, closed, on = day(course.get("started_on")), day(course.get("closed_on")), day(visit["session_date"])
    return begun is not None and on is not None and begun <= on and (closed is None or on <= closed)


def standing(unit: str | None, course: Unit, visits: Visits, today: date, limits: dict[str, Any]) -> Unit:
    sessions = [visit for visit in visits if visit.get("kind") != TOUCH_UP]
    last = day(sessions[-1]["session_date"]) if sessions else None
    done = int(max([len(sessions) if unit else 0, *(session_number(v) or 0 for v in sessions)]))
    planned, weeks = number(course.get("sessions_planned")), number(course.get("interval_weeks"))
    closed = course.get("closed_on") is not None or course.get("stop_reason") is not None
    complete = planned is not None and done >= planned
    due = None if closed else day(course.get("final_review_on")) if complete else next_due(course, last, weeks)
    days = None if due is None else (due - today).days
    return {
        "unit": unit,
        "n": done,
        "m": planned,
        "weeks": weeks,
        "last": last.isoformat() if last else None,
        "due": due.isoformat() if due else None,
        "days": days,
        "running": not closed and not complete,
        "state": "closed" if closed else lateness(days, complete, limits["recall"]),
    }


def session_number(visit: Unit) -> int | None:
    """The one that was entered, where it can be the number of a session: 1 to 99, the bounds of its field."""
    n = number(visit.get("session_no"))
    return int(n) if n is not None and 1 <= n < LAST_SESSION + 1 else None


def next_due(course: Unit, last: date | None, weeks: float | None) -> date | None:
    if last is None:
        return day(course.get("started_on"))
    within = weeks is not None and 0 < weeks <= LONGEST_WEEKS
    return last + timedelta(days=int(weeks * 7)) if weeks and within else None


def lateness(days: int | None, complete: bool, recall: dict[str, Any]) -> str:
    if days is None:
        return "complete" if complete else "coming"
    if days < -recall["late_days"]:
        return "late"
    return "due" if days <= recall["soon_days"] else "complete" if complete else "coming"


def by_day(visit: Unit) -> tuple[str, int]:
    return visit["session_date"], session_number(visit) or 0
