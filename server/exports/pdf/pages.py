"""The record for a colleague as one JSON payload: the first page, then every visit, then the appendix.

Every word on the page stands here, so that it can be translated; the template only sets it.
"""

from dataclasses import replace
from typing import Any

from server.domain.translation import _, language
from server.exports.document import ExportDocument, Visit
from server.exports.formatting import instant_words, safe
from server.exports.letters import noting
from server.exports.pdf import appendix, first_page
from server.exports.pdf.paper import on_paper
from server.exports.pdf.parts import parts
from server.exports.pdf.visit_pages import visit_pages

FOOT_NAME = 60
ON_TOP = ("identity", "body", "allergy_status", "history", "course")
"""Sections that the first page tells in full."""


def tell(document: ExportDocument) -> dict[str, Any]:
    with noting() as in_latin:
        told = tell_all(document)
    said = _("What stands between ‹ and › is in Latin letters here. The attached data has it as it was written.")
    return told | {"in_latin": said if in_latin else ""}


def tell_all(document: ExportDocument) -> dict[str, Any]:
    name, head, document = safe(document.patient.name), shortened(document.patient.name), on_paper(document)
    patient, signed = document.patient, [as_given(visit) for visit in document.visits if visit.is_signed]
    day = document.exported_at
    return {
        "lang": language.get(),
        "title": _("Clinical record"),
        "date": [day.year, day.month, day.day],
        "clinic": document.clinic,
        "demo": document.demo,
        "made": _("Made on {when} by {name}", when=instant_words(day), name=document.exported_by),
        "head": " · ".join(filter(None, [head, *(patient.shown("identity", one) for one in ("birth_date", "mrn"))])),
        "name": name,
        "ids": first_page.identifiers(patient, document),
        "allergies": first_page.allergies(patient),
        "history": first_page.history(patient),
        "events": first_page.events(patient),
        "warning": warning(document.visits),
        "course": first_page.course(document, signed),
        "table": first_page.visit_rows(signed),
        "faces": first_page.faces(signed),
        "visits": [visit_pages(visit) for visit in reversed(signed)],
        "health": parts(tuple(block for block in patient.blocks if block.section not in ON_TOP)),
        "corrections": appendix.corrections(signed),
        "signatures": appendix.signed_visits(signed),
        "consents": [appendix.consent_text(one) for one in document.consents],
        "left_out": appendix.left_out(document),
        "words": words(),
    }


def as_given(visit: Visit) -> Visit:
    """Nothing of a treatment that was planned and not given."""
    return replace(visit, blocks=visit.given_blocks, facts=visit.given_facts)


def shortened(name: str) -> str:
    """For the head of every page; the whole name stands on the first."""
    return safe(name if len(name) <= FOOT_NAME else name[:FOOT_NAME] + "…")


def words() -> dict[str, Any]:
    return {
        "page": _("Page {n} of {m}"),
        "demo": _("DEMONSTRATION: no real patient"),
        "no_visit": _("No signed visit yet."),
        "course": _("Course"),
        "visits": _("Visits"),
        "faces": _("Needle depth in mm, treatment by treatment"),
        "map_note": _("Seen from the front: the patient's left is on the right. Darker is deeper."),
        "all_visits": _("Visit by visit, the newest first"),
        "health": _("Health record"),
        "corrections": _("Appendix: corrections after signing"),
        "no_correction": _("No signed value was changed."),
        "change_header": [_("Entry"), _("Before"), _("Now")],
        "signatures": _("Appendix: signatures"),
        "signature_header": [
            _("Signature"),
            _("Version"),
            _("By"),
            _("Received by the server"),
            _("By the clock of the tablet"),
            _("Key"),
        ],
        "consents": _("Appendix: consent texts that were signed"),
        "left_out": _("Not part of the signed record"),
        "closing": _("End of the record. The clinic keeps every earlier version of it."),
        "attached": _("The same record as data (HL7 FHIR R4) is attached to this file: {name}.", name=ATTACHED),
    }


ATTACHED = "record.fhir.json"


def warning(visits: tuple[Visit, ...]) -> str:
    open_notes = sum(not visit.is_signed for visit in visits)
    if not open_notes:
        return ""
    if open_notes == 1:
        return _("One visit is not signed yet and is left out of this summary.")
    return _("{n} visits are not signed yet and are left out of this summary.", n=open_notes)
