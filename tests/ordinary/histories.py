"""Courses played session by session: each visit is judged with what the earlier ones decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from server.domain.answers import Finding
from server.domain.cards import cards_of
from server.domain.context import Context, Visit, note_context
from server.domain.limits import LIMITS
from server.domain.rules import evaluate
from tests.ordinary.habits import Habits
from tests.ordinary.people import Fields, asked_again, patient
from tests.ordinary.practices import PRACTICES, Practice
from tests.ordinary.visits import Course, Moment, visit

SEED = "ordinary visits"
SESSIONS = {3: 2, 4: 2, 5: 1, 6: 1}
ASKS = ("block", "block*", "reason*", "reason", "warn")
SIGNED = ({"meaning": "author", "name": "N. Vidal"},)


@dataclass(frozen=True, slots=True)
class Judged:
    practice: str
    session: int
    content: Fields
    context: Context
    findings: list[Finding]

    @property
    def asking(self) -> list[list[Finding]]:
        """The cards that somebody has to answer."""
        return [card for card in cards_of(self.findings) if any(is_asked(found) for found in card)]


def is_asked(found: Finding) -> bool:
    return found.since is None and found.severity in ASKS


def ordinary(count: int) -> list[Judged]:
    """As many visits, shared evenly among the practices."""
    each = -(-count // len(PRACTICES))
    habits = Habits(SEED)
    return [judged for practice in PRACTICES for judged in of_practice(practice, each, habits)][:count]


def of_practice(practice: Practice, count: int, habits: Habits) -> list[Judged]:
    found: list[Judged] = []
    for number in range(count):
        if len(found) >= count:
            break
        rng = Random(f"{SEED}/{practice.name}/{number}")
        found += course_of(practice, number, rng, habits)
    return found[:count]


def course_of(practice: Practice, number: int, rng: Random, habits: Habits) -> Iterator[Judged]:
    first = date(2026, 1, 5) + timedelta(days=rng.randrange(120))
    course = Course(
        unit=f"course:0192f0aa-0000-7000-8000-{number:012d}",
        practice=practice,
        indication=rng.choice(list(practice.schemes)),
        sessions=habits.choice(f"sessions {practice.name}", SESSIONS),
        weeks=rng.choice(practice.weeks),
        is_prp=rng.random() < practice.prp,
        has_serum=rng.random() < practice.serum,
    )
    plan = {"started_on": first.isoformat(), "sessions_planned": course.sessions, "interval_weeks": course.weeks}
    who = {**patient(rng, number, first, habits, practice.name), course.unit: plan}
    before: list[Visit] = []
    on = first
    for session in range(1, course.sessions + 1):
        content = whole(visit(Moment(course, session, on, who, rng, habits)))
        judged = judge(practice.name, session, content, who, before, on)
        yield judged
        before.append(signed(f"n{session}", content, judged.findings))
        who = asked_again(rng, who)
        on += timedelta(days=course.weeks * 7 + rng.randrange(*practice.strays))


def judge(name: str, session: int, content: Fields, who: Fields, before: list[Visit], on: date) -> Judged:
    now = datetime(on.year, on.month, on.day, 14, tzinfo=UTC)
    context = note_context(f"n{session}", content, who, before, now=now, limits=LIMITS)
    return Judged(name, session, content, context, evaluate(content, context))


def signed(note_id: str, content: Fields, findings: list[Finding]) -> Visit:
    return Visit(note_id, "approved", content, [found.as_dict() for found in findings], SIGNED)


def whole(content: dict[str, dict[str, Any]]) -> Fields:
    """Without what was left empty."""
    kept = {unit: {name: v for name, v in values.items() if v is not None} for unit, values in content.items()}
    return {unit: values for unit, values in kept.items() if values}
