"""The first page of the record, which can be sent alone: who, what to know, the course, the visits in a table."""

from typing import Any

from server.domain.catalogue.formats import NONE
from server.domain.courses import standings
from server.domain.facts.events import CLOSED
from server.domain.times import day as day_of
from server.domain.translation import _
from server.exports.document import Block, Earlier, ExportDocument, Patient, Visit
from server.exports.formatting import date_words, listed, number_words
from server.exports.pdf import glance
from server.exports.pdf.parts import item, printable

MOST_FACES = 8
SCORES = ("assessment.gb_quant", "assessment.ecca", "assessment.scar_s")


def identifiers(patient: Patient, document: ExportDocument) -> list[dict[str, str]]:
    found = [
        item(_("Born"), born(patient, document)),
        item(_("Patient number"), patient.shown("identity", "mrn")),
        item(_("Sex at birth"), patient.shown("body", "sex_at_birth")),
        item(_("Gender"), patient.shown("body", "gender")),
        item(_("Weight"), patient.shown("body", "weight_kg")),
        item(_("Skin type"), patient.shown("body", "fitzpatrick")),
    ]
    return found[:2] + [one for one in found[2:] if one["value"]] + [earlier(one) for one in patient.earlier]


def earlier(one: Earlier) -> dict[str, str]:
    """What earlier signatures are about: nobody takes them for another patient's."""
    born = date_words(one.birth_date) if one.birth_date else ""
    return item(_("Until {date}", date=date_words(one.until.date().isoformat())), listed([one.name, born, one.mrn]))


def born(patient: Patient, document: ExportDocument) -> str:
    said, birth = patient.shown("identity", "birth_date"), day_of(patient.value("identity", "birth_date"))
    if birth is None:
        return said
    today = document.exported_at.date()
    years = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return _("{date} ({n} years)", date=said, n=years) if 0 <= years < 120 else said


def allergies(patient: Patient) -> dict[str, Any]:
    """Always said: the known ones, that there are none, or that nobody has asked. ``loud`` where one is known."""
    known = [allergy(block) for block in patient.blocks if block.section == "allergy"]
    status = patient.block("allergy_status")
    none_known = status is not None and status.value("none_known") == "yes"
    said = known or [_("none known") if none_known else _("not recorded")]
    return {"label": _("Allergies"), "lines": said, "loud": bool(known)}


def allergy(block: Block) -> str:
    name = block.shown("name") or block.shown("substance")
    details = listed([block.shown("reaction"), block.shown("severity")])
    if block.value("status") == "inactive":
        details = listed([details, block.shown("status")])
    return f"{name} ({details})" if details else name


def events(patient: Patient) -> list[dict[str, str]]:
    """The adverse events that are not over."""
    still = [block for block in patient.blocks if block.section == "ae" and block.value("outcome") not in CLOSED]
    named = [listed([block.shown("term") or block.label, block.shown("onset_at")]) for block in still]
    return [item(_("Reactions still open"), "; ".join(named))] if named else []


def history(patient: Patient) -> dict[str, Any]:
    """What was answered yes, or is not known, with its details; the rest in one line."""
    asked = [block for block in patient.blocks if block.section == "history"]
    told = [block for block in asked if block.value("answer") != "no" or len(printable(block)) > 1]
    plain = [glance.within(block.label) for block in asked if block not in told]
    return {
        "label": _("History: answered yes, or not known"),
        "lines": [detail(block) for block in told] or [_("none") if plain else _("not recorded")],
        "loud": bool(told),
        "no": _("Answered no: {names}.", names=listed(plain)) if plain else "",
    }


def detail(block: Block) -> str:
    lines = printable(block)
    answer = "" if block.value("answer") == "yes" and len(lines) > 1 else block.shown("answer")
    rest = [line.shown if line.kind == "text" else f"{line.label} {line.shown}" for line in lines if line.kind != "tri"]
    more = [f"{line.label}: {line.shown}" for line in lines if line.kind == "tri" and line.field != "answer"]
    said = listed([answer, *rest, *more])
    return f"{block.label}: {said}" if said else block.label


def course(document: ExportDocument, signed: list[Visit]) -> dict[str, Any] | None:
    """How far it is, and what it is for; None where nobody planned one."""
    found = planned(document) or of_last_treatment(signed)
    cells = [*aims(document), *scores(signed)]
    return {**(found or {"words": "", "dots": []}), "cells": cells} if found or cells else None


def planned(document: ExportDocument) -> dict[str, Any] | None:
    """The written course that is not ended: how far it is and when the next visit is due."""
    plans = {block.unit: values(block) for block in document.patient.blocks if block.section == "course"}
    notes = [{"state": one.state, "visit": values(block)} for one in document.visits if (block := one.block("visit"))]
    found = standings(plans, notes, document.exported_at.date(), document.limits) if plans else []
    open_ones = (one for one in found if one["state"] != "closed" and counts(one["m"]) and counts(one["n"]))
    one = next(open_ones, None)
    if one is None:
        return None
    said = _("Session {n} of {m}", n=number_words(one["n"]), m=number_words(one["m"]))
    if one["due"] and one["days"] >= 0:
        words = _("{course}. Next visit due {date}.") if one["running"] else _("{course}. Final review {date}.")
        said = words.format_map({"course": said, "date": date_words(one["due"])})
    return {"words": said, "dots": [place < one["n"] for place in range(int(one["m"]))] if one["m"] <= 12 else []}


def values(block: Block) -> dict[str, Any]:
    return {line.field: line.value for line in block.lines}


def of_last_treatment(signed: list[Visit]) -> dict[str, Any] | None:
    """Where nobody wrote a course: what the last treatment says of itself."""
    last = next((one for one in reversed(signed) if one.value("visit", "performed") == "treated"), None)
    if last is None:
        return None
    number, sessions = last.value("visit", "session_no"), last.value("visit", "sessions_planned")
    weeks = last.shown("visit", "interval_weeks_planned")
    if not counts(number) or not counts(sessions):
        return None
    said = _("Session {n} of {m}", n=number_words(number), m=number_words(sessions))
    if weeks and number < sessions:
        said = _("{course}. Planned: one session every {weeks}.", course=said, weeks=weeks)
    return {"words": said, "dots": [place < number for place in range(int(sessions))] if sessions <= 12 else []}


def counts(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 100


def aims(document: ExportDocument) -> list[dict[str, str]]:
    """Of the written courses, the newest first: everything that may stand on paper."""
    courses = [block for block in document.patient.blocks if block.section == "course"]
    courses.sort(key=lambda block: str(block.value("started_on") or ""), reverse=True)
    return [item(line.label, line.shown) for block in courses for line in printable(block)]


def scores(signed: list[Visit]) -> list[dict[str, str]]:
    """Each score from the first visit that has it to the last."""
    found = []
    for name in SCORES:
        facts = [fact for visit in signed if (fact := visit.fact(name))]
        if facts:
            first, last = facts[0], facts[-1]
            found.append(item(first.label, first.shown if len(facts) == 1 else f"{first.shown} → {last.shown}"))
    return found


def visit_rows(signed: list[Visit]) -> dict[str, Any]:
    header = [
        _("Date"), _("No."), _("Treatment"), _("Depth, mm"), _("Cream"), _("PRP"), _("Pain"), _("Redness"), _("GAIS"),
        _("State"),
    ]  # fmt: skip
    note = _(
        "Redness 0 to 4: at once, after 30 minutes, 1, 3 and 7 days. Pain 0 to 10 while needling. "
        "GAIS: 1 very much improved, 5 worse. {none} not recorded."
    )
    return {"header": header, "rows": [glance.row(one) for one in signed], "note": note.format(none=NONE)}


def faces(signed: list[Visit]) -> list[dict[str, Any]]:
    """The depths of the last treatments of the face, side by side."""
    found = [
        {"heading": glance.visit_day(visit), **drawn} for visit in signed if (drawn := glance.face(glance.sites(visit)))
    ]
    return found[-MOST_FACES:]
