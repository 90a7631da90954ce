"""The context in which a record is judged, and how its repeating units are named.

``note_context`` works it out from the records around a note. ``core/context.ts`` mirrors it;
``tests/vectors/context.json`` holds both to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from server.domain.areas import is_same_area
from server.domain.decisions import Decision, decisions
from server.domain.given import TOUCH_UP, is_session, is_without_time, times_given
from server.domain.pictures import has_photos
from server.domain.times import day, days_between
from server.domain.units import Content, Unit, units_of

__all__ = ["Content", "Context", "Unit", "Visit", "is_treated", "note_context", "units_of", "visit_day"]

A_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Context:
    """The patient's fields, the day of the visit before this one, the clock, the limits. ``previous_here`` is the day
    of the last visit at which a site of the same group was treated, ``used_units`` are cartridge unit codes of other
    notes, ``baseline`` the first assessment of the patient, ``photo_before`` whether an earlier visit has photos and is
    of no other course, ``note_id`` the record itself, which adverse events name, ``same_day``
    the contents of the patient's other notes of the day and of the 24 hours before, ``followed_up`` the time points at
    which a follow-up has reached the patient, ``completes`` the content of the visit that a touch-up completes,
    ``decided`` the answers of earlier sessions that hold (``decisions.py``), ``people`` the ids of those whom the
    record may name as having treated, None where they are not known, ``trained`` the ids of those who are trained on a
    device, by its product, for the devices of which the clinic keeps a register, ``approved`` the boxes of the shelf
    that a supervisor has approved for freshly needled skin (``shelf.py``)."""

    patient: Content
    previous: date | None
    now: datetime
    limits: dict[str, Any]
    type: str = "note"
    used_units: tuple[str, ...] = ()
    baseline: Unit = field(default_factory=dict)
    photo_before: bool = False
    note_id: str = ""
    same_day: tuple[Content, ...] = ()
    followed_up: tuple[str, ...] = ()
    completes: Content = field(default_factory=dict)
    decided: dict[str, Decision] = field(default_factory=dict)
    people: frozenset[str] | None = None
    previous_here: date | None = None
    trained: dict[str, list[str]] = field(default_factory=dict)
    approved: tuple[Unit, ...] = ()


@dataclass(frozen=True)
class Visit:
    """A note of the same patient, as far as it matters to another: with what was found when it was signed, and who
    signed it. What is worked out of it is kept for the contexts of the notes after it."""

    id: str
    state: str
    content: Content
    findings: Sequence[dict[str, Any]] = ()
    signatures: Sequence[dict[str, Any]] = ()

    @cached_property
    def on(self) -> date | None:
        return visit_day(self.content)

    @cached_property
    def last_given(self) -> datetime | None:
        """None also when not all of its times are known."""
        return None if is_without_time(self.content) else max(times_given(self.content))[0]


def note_context(
    note_id: str,
    content: Content,
    patient: Content,
    notes: Iterable[Visit],
    *,
    now: datetime,
    limits: dict[str, Any],
    used_units: Iterable[str] = (),
) -> Context:
    """The context of a note with this content. ``notes`` are the patient's, in any order; the note may be among them.
    A note without a day of its visit has nothing before it, and a touch-up is no second treatment of the visit that it
    completes."""
    on, named = visit_day(content), completed_by(content)
    dated = [(note.on, note) for note in notes if note.id != note_id and note.state != "void"]
    before = sorted(((then, note.id, note) for then, note in dated if then and on and then <= on), key=place)
    until = [(then, key, note.content) for then, key, note in before]
    earlier = [(then, visit) for then, _id, visit in until if then != on]
    others = [(then, visit) for then, id_, visit in reversed(until) if then != on and id_ != named]
    treated = ((then, visit) for then, visit in others if is_treated(visit))
    here = ((then, visit) for then, visit in others if is_same_area(visit, content, limits) and is_treated(visit))
    began = first_given(content)
    return Context(
        patient=patient,
        previous=next((then for then, _visit in treated), None),
        now=now,
        limits=limits,
        used_units=tuple(used_units),
        baseline=next((visit["assessment"] for _then, visit in earlier if visit.get("assessment")), {}),
        photo_before=any(is_photographed(visit, content) for _then, visit in earlier),
        note_id=note_id,
        same_day=tuple(note.content for then, _id, note in before if then == on or is_within_a_day(note, on, began)),
        completes=next((visit for _then, id_, visit in until if id_ == named), {}),
        decided=decisions(content, patient, [note for _then, _key, note in before], limits),
        previous_here=next((then for then, _visit in here), None),
    )


def is_photographed(earlier: Content, content: Content) -> bool:
    """With photos to compare this visit with: those of another course show what that one treated."""
    of, own = earlier.get("visit", {}).get("course"), content.get("visit", {}).get("course")
    return has_photos(earlier) and (not of or not own or of == own)


def first_given(content: Content) -> datetime | None:
    """None also when not all of its times are known."""
    return None if is_without_time(content) else min(times_given(content))[0]


def is_within_a_day(earlier: Visit, on: date | None, began: datetime | None) -> bool:
    """A dose of yesterday evening counts this morning: from the last one then to the first one now (``began``). One
    without a time counts as if it was given at the worst moment of its day."""
    if began is None or earlier.last_given is None:
        return days_between(earlier.on, on) == 1
    return began - earlier.last_given < A_DAY


def place(visit: tuple[date, str, Visit]) -> tuple[date, str]:
    return visit[:2]


def completed_by(content: Content) -> str | None:
    """The id of the note that a touch-up names."""
    visit = content.get("visit", {})
    named = visit.get("touch_up_of") if visit.get("kind") == TOUCH_UP else None
    return named if isinstance(named, str) else None


def visit_day(content: Content) -> date | None:
    return day(content.get("visit", {}).get("session_date"))


def is_treated(content: Content) -> bool:
    """Also a visit that was stopped once the needles or PRP had reached the skin."""
    return content.get("visit", {}).get("performed") == "treated" or is_session(content)
