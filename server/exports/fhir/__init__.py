"""FHIR R4: the signed record of a patient as a document Bundle, shaped as an International Patient Summary where its
sections fit.

Every value leaves as a text; a code stands beside it only where ``codes.py`` is sure of it. Units are UCUM. What nobody
recorded is said: the sections of allergies, problems and medicines hold an explicit "no information". Only signed
visits are in it, and of them only what was given; drafts and plans are not. A choice that is in a list twice is one
statement: the list says which apply.
The bundle is attached to the record on paper and says no more than that: texts for the clinic alone are left out.
"""

import json
from typing import Any

from server.domain.translation import _
from server.exports.document import ExportDocument, Visit
from server.exports.fhir import patient, visits
from server.exports.fhir.codes import LOINC
from server.exports.fhir.parts import Entries, instant, reference, resource_id, text_div

SECTIONS = (
    ("allergies", "48765-2"), ("problems", "11450-4"), ("medicines", "10160-0"), ("procedures", "47519-4"),
    ("devices", "46264-8"), ("results", "30954-2"), ("plan", "18776-5"), ("events", None), ("corrections", None),
)  # fmt: skip


def render(document: ExportDocument) -> bytes:
    text = json.dumps(bundle(document), ensure_ascii=False, allow_nan=False, indent=2)
    return (text + "\n").encode("utf-8", "replace")


def bundle(document: ExportDocument) -> dict[str, Any]:
    signed = [visit for visit in document.visits if visit.is_signed]
    entries = Entries(document)
    patient.tell(entries, document)
    for visit in signed:
        visits.tell(entries, visit)
    patient.no_medicines(entries, document)
    composition = composition_of(entries, document, signed)
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{composition['id']}"},
        "type": "document",
        "timestamp": instant(document.exported_at),
        "entry": [entry(one) for one in (composition, *entries.resources)],
    }


def entry(resource: dict[str, Any]) -> dict[str, Any]:
    return {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}


def composition_of(entries: Entries, document: ExportDocument, signed: list[Visit]) -> dict[str, Any]:
    made = instant(document.exported_at)
    titles = {
        "allergies": _("Allergies"), "problems": _("Problems and history"), "medicines": _("Medicines"),
        "procedures": _("Procedures"), "devices": _("Devices"), "results": _("Findings"), "plan": _("Plan"),
        "events": _("Adverse events"), "corrections": _("Corrections"),
    }  # fmt: skip
    return {
        "resourceType": "Composition",
        "id": resource_id(document.patient.id, f"composition {made}"),
        "status": "final",
        "type": {
            "coding": [{"system": LOINC, "code": "60591-5", "display": "Patient summary Document"}],
            "text": _("Patient summary"),
        },
        "subject": reference(entries.patient_id),
        "date": made,
        "author": [reference(entries.clinic_id)],
        "custodian": reference(entries.clinic_id),
        "title": _("Summary of {n} signed visits", n=len(signed)),
        "section": [
            section(name, code, titles[name], entries.sections[name])
            for name, code in SECTIONS
            if entries.sections[name] or code in ("48765-2", "11450-4", "10160-0")
        ],
    }


def section(name: str, code: str | None, title: str, resources: list[dict[str, Any]]) -> dict[str, Any]:
    coded = {"coding": [{"system": LOINC, "code": code}], "text": title} if code else {"text": title}
    lines = [said for one in resources if (said := spoken(one))]
    return {
        "title": title,
        "code": coded,
        "text": text_div(lines or [_("No information")]),
        "entry": [reference(one["id"]) for one in resources],
    }


def spoken(resource: dict[str, Any]) -> str:
    """One line of the narrative."""
    what: Any = next(
        (resource[name] for name in ("code", "medicationCodeableConcept", "event", "type") if name in resource), {}
    )
    said = str(what.get("text", "")) if isinstance(what, dict) else ""
    value = next((resource[name] for name in resource if name.startswith("value")), None)
    when = next((resource[name] for name in ("effectiveDateTime", "performedDateTime", "date") if name in resource), "")
    parts = [said, value_text(value), str(when)[:10]]
    return ", ".join(part for part in parts if part) or str(resource.get("title", ""))


def value_text(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("text") or " ".join(str(value[name]) for name in ("value", "unit") if name in value))
    return "" if value is None else str(value)
