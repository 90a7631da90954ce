"""Answers of earlier sessions of a course that still hold (domain-2.md 12, F2).

What a rule that may be remembered was answered with at a signed session holds for the later sessions of the course,
while the values it judged are the same. It ends with a changed value or limit, a new adverse event, the return of the
note that holds it, a new course, and its age. Nothing is kept for it: it is read from the signed notes. Mirrors
``core/decisions.ts``; ``tests/vectors/decisions.json`` holds both to it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from server.domain.courses import belongs
from server.domain.times import day, instant, months_between
from server.domain.units import Content, units_of
from server.domain.workflow import SIGNED

ASKED = ("warn", "reason")
ANSWERED_THERE = (None, "signed")

Decision = dict[str, str]


class SignedVisit(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def content(self) -> Content: ...
    @property
    def findings(self) -> Sequence[dict[str, Any]]: ...
    @property
    def signatures(self) -> Sequence[dict[str, Any]]: ...


def decisions(
    content: Content, patient: Content, before: Iterable[SignedVisit], limits: dict[str, Any]
) -> dict[str, Decision]:
    """What was answered at these earlier visits, oldest first, and holds at this one: by the ``decision`` of a finding,
    the day of the visit and who signed it."""
    course, on = course_of(content, patient), visit_day(content)
    if course is None or on is None:
        return {}
    found: dict[str, Decision] = {}
    for note in before:
        then = visit_day(note.content)
        if (
            then
            and note.state in SIGNED
            and course_of(note.content, patient) == course
            and holds(then, on, patient, limits)
        ):
            told = {"on": then.isoformat(), "by": signer(note.signatures)}
            found |= {row["decision"]: told for row in note.findings if is_answered_there(row)}
    return found


def course_of(content: Content, patient: Content) -> str | None:
    """The written course of a visit; the sessions of a patient without one remember nothing."""
    visit = content.get("visit", {})
    if day(visit.get("session_date")) is None:
        return None
    return next((key for key, course in units_of(patient, "course") if belongs(visit, key, course)), None)


def visit_day(content: Content) -> date | None:
    return day(content.get("visit", {}).get("session_date"))


def holds(then: date, on: date, patient: Content, limits: dict[str, Any]) -> bool:
    age = months_between(then, on)
    is_young = age is not None and age < limits["decisions"]["valid_months"]
    return is_young and not any(is_since(event, then) for _key, event in units_of(patient, "ae"))


def is_since(event: dict[str, Any], then: date) -> bool:
    """An adverse event without its beginning may be a new one."""
    began = instant(event.get("onset_at"))
    return began is None or began.date() >= then


def is_answered_there(row: dict[str, Any]) -> bool:
    """A note is signed only when what it asks is answered."""
    return bool(row.get("decision")) and row["severity"] in ASKED and row.get("since") in ANSWERED_THERE


def signer(signatures: Sequence[dict[str, Any]]) -> str:
    return next((str(one["name"]) for one in reversed(signatures) if one["meaning"] != "countersign"), "")
