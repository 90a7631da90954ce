"""What the treatments of a clinic came to, session by session, in figures that say how few they rest on.

A session is a visit at which needles or PRP reached the skin; its number counts those of one patient in one written
course. Scores and GAIS say what the sessions before the visit came to, so they stand with how many there were; pain,
redness, depth and PRP stand with the session itself. Of fewer than ``FEWEST`` patients only their number is told: it is
neither an average of anything nor sure to hide who they are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from statistics import quantiles
from typing import Any

from server.domain.context import Context
from server.domain.facts.scores import assessment_facts, outcome_facts
from server.domain.figures import number
from server.domain.given import TOUCH_UP, is_needled, is_prp_used, is_session
from server.domain.times import day
from server.domain.units import Content, units_of
from server.domain.views import runs_of, sites_of

FEWEST = 5
MOST_SESSIONS = 12
SIGNED = ("signed", "approved")
DONE = (*SIGNED, "returned", "imported")  # counted as sessions; only of signed ones a figure is taken
SCORES = ("outcome.gb_quant_change_pct", "outcome.ecca_change_pct")
RESULTS = ("outcome.gais_clinician", "outcome.gais_patient", *SCORES)
SESSIONS = (
    "needling.pain_nrs", "obs:T0.erythema", "obs:T30.erythema", "obs:T24.erythema", "depth_mm", "prp.volume_ml",
)  # fmt: skip
Figures = dict[tuple[int, str], dict[str, list[float]]]


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    patient_id: str
    state: str
    content: Content

    @property
    def on(self) -> date | None:
        return day(self.content.get("visit", {}).get("session_date"))


def outcomes(
    patients: Iterable[list[Note]], limits: dict[str, Any], now: datetime, first: date | None, last: date | None
) -> dict[str, Any]:
    """``patients``: the notes of each, in any order. Without ``first`` and ``last`` of all days."""
    results: Figures = defaultdict(lambda: defaultdict(list))
    sessions: Figures = defaultdict(lambda: defaultdict(list))
    visits, seen = 0, set()
    for notes in patients:
        for note, before in numbered(notes):
            inside = note.on and (first is None or first <= note.on) and (last is None or note.on <= last)
            if not inside or note.state not in SIGNED:
                continue
            visits += 1
            seen.add(note.patient_id)
            for name, value in results_of(note, notes, limits, now):
                results[before, name][note.patient_id].append(value)
            for name, value in session_of(note.content) if is_session(note.content) else ():
                sessions[before + 1, name][note.patient_id].append(value)
    return {
        "fewest": FEWEST,
        "visits": visits,
        "patients": len(seen),
        "results": rows(results, RESULTS),
        "sessions": rows(sessions, SESSIONS),
    }


def numbered(notes: list[Note]) -> Iterator[tuple[Note, int]]:
    """Each visit with how many sessions of its course came before it."""
    done: dict[str, int] = defaultdict(int)
    dated = sorted((note for note in notes if note.on and note.state in DONE), key=lambda note: (note.on, note.id))
    for note in dated:
        visit = note.content.get("visit", {})
        course = str(visit.get("course") or "")
        yield note, done[course]
        done[course] += is_session(note.content) and visit.get("kind") != TOUCH_UP


def results_of(note: Note, notes: list[Note], limits: dict[str, Any], now: datetime) -> Iterator[tuple[str, float]]:
    for name in ("gais_clinician", "gais_patient"):
        yield from known(f"outcome.{name}", note.content.get("outcome", {}).get(name))
    assessment = note.content.get("assessment")
    earlier = sorted((one.on, one.id, one) for one in notes if one.on and note.on and one.on < note.on)
    baseline = next((one.content["assessment"] for _on, _id, one in earlier if one.content.get("assessment")), None)
    if assessment and baseline:
        context = Context({}, None, now, limits, baseline=baseline)
        found = outcome_facts(assessment, assessment_facts(assessment, limits), context)
        for name in SCORES:
            yield from known(name, found[name.removeprefix("outcome.")])


def session_of(content: Content) -> Iterator[tuple[str, float]]:
    for name in SESSIONS[:4]:
        unit, _dot, field = name.partition(".")
        yield from known(name, content.get(unit, {}).get(field))
    depths = [depth for _key, site in sites_of(content) for run in runs_of(site) if (depth := number(run["depth_mm"]))]
    yield from known("depth_mm", max(depths) if depths and is_needled(content) else None)
    drawn = [number(prp.get("volume_ml")) for _key, prp in units_of(content, "prp") if is_prp_used(prp)]
    yield from known("prp.volume_ml", sum(one for one in drawn if one is not None) or None)


def known(name: str, value: object) -> Iterator[tuple[str, float]]:
    found = number(value)
    if found is not None:
        yield name, found


def rows(figures: Figures, names: Iterable[str]) -> list[dict[str, Any]]:
    """A row for each number of sessions that has a figure, and in it each measure that somebody has."""
    most = [n for n, _name in figures if n <= MOST_SESSIONS]
    return [
        {"sessions": n, "measures": [told(name, figures[n, name]) for name in names if (n, name) in figures]}
        for n in sorted(set(most))
    ]


def told(name: str, of_patients: dict[str, list[float]]) -> dict[str, Any]:
    """The median and the middle half. Of a patient with several courses each counts."""
    values = [value for found in of_patients.values() for value in found]
    enough = len(of_patients) >= FEWEST
    low, median, high = quantiles(values, n=4, method="inclusive") if enough else (None, None, None)
    return {"name": name, "patients": len(of_patients), "low": low, "median": median, "high": high}
