"""The observations still to be made after a treatment, each with its window (domain.md 9).

A window opens ``from``, should be used by ``due`` and still can be until the next one opens. All end when the patient
is treated again: what is seen then is of the new treatment. Mirrors ``core/follow-up.ts``; both answer to
``tests/vectors/follow_up.json``.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.domain.context import Content, Unit
from server.domain.times import day, instant
from server.domain.treatment_end import is_asked_at, treatment_end

ABOUT_THE_CALL = ("at", "how", "note")


def follow_ups(
    content: Content,
    now: datetime,
    windows: list[dict[str, Any]],
    next_visit: date | None = None,
    made: Collection[str] = (),
) -> list[Unit]:
    """``{key, state, from, due, until}`` for each time point that the treatment asks for; nothing until it has ended.
    ``state`` is coming, due, overdue, done or missed; ``next_visit`` the day of the next treatment, when there was one;
    ``made`` the points of signed follow-ups in which the patient was reached."""
    ended = instant(treatment_end(content))
    if ended is None:
        return []
    asked = [window for window in windows if is_asked_at(window["key"], content)]
    again = is_treated_again(content, next_visit)
    try:
        return [task(window, content, ended, now, again, made) for window in asked]
    except OverflowError:  # a time at the very edge of the calendar, which a draft may hold
        return []


def task(
    window: dict[str, Any], content: Content, ended: datetime, now: datetime, again: bool, made: Collection[str]
) -> Unit:
    opens, due, until = (ended + timedelta(hours=window[name]) for name in ("from_h", "due_h", "until_h"))
    if window["key"] in made or is_made(content.get(f"obs:{window['key']}", {})):
        state = "done"
    elif again or now >= until:
        state = "missed"
    else:
        state = "coming" if now < opens else "due" if now <= due else "overdue"
    return {
        "key": window["key"],
        "state": state,
        "from": stamp(opens),
        "due": stamp(due),
        "until": stamp(until),
    }


def is_made(observation: Unit) -> bool:
    """Something was seen: that a call was tried is no observation."""
    return any(value is not None and name not in ABOUT_THE_CALL for name, value in observation.items())


def is_treated_again(content: Content, next_visit: date | None) -> bool:
    on = day(content.get("visit", {}).get("session_date"))
    return next_visit is not None and on is not None and next_visit > on


def stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
