"""The patient, what is known of them before any visit, and the clinic."""

from typing import Any

from server.domain.times import day
from server.domain.translation import _
from server.exports.document import Block, ExportDocument
from server.exports.fhir.codes import ALLERGENS, EVENTS, ICD10, OWN, SNOMED, UNKNOWN, concept
from server.exports.fhir.parts import Entries, date_time, observation_code, reference, said, value_of
from server.exports.formatting import utc_text

GENDERS = {"female": "female", "male": "male", "other": "other", "intersex": "other"}
MEDICINES = ("isotretinoin", "anticoagulant", "arrhythmia_drug", "chemotherapy")
SEVERITIES = {1: "mild", 2: "moderate", 3: "severe", 4: "severe", 5: "severe"}
OUTCOMES = {
    "recovered": "resolved", "recovering": "recovering", "sequelae": "resolvedWithSequelae", "unresolved": "ongoing",
    "unknown": "unknown",
}  # fmt: skip
AE = "http://terminology.hl7.org/CodeSystem/adverse-event-"
CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"


def tell(entries: Entries, document: ExportDocument) -> None:
    person(entries, document)
    entries.resources.append(
        {"resourceType": "Organization", "id": entries.clinic_id, "name": said(document.clinic) or "-"}
    )
    allergies(entries, document)
    history(entries, document)
    for block in document.patient.blocks:
        if block.section in ("body", "labs"):
            findings(entries, document.patient.id, block)
        elif block.section == "course":
            course(entries, document.patient.id, block)
        elif block.section == "ae":
            event(entries, document.patient.id, block)


def person(entries: Entries, document: ExportDocument) -> None:
    who = document.patient
    family, given = said(who.shown("identity", "family")), said(who.shown("identity", "given"))
    name = {"family": family, "given": [given] if given else []}
    mrn, phone = said(who.shown("identity", "mrn")), said(who.shown("identity", "phone"))
    gender = who.value("body", "gender") or who.value("body", "sex_at_birth")
    written = who.value("identity", "birth_date")
    born = str(written) if day(written) else None
    content: dict[str, Any] = {
        "identifier": [{"system": f"{OWN}:mrn", "value": mrn}] if mrn else [],
        "name": [
            {key: value for key, value in {**name, "text": f"{given} {family}".strip()}.items() if value},
            *(
                {"use": "old", "text": said(one.name), "period": {"end": utc_text(one.until)}}
                for one in who.earlier
                if said(one.name) not in ("", f"{given} {family}".strip())
            ),
        ],
        "telecom": [{"system": "phone", "value": phone}] if phone else [],
        "gender": GENDERS.get(str(gender), "unknown"),
        "birthDate": born,
        "managingOrganization": reference(entries.clinic_id),
    }
    kept = {key: value for key, value in content.items() if value not in (None, [], [{}])}
    entries.resources.append({"resourceType": "Patient", "id": entries.patient_id, **kept})


def allergies(entries: Entries, document: ExportDocument) -> None:
    blocks = [block for block in document.patient.blocks if block.section == "allergy"]
    for block in blocks:
        allergy(entries, document.patient.id, block)
    if not blocks:
        asked = document.patient.value("allergy_status", "none_known") == "yes"
        code = "no-known-allergies" if asked else "no-allergy-info"
        text = _("No known allergies") if asked else _("No information about allergies")
        none(entries, document, "AllergyIntolerance", "allergies", code, text, patient=entries.subject)


def allergy(entries: Entries, patient_id: str, block: Block) -> None:
    substance = block.value("substance")
    name = said(block.shown("name") or block.shown("substance")) or _("Allergy")
    sure = ALLERGENS.get(str(substance)) if not block.shown("name") and substance != "lidocaine" else None
    reaction = said(block.shown("reaction"))
    severity = block.value("severity")
    told = {"manifestation": [{"text": reaction}]} if reaction else {}
    if told and severity in ("mild", "moderate", "severe"):
        told["severity"] = severity
    state = "inactive" if block.value("status") == "inactive" else "active"
    entries.add(
        "AllergyIntolerance", patient_id, block.unit, "allergies",
        clinicalStatus=concept("", (CLINICAL, state)),
        code=concept(name, (SNOMED, sure) if sure else None),
        patient=entries.subject,
        **({"onsetDateTime": at} if (at := date_time(block.value("known_since"))) else {}),
        **({"reaction": [told]} if told else {}),
    )  # fmt: skip


def history(entries: Entries, document: ExportDocument) -> None:
    """A yes is a problem, or a medicine that is taken now; a no and a "not known" are said as findings."""
    patient_id = document.patient.id
    for block in document.patient.blocks:
        if block.section != "history":
            continue
        detail = said("; ".join(f"{line.label}: {line.shown}" for line in block.lines if line.field != "answer"))
        note = {"note": [{"text": detail}]} if detail else {}
        label = said(block.label)
        if block.value("answer") != "yes":
            findings(entries, patient_id, block)
        elif block.key in MEDICINES and block.value("current") == "yes":
            entries.add(
                "MedicationStatement", patient_id, block.unit, "medicines", status="active",
                medicationCodeableConcept=concept(label), subject=entries.subject, **note,
            )  # fmt: skip
        else:
            at = date_time(block.value("on"))
            entries.add(
                "Condition", patient_id, block.unit, "problems", code=concept(label, (OWN, f"history.{block.key}")),
                subject=entries.subject, **({"recordedDate": at} if at else {}), **note,
            )  # fmt: skip
    for block in document.patient.blocks:
        for line in block.lines if block.section == "meds" else ():
            for item in dict.fromkeys(line.items):
                entries.add(
                    "MedicationStatement", patient_id, f"{line.name} {item}", "medicines", status="unknown",
                    medicationCodeableConcept=concept(said(item)), subject=entries.subject,
                )  # fmt: skip
    if not entries.sections["problems"]:
        text = _("No information about problems")
        none(entries, document, "Condition", "problems", "no-problem-info", text, subject=entries.subject)


def no_medicines(entries: Entries, document: ExportDocument) -> None:
    """Said of a patient for whom neither the history nor any visit has named one."""
    if not entries.sections["medicines"]:
        code, text = "no-medication-info", _("No information about medicines")
        entries.add(
            "MedicationStatement", document.patient.id, code, "medicines", status="unknown",
            medicationCodeableConcept=concept(text, (UNKNOWN, code)), subject=entries.subject,
        )  # fmt: skip


def none(
    entries: Entries, document: ExportDocument, kind: str, section: str, code: str, text: str, **about: Any
) -> None:
    """Said outright, for an empty list is no answer."""
    status = {"clinicalStatus": concept("", (CLINICAL, "active"))} if kind == "AllergyIntolerance" else {}
    entries.add(kind, document.patient.id, code, section, **status, code=concept(text, (UNKNOWN, code)), **about)


def findings(entries: Entries, of: str, block: Block) -> None:
    for line in block.lines:
        if "json" in line.formats:
            code = observation_code(block.section, line)
            if block.section == "history":
                own = (OWN, f"history.{block.key}.{line.field}")
                code = concept(f"{said(block.label)}: {said(line.label)}", own)
            told = value_of(line, block.section)
            entries.add(
                "Observation", of, line.name, "results", status="final", code=code, subject=entries.subject, **told
            )  # fmt: skip


def course(entries: Entries, patient_id: str, block: Block) -> None:
    is_over = bool(block.value("closed_on") or block.value("stop_reason"))
    lines = [said(f"{line.label}: {line.shown}") for line in block.lines]
    begun = date_time(block.value("started_on"))
    entries.add(
        "CarePlan", patient_id, block.unit, "plan", status="completed" if is_over else "active", intent="plan",
        title=said(block.label), description="; ".join(lines), subject=entries.subject,
        **({"period": {"start": begun}} if begun else {}),
    )  # fmt: skip


def event(entries: Entries, patient_id: str, block: Block) -> None:
    term, grade, outcome = block.value("term"), block.value("ctcae_grade"), block.value("outcome")
    name = said(block.shown("term")) or _("Adverse event")
    sure = EVENTS.get(str(term))
    severity = SEVERITIES.get(grade) if isinstance(grade, int) else None
    content = {
        "date": date_time(block.value("onset_at")),
        "severity": concept("", (f"{AE}severity", severity)) if severity else None,
        "outcome": concept(said(block.shown("outcome")), (f"{AE}outcome", OUTCOMES[outcome]))
        if outcome in OUTCOMES
        else None,
    }
    entries.add(
        "AdverseEvent", patient_id, block.unit, "events", actuality="actual", subject=entries.subject,
        event=concept(name, (ICD10, sure) if sure else None, (OWN, f"ae.{term}") if term else None),
        **{key: value for key, value in content.items() if value},
    )  # fmt: skip
    findings(entries, patient_id, block)
