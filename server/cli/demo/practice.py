"""A working practice: patients in the middle of their courses, with notes in every state, arranged around one day.

The same day gives the same practice. Courses are laid out backwards from it, so that some visits fall due on the day
itself, some are overdue, and some treatments are under way.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_DNS, uuid5
from zoneinfo import ZoneInfo

from server.cli.demo import note_states, visits
from server.cli.demo.cast import OTHER_PATIENTS, PATIENTS
from server.cli.demo.scenario import Fields, Note, Patient, Step
from server.cli.demo.visits import Course

ZONE = ZoneInfo("Europe/Berlin")
NAMESPACE = uuid5(NAMESPACE_DNS, "practice.demo.example")
FRIDAY = 4
NIGHT = timedelta(hours=3)
LAST_START = time(21, 30)


@dataclass(frozen=True, slots=True)
class Scenario:
    """How the last visit's note stands (``state``, see ``note_states``), how many visits there were, and how many days
    ago the last one was; "due" and "late" count from the course's own interval."""

    state: str
    sessions: int
    ago: int | str


SCENARIOS = (
    Scenario("numbing_now", 3, 0), Scenario("waiting", 4, 0), Scenario("half_written", 2, 0),
    Scenario("approved", 3, "due"), Scenario("approved", 2, "due"), Scenario("approved", 4, "due"),
    Scenario("followed_up", 1, "due"), Scenario("approved", 3, "due"), Scenario("approved", 2, "late"),
    Scenario("approved", 4, "late"), Scenario("followed_up", 3, "late"), Scenario("returned", 4, 3),
    Scenario("corrected", 3, 4), Scenario("returned", 5, 1), Scenario("conflict", 4, 1), Scenario("void", 5, 9),
    Scenario("void", 6, 20), Scenario("deferred", 4, 6), Scenario("amended", 5, 12),
    Scenario("amended_waiting", 4, 5), Scenario("explained", 5, 2), Scenario("waiting", 3, 3),
    Scenario("waiting", 6, 4), Scenario("waiting", 4, 7), Scenario("approved", 6, 10), Scenario("approved", 5, 16),
    Scenario("stopped", 3, 13), Scenario("followed_up", 6, 40),
)  # fmt: skip
OTHER_SCENARIOS = (
    Scenario("waiting", 3, 0), Scenario("approved", 4, "due"), Scenario("approved", 3, "late"),
    Scenario("returned", 3, 2), Scenario("waiting", 4, 3), Scenario("amended", 5, 11),
    Scenario("approved", 5, 17), Scenario("half_written", 3, 1),
)  # fmt: skip
COURSES = (("acne_scar", 6, 5), ("texture_pores", 6, 4), ("acne_scar", 6, 6), ("fine_lines", 6, 6))


def patients(now: datetime) -> list[Patient]:
    """Everybody of both clinics but the six cases."""
    here = now.astimezone(ZONE).replace(second=0, microsecond=0)
    return [
        *(patient("demo", number, who, SCENARIOS[number], here) for number, who in enumerate(PATIENTS)),
        *(patient("other", number, who, OTHER_SCENARIOS[number], here) for number, who in enumerate(OTHER_PATIENTS)),
    ]


def patient(
    clinic: str, number: int, who: tuple[str, str, str, str, str], scenario: Scenario, now: datetime
) -> Patient:
    given, family, sex, born, skin = who
    rng = Random(f"{clinic}/{number}")  # noqa: S311 (made-up patients, not secrets)
    operator = "harbour" if clinic == "other" else ("practitioner", "colleague")[number % 2]
    key = f"{clinic}-{number:02}"
    indication, sessions, weeks = COURSES[number % len(COURSES)]
    course = Course(
        indication=indication,
        sessions=max(sessions - number % 3, scenario.sessions),
        weeks=weeks,
        cream=("emla", "lmx4")[number % 2],
        pen=("skinpen", "dermapen4")[number % 5 == 4],
        prp=indication == "acne_scar" and number % 3 == 0,
        female=sex == "female",
        operator=operator,
        unit=f"course:{uuid5(NAMESPACE, f'{key}/course')}",
    )
    days = visit_days(scenario, course, working_day(now))
    fields: Fields = {
        "identity": {
            "mrn": f"{'DH'[clinic == 'other']}-{1200 + 7 * number}",
            "given": given,
            "family": family,
            "birth_date": born,
        },
        "body": {"sex_at_birth": sex, "gender": sex, "weight_kg": rng.randrange(52, 90), "fitzpatrick": skin},
        "allergy_status": {"none_known": "yes"},
        **visits.history(rng),
        course.unit: course.plan(days[0]),
    }
    notes = tuple(note(key, session, on, course, scenario, now, rng) for session, on in enumerate(days, 1))
    at = min(datetime.combine(days[0], time(8, 10), ZONE), notes[0].steps[0].at) - timedelta(days=6)
    return Patient(key, str(uuid5(NAMESPACE, key)), fields, at, clinic, operator, notes)


def working_day(now: datetime) -> date:
    """Today; in the first hours of the night still the day that has just been worked."""
    return (now - NIGHT).date()


def visit_days(scenario: Scenario, course: Course, today: date) -> list[date]:
    """The days of the visits, oldest first; all but the last avoid the weekend."""
    interval = timedelta(weeks=course.weeks)
    ago = {"due": interval, "late": interval + timedelta(days=9)}.get(str(scenario.ago)) or timedelta(
        days=int(scenario.ago or 0)
    )
    last = today - ago
    return [*(weekday(last - interval * back) for back in range(scenario.sessions - 1, 0, -1)), last]


def weekday(on: date) -> date:
    return on - timedelta(days=max(0, on.weekday() - FRIDAY))


def note(key: str, session: int, on: date, course: Course, scenario: Scenario, now: datetime, rng: Random) -> Note:
    is_last = session == scenario.sessions
    started = datetime.combine(on, time(rng.randrange(10, 16), rng.randrange(0, 60, 5)), ZONE)
    if on == working_day(now):
        over = now - timedelta(minutes=rng.randrange(95, 150))  # over by now, whatever the hour, and before midnight
        started = min(over, datetime.combine(on, LAST_START, ZONE))
    state = scenario.state if is_last else ("followed_up" if rng.random() < 0.2 else "approved")
    steps = note_states.NOTE_STATES[state](note_states.Visit(course, session, started, now, rng))
    return Note(f"{key}-S{session}", str(uuid5(NAMESPACE, f"{key}/{session}")), in_the_past(steps, now))


def in_the_past(steps: list[Step], now: datetime) -> tuple[Step, ...]:
    """Nothing has happened yet that lies ahead; what follows an act that has not happened has not either."""
    done: list[Step] = []
    for step in steps:
        if step.at > now:
            break
        done.append(step)
    return tuple(done)
