"""The record for a colleague as one JSON payload: the last visit at a glance, then every visit.

Every word on the page stands here, so that it can be translated; the template only sets it.
"""

from typing import Any

from server.domain.courses import standings
from server.domain.facts.events import CLOSED
from server.domain.translation import _, language
from server.exports.document import Block, ExportDocument, Patient, Visit, VoidedVisit
from server.exports.formatting import date_words, instant_words, listed, number_words, safe
from server.exports.pdf.last_visit import tell_last
from server.exports.pdf.paper import on_paper
from server.exports.pdf.parts import item, parts
from server.exports.pdf.visit_pages import visit_pages

FOOT_NAME = 60
ON_TOP = ("identity", "allergy_status")


def tell(document: ExportDocument) -> dict[str, Any]:
    name, foot, document = safe(document.patient.name), shortened(document.patient.name), on_paper(document)
    patient, signed = document.patient, tuple(visit for visit in document.visits if visit.is_signed)
    last = signed[-1] if signed else None
    day = document.exported_at
    return {
        "lang": language.get(),
        "title": _("Clinical record"),
        "date": [day.year, day.month, day.day],
        "clinic": document.clinic,
        "demo": document.demo,
        "made": _("Made on {when} by {name}", when=instant_words(day), name=document.exported_by),
        "foot": " · ".join([foot, *(one["value"] for one in identifiers(patient))]),
        "patient": {"name": name, "ids": identifiers(patient), "alerts": alerts(patient)},
        "warning": warning(document.visits),
        "course": planned(document) or course(signed),
        "last": tell_last(last) if last else None,
        "visits": [visit_pages(visit) for visit in reversed(signed)],
        "voided": [voided_words(one) for one in document.voided],
        "history": parts(tuple(block for block in patient.blocks if block.unit not in ON_TOP)),
        "words": words(),
    }


def shortened(name: str) -> str:
    """For the foot of every page; the whole name stands on the first."""
    return safe(name if len(name) <= FOOT_NAME else name[:FOOT_NAME] + "…")


def words() -> dict[str, Any]:
    return {
        "page": _("Page {n} of {m}"),
        "demo": _("DEMONSTRATION: no real patient"),
        "no_visit": _("No signed visit yet."),
        "zone_header": [_("Area"), _("Depth"), _("Passes")],
        "map_note": _("Seen from the front: the patient's left is on the right. Darker is deeper."),
        "used": _("What was used"),
        "skin": _("How the skin did"),
        "after": _("After the visit"),
        "all_visits": _("All visits"),
        "signatures": _("Signatures"),
        "change_header": [_("Entry"), _("Before"), _("Now")],
        "history": _("Health record"),
        "closing": _("End of the summary. The clinic keeps the full record and every earlier version of it."),
    }


def identifiers(patient: Patient) -> list[dict[str, str]]:
    return [
        item(_("Born"), patient.shown("identity", "birth_date")),
        item(_("Patient number"), patient.shown("identity", "mrn")),
    ]


def alerts(patient: Patient) -> list[dict[str, str]]:
    """Allergies, always said: the known ones, that there are none, or that nobody has asked. Then open reactions."""
    return [*allergies(patient), *open_reactions(patient)]


def open_reactions(patient: Patient) -> list[dict[str, str]]:
    events = [block for block in patient.blocks if block.section == "ae" and block.value("outcome") not in CLOSED]
    named = [listed([block.shown("term") or block.label, block.shown("onset_at")]) for block in events]
    return [item(_("Reactions still open"), "; ".join(named))] if named else []


def allergies(patient: Patient) -> list[dict[str, str]]:
    known = [allergy(block) for block in patient.blocks if block.section == "allergy"]
    if known:
        return [item(_("Allergies"), listed(known))]
    status = patient.block("allergy_status")
    none_known = status is not None and status.value("none_known") == "yes"
    return [item(_("Allergies"), _("none known") if none_known else _("not recorded"))]


def allergy(block: Block) -> str:
    name = block.shown("name") or block.shown("substance")
    details = listed([block.shown("reaction"), block.shown("severity")])
    if block.value("status") == "inactive":
        details = listed([details, block.shown("status")])
    return f"{name} ({details})" if details else name


def warning(visits: tuple[Visit, ...]) -> str:
    open_notes = sum(not visit.is_signed for visit in visits)
    if not open_notes:
        return ""
    if open_notes == 1:
        return _("One visit is not signed yet and is left out of this summary.")
    return _("{n} visits are not signed yet and are left out of this summary.", n=open_notes)


def planned(document: ExportDocument) -> dict[str, Any] | None:
    """The written course that is not ended: how far it is and when the next visit is due."""
    plans = {block.unit: values(block) for block in document.patient.blocks if block.section == "course"}
    notes = [{"state": one.state, "visit": values(block)} for one in document.visits if (block := one.block("visit"))]
    found = standings(plans, notes, document.exported_at.date(), document.limits) if plans else []
    open_ones = (one for one in found if one["state"] != "closed" and _counts(one["m"]) and _counts(one["n"]))
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


def course(signed: tuple[Visit, ...]) -> dict[str, Any] | None:
    """Where nobody wrote a course: what the last treatment says of itself."""
    last = next((one for one in reversed(signed) if one.value("visit", "performed") == "treated"), None)
    if last is None:
        return None
    number, planned = last.value("visit", "session_no"), last.value("visit", "sessions_planned")
    weeks = last.shown("visit", "interval_weeks_planned")
    if not _counts(number) or not _counts(planned):
        return None
    said = _("Session {n} of {m}", n=number_words(number), m=number_words(planned))
    if weeks and number < planned:
        said = _("{course}. Planned: one session every {weeks}.", course=said, weeks=weeks)
    dots = [place < number for place in range(int(planned))] if planned <= 12 else []
    return {"words": said, "dots": dots}


def _counts(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 100


def voided_words(one: VoidedVisit) -> str:
    day, when = date_words(one.happened_at.date().isoformat()), instant_words(one.voided_at)
    words = _("A visit record of {date} was withdrawn (voided) by {name} on {when}. Its content is not shown.")
    return words.format_map({"date": day, "name": one.by, "when": when})
