"""The course as the patient sees it: the visits so far with the clinic's rating, and what comes next."""

from datetime import date, timedelta
from typing import Any

from server.domain.courses import belongs, session_number, standings
from server.domain.facts.scores import assessment_facts
from server.domain.figures import number
from server.domain.given import REVIEW, TOUCH_UP, is_session
from server.domain.times import day
from server.domain.units import Content

MOST = 9
Note = dict[str, Any]


def course_of(
    patient: Content, notes: list[Note], signed: list[Note], note: Note, today: date, limits: dict[str, Any]
) -> dict[str, Any]:
    """``{progress, score, next}``. ``notes`` are all of the patient's; ``signed`` those that count, in order."""
    brief = [{"state": one["state"], "visit": one["content"].get("visit", {})} for one in notes]
    found = standings(patient, brief, today, limits)
    named = note["content"].get("visit", {}).get("course")
    running = next((one for one in found if one["running"]), found[0] if found else None)
    mine = next((one for one in found if named and one["unit"] == named), running)
    unit = mine["unit"] if mine else None
    visits = [one for one in signed if is_of(one, unit, patient)]
    after = last_past(note, today)
    return {"progress": points(visits, mine, after), "score": score_of(visits, limits), "next": coming(mine, after)}


def last_past(note: Note, today: date) -> date:
    """The last day that is not to come: yesterday, or that of the visit itself, also of one stopped when it was due."""
    on = day(note["content"].get("visit", {}).get("session_date"))
    return max(today - timedelta(days=1), on or date.min)


def is_of(note: Note, unit: str | None, patient: Content) -> bool:
    visit = note["content"].get("visit", {})
    return unit is None or (day(visit.get("session_date")) is not None and belongs(visit, unit, patient.get(unit, {})))


def points(visits: list[Note], mine: dict[str, Any] | None, after: date) -> list[dict[str, Any]]:
    """Done visits, the next one with its day, those after it without, and the last check where it has a day to come."""
    done: list[dict[str, Any]] = []
    for note in visits:
        visit, gais = note["content"].get("visit", {}), number(note["content"].get("outcome", {}).get("gais_clinician"))
        rated = int(gais) if gais in (1, 2, 3, 4, 5) else None
        if is_session(note["content"]) and visit.get("kind") != TOUCH_UP:
            no = session_number(visit) or sum(not one["final"] for one in done) + 1
            done.append(point(no, visit.get("session_date"), rated, final=False))
        elif visit.get("performed") == REVIEW and rated is not None and done:
            done.append(point(None, visit.get("session_date"), rated, final=True))
    return [*done, *planned(mine, done, after)][-MOST:]


def point(no: int | None, on: Any, gais: int | None, final: bool, done: bool = True) -> dict[str, Any]:
    return {"no": no, "on": on if day(on) else None, "gais": gais, "done": done, "final": final}


def planned(mine: dict[str, Any] | None, done: list[dict[str, Any]], after: date) -> list[dict[str, Any]]:
    if mine is None or mine["state"] == "closed" or not mine["m"] or any(one["final"] for one in done):
        return []
    due = to_come(mine, after)
    left = range(mine["n"] + 1, int(mine["m"]) + 1) if mine["m"] <= 12 else ()
    coming_visits = [point(no, due if no == mine["n"] + 1 else None, None, final=False, done=False) for no in left]
    check = [point(None, due, None, final=True, done=False)] if not mine["running"] and due else []
    return [*coming_visits, *check]


def to_come(mine: dict[str, Any], after: date) -> str | None:
    """The day it is due, unless that has passed."""
    due = day(mine["due"])
    return due.isoformat() if due and due > after else None


def coming(mine: dict[str, Any] | None, after: date) -> dict[str, Any]:
    """``kind`` is visit, check, book (nothing has a day), done, or none where no course is known."""
    if mine is None:
        return {"kind": "none", "on": None, "weeks": None}
    due = to_come(mine, after)
    if mine["state"] == "closed" or not (mine["running"] or due):
        return {"kind": "done", "on": None, "weeks": None}
    if not due:
        return {"kind": "book", "on": None, "weeks": None}
    last = day(mine["last"])
    apart = (day(due) - last).days if last else 0  # type: ignore[operator]
    weeks = apart // 7 if mine["running"] and apart > 0 and apart % 7 == 0 else None
    return {"kind": "visit" if mine["running"] else "check", "on": due, "weeks": weeks}


def score_of(visits: list[Note], limits: dict[str, Any]) -> list[float] | None:
    """The first and the last Goodman-Baron score that was counted whole, when there are two."""
    counted = [assessment_facts(one["content"].get("assessment", {}), limits)["gb_quant"] for one in visits]
    known = [score for score in counted if score is not None]
    return [known[0], known[-1]] if len(known) > 1 else None
