"""The pages as one JSON payload: the last visit told for the patient, then the whole record visit by visit.

Every word on the page stands here, so that it can be translated; the template only sets it.
"""

from typing import Any

from server.domain.words import _, language
from server.exports.document import Block, ExportDocument, Patient, Visit
from server.exports.parts import heading, item, part, parts, state, visit_pages
from server.exports.wording import clean, date_words, instant_words, listed, number_words, with_measure

NOT_TREATED = ("deferred", "cancelled")
DEPTH_STEPS_MM = (0.5, 1.0, 1.5, 2.0)
SKIN = ("erythema", "oedema", "bruise", "pain_now")


def tell(document: ExportDocument) -> dict[str, Any]:
    patient, last = document.patient, last_visit(document.visits)
    day = document.exported_at
    return {
        "lang": language.get(),
        "title": _("Treatment summary"),
        "date": [day.year, day.month, day.day],
        "clinic": clean(document.clinic),
        "demo": document.demo,
        "made": clean(_("Made on {when} by {name}", when=instant_words(day), name=document.exported_by)),
        "foot": clean(" · ".join([patient.name, *(one["value"] for one in identifiers(patient))])),
        "patient": {"name": clean(patient.name), "ids": identifiers(patient), "alerts": alerts(patient)},
        "warning": warning(document.visits),
        "course": course(last) if last else None,
        "last": tell_last(last) if last else None,
        "visits": [visit_pages(visit) for visit in reversed(document.visits)],
        "voided": [voided_words(one.happened_at, one.voided_by, one.voided_at) for one in document.voided],
        "history": parts(tuple(block for block in patient.blocks if block.unit != "identity")),
        "words": words(),
    }


def words() -> dict[str, Any]:
    return {
        "page": _("Page {n} of {m}"),
        "demo": _("DEMONSTRATION: no real patient"),
        "no_visit": _("No visit has been recorded yet."),
        "zone_header": [_("Area"), _("Depth"), _("Passes")],
        "map_note": _("You are facing the picture as in a photograph: your left cheek is on its right. Darker is deeper."),
        "used": _("What was used"),
        "skin": _("How your skin looked and felt"),
        "aftercare": _("Looking after your skin"),
        "all_visits": _("All visits"),
        "change_header": [_("Entry"), _("Before"), _("Now")],
        "history": _("Health record"),
        "closing": _("End of the summary. The clinic keeps the full record and every earlier version of it."),
    }


def last_visit(visits: tuple[Visit, ...]) -> Visit | None:
    """The last visit of the signed record; where nothing has been signed yet, the last one at all."""
    signed = [visit for visit in visits if visit.is_signed]
    return (signed or list(visits) or [None])[-1]


def identifiers(patient: Patient) -> list[dict[str, str]]:
    return [
        item(_("Born"), patient.shown("identity", "birth_date")),
        item(_("Patient number"), patient.shown("identity", "mrn")),
    ]


def alerts(patient: Patient) -> list[dict[str, str]]:
    """Allergies, always said: the known ones, that there are none, or that nobody has asked."""
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
        return _("One visit in this summary is not signed. Drafts are not part of the signed record.")
    return _("{n} visits in this summary are not signed. Drafts are not part of the signed record.", n=open_notes)


def course(last: Visit) -> dict[str, Any] | None:
    number, planned = last.value("visit", "session_no"), last.value("visit", "sessions_planned")
    weeks = last.shown("visit", "interval_weeks_planned")
    if not _counts(number) or not _counts(planned):
        return None
    said = _("Session {n} of {m}", n=number_words(number), m=number_words(planned))
    if weeks and number < planned:
        said = _("{course}. Planned: one session every {weeks}.", course=said, weeks=weeks)
    dots = [place < number for place in range(int(planned))] if planned <= 12 else []
    return {"words": clean(said), "dots": dots}


def _counts(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 100


def tell_last(visit: Visit) -> dict[str, Any]:
    zones = [zone(block) for block in visit.repeated("zone")]
    observations = visit.repeated("obs")
    return {
        "heading": clean(_("Your last visit: {date}", date=heading_day(visit))),
        **state(visit),
        "lead": lead(visit),
        "figures": figures(visit),
        "zones": zones,
        "map_alt": _("Face map of needle depth: {zones}", zones=listed(f"{one['label']} {one['depth']}" for one in zones)),
        "used": used(visit),
        "course_header": [_("When"), *_skin_labels(observations)],
        "course_rows": [skin_row(block) for block in observations if any(block.shown(name) for name in SKIN)],
        **aftercare(visit),
    }


def heading_day(visit: Visit) -> str:
    return date_words(visit.value("visit", "session_date") or visit.happened_at.date().isoformat())


def lead(visit: Visit) -> str:
    operator, performed = visit.shown("visit", "operator"), visit.value("visit", "performed")
    if performed in NOT_TREATED:
        said = _("No treatment was given at this visit.")
        reason = visit.shown("visit", "deferral_reason")
        return clean(_("{said} Reason: {reason}", said=said, reason=reason) if reason else said)
    reasons, minutes = visit.shown("visit", "indication"), visit.fact("needling.minutes")
    said = _("You were treated by {name}.", name=operator) if operator else ""
    if reasons:
        said = _("{said} Treated: {reasons}.", said=said, reasons=reasons[:1].lower() + reasons[1:])
    if minutes:
        said = _("{said} The needling took {minutes}.", said=said, minutes=minutes.shown)
    return clean(said.strip())


def figures(visit: Visit) -> list[dict[str, str]]:
    """The few numbers of a visit that a patient asks about, set large."""
    found = [depth_figure(visit), cream_figure(visit), plasma_figure(visit), pain_figure(visit)]
    return [{key: clean(text) for key, text in one.items()} for one in found if one]


def depth_figure(visit: Visit) -> dict[str, str] | None:
    depths = [mm for block in visit.repeated("zone") for mm in _numbers(block.value("depth_mm"))]
    if not depths:
        return None
    low, high = number_words(min(depths), 1), number_words(max(depths), 1)
    return {"big": high if low == high else f"{low}–{high}", "measure": "mm", "label": _("needle depth")}


def cream_figure(visit: Visit) -> dict[str, str] | None:
    amount, contact = visit.value("numbing", "amount_g"), visit.fact("numbing.contact_min")
    if amount is None:
        return None
    label = _("numbing cream, {time} on the skin", time=contact.shown) if contact else _("numbing cream")
    return {"big": number_words(amount), "measure": "g", "label": label}


def plasma_figure(visit: Visit) -> dict[str, str] | None:
    volume = visit.value("prp", "volume_ml")
    if volume is None:
        return None
    return {"big": number_words(volume, 1), "measure": "mL", "label": _("plasma from your own blood (PRP)")}


def pain_figure(visit: Visit) -> dict[str, str] | None:
    pain = visit.value("needling", "pain_nrs")
    if pain is None:
        return None
    return {"big": number_words(pain), "measure": _("of 10"), "label": _("pain during needling")}


def zone(block: Block) -> dict[str, Any]:
    depths = _numbers(block.value("depth_mm"))
    low, high = (number_words(min(depths), 1), number_words(max(depths), 1)) if depths else ("", "")
    span = low if low == high else f"{low}–{high}"
    return {
        "key": block.key,
        "label": clean(block.label),
        "depth": clean(with_measure(span, "mm")),
        "short": span[:8],
        "passes": clean(block.shown("passes")),
        "level": 1 + sum(max(depths) > step for step in DEPTH_STEPS_MM) if depths else 0,
    }


def _numbers(value: Any) -> list[float]:
    values = value if isinstance(value, list) else [value]
    return [mm for mm in values if isinstance(mm, (int, float)) and not isinstance(mm, bool)]


USED_FIELDS = {
    "numbing": ("product", "product_name", "amount_g", "area_cm2", "occlusion"),
    "device": ("product", "brand", "model", "cartridge_lot"),
    "prp": ("volume_ml", "route", "topical_ml"),
    "serum": ("category", "product", "lot", "amount_ml", "timing"),
}


def used(visit: Visit) -> list[dict[str, Any]]:
    found = []
    for block in visit.blocks:
        wanted = USED_FIELDS.get(block.section, ())
        lines = [line for line in block.lines if line.field in wanted and "pdf" in line.formats and line.shown]
        if lines and block.value("used") is not False:
            found.append(part(block.label, lines))
    return found


def _skin_labels(observations: tuple[Block, ...]) -> list[str]:
    plain = {"erythema": _("Redness"), "oedema": _("Swelling"), "bruise": _("Bruising"), "pain_now": _("Pain (0 to 10)")}
    return [plain[name] for name in SKIN] if observations else []


def skin_row(block: Block) -> list[str]:
    return [clean(block.label), *(clean(block.shown(name)) or "–" for name in SKIN)]


def aftercare(visit: Visit) -> dict[str, Any]:
    block = visit.block("aftercare")
    if block is None:
        return {"aftercare": [], "aftercare_more": []}
    items = next((line.shown for line in block.lines if line.field == "items"), "")
    more = [item(line.label, line.shown) for line in block.lines if line.field in ("products", "phone") and line.shown]
    return {"aftercare": [clean(one) for one in items.split("; ") if one], "aftercare_more": more}


def voided_words(happened_at: Any, name: str, at: Any) -> str:
    return clean(
        _("A visit record of {date} was withdrawn (voided) by {name} on {when}. Its content is not shown.",
          date=date_words(happened_at.date().isoformat()), name=name, when=instant_words(at))
    )  # fmt: skip
