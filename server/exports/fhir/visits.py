"""A signed visit: its procedures, what was given, the devices with their lots, the findings, and its corrections."""

from typing import Any

from server.domain.figures import number
from server.domain.given import STOPPED
from server.domain.times import in_order
from server.domain.translation import _
from server.domain.views import runs_of
from server.exports.document import Block, Visit
from server.exports.fhir.codes import CREAMS, ICD10, INDICATIONS, OWN, SUBSTANCES, concept, site_concept
from server.exports.fhir.parts import Entries, date_time, instant, observation_code, quantity, reference, said, value_of

SITES = ("zone", "other_site")
WHOLE = (*SITES, "la", "serum")
"""Sections that a resource of their own tells in full; each value of the others is an observation."""


def tell(entries: Entries, visit: Visit) -> None:
    who = practitioner(entries, visit)
    sites = [block for section in SITES if section in visit.given for block in visit.repeated(section)]
    devices = [device(entries, visit, block) for block in visit.repeated("device") if "device" in visit.given]
    if sites or "needling" in visit.given:
        procedure(entries, visit, who, sites, devices)
    if "prp" in visit.given:
        other_procedure(entries, visit, who, "prp", _("Platelet-rich plasma (PRP)"))
    for block in visit.repeated("proc"):
        other_procedure(entries, visit, who, block.unit, said(block.shown("kind")) or _("Procedure"))
    for block in visit.given_blocks:
        if block.section in ("numbing", "la", "serum"):
            given(entries, visit, block)
        if block.section not in WHOLE:
            findings(entries, visit, block)
    for block in sites:
        site(entries, visit, block)
    for one in visit.follow_ups:
        for block in one.blocks if one.reached else ():
            findings(entries, visit, block, one.id, one.shown("about", "point"))
    corrections(entries, visit)


def day_of(visit: Visit) -> str:
    return date_time(visit.value("visit", "session_date")) or visit.happened_at.date().isoformat()


def practitioner(entries: Entries, visit: Visit) -> dict[str, Any]:
    name = said(visit.shown("visit", "operator") or visit.author) or _("The clinic")
    made = next(
        (one for one in entries.resources if one["resourceType"] == "Practitioner" and one["name"] == [{"text": name}]),
        None,
    )
    made = made or entries.add("Practitioner", visit.id, name, name=[{"text": name}])
    return reference(made["id"])


def performed(visit: Visit) -> dict[str, Any]:
    start, end = (visit.value("needling", name) for name in ("started_at", "ended_at"))
    if in_order(start, end):
        return {"performedPeriod": period(start, end)}
    return {"performedDateTime": date_time(start) or day_of(visit)}


def period(start: Any, end: Any) -> dict[str, Any]:
    return {"start": date_time(start), "end": date_time(end)}


def status_of(visit: Visit) -> str:
    return "stopped" if visit.value("visit", "performed") == STOPPED else "completed"


def procedure(
    entries: Entries, visit: Visit, who: dict[str, Any], sites: list[Block], devices: list[dict[str, Any]]
) -> None:
    why = visit.value("visit", "indication")
    block = visit.block("visit")
    words = next((line.items for line in block.lines if line.field == "indication"), ()) if block else ()
    reasons = [
        concept(said(text), (ICD10, INDICATIONS[code]) if code in INDICATIONS else None, (OWN, f"indication.{code}"))
        for code, text in dict(zip(why if isinstance(why, list) else [], words, strict=False)).items()
    ]
    content = {
        "reasonCode": reasons,
        "bodySite": [site_concept(block.key, said(block.shown("site_text") or block.label)) for block in sites],
        "usedReference": [reference(one["id"]) for one in devices],
    }
    entries.add(
        "Procedure", visit.id, "needling", "procedures", status=status_of(visit),
        code=concept(_("Microneedling"), (OWN, "needling")), subject=entries.subject, **performed(visit),
        performer=[{"actor": who}], **{key: value for key, value in content.items() if value},
    )  # fmt: skip


def other_procedure(entries: Entries, visit: Visit, who: dict[str, Any], name: str, text: str) -> None:
    at = date_time(visit.value(name, "used_at") or visit.value(name, "at")) or day_of(visit)
    entries.add(
        "Procedure", visit.id, name, "procedures", status=status_of(visit),
        code=concept(text, (OWN, name.partition(":")[0])), subject=entries.subject, performedDateTime=at,
        performer=[{"actor": who}],
    )  # fmt: skip


def device(entries: Entries, visit: Visit, block: Block) -> dict[str, Any]:
    maker, expiry = said(block.shown("brand")), date_time(block.value("cartridge_expiry"))
    content = {
        "lotNumber": said(block.shown("cartridge_lot")),
        "expirationDate": expiry,
        "manufacturer": maker,
        "serialNumber": said(block.shown("serial")),
        "modelNumber": said(block.shown("model")),
        "distinctIdentifier": said(block.shown("unit_code")),
    }
    name = said(block.shown("product") or block.shown("type")) or _("Device")
    return entries.add(
        "Device", visit.id, block.unit, "devices", type=concept(name), patient=entries.subject,
        **{key: value for key, value in content.items() if value},
    )  # fmt: skip


def given(entries: Entries, visit: Visit, block: Block) -> None:
    """A cream, an injection or a serum, with its dose and times."""
    chosen, drug = block.value("product"), block.value("drug")
    shown = said(
        block.shown("product_name") or block.shown("product") or block.shown("drug_name") or block.shown("drug")
    )
    coded = CREAMS.get(str(chosen)) or SUBSTANCES.get(str(drug))
    start, end = block.value("applied_at") or block.value("at"), block.value("removed_at")
    dose = next(((amount, unit) for name, unit in (("amount_g", "g"), ("mg", "mg"), ("ml", "mL"), ("amount_ml", "mL"))
                 if (amount := number(block.value(name))) is not None), None)  # fmt: skip
    when: dict[str, Any] = {"effectiveDateTime": date_time(start) or day_of(visit)}
    if in_order(start, end):
        when = {"effectivePeriod": period(start, end)}
    words = [said(f"{line.label}: {line.shown}") for line in block.lines if "json" in line.formats and line.shown]
    entries.add(
        "MedicationAdministration", visit.id, block.unit, "medicines", status="completed",
        medicationCodeableConcept=concept(shown or said(block.label), coded), subject=entries.subject, **when,
        **({"dosage": {"dose": quantity(*dose)}} if dose else {}),
        **({"note": [{"text": "; ".join(words)}]} if words else {}),
    )  # fmt: skip


def findings(entries: Entries, visit: Visit, block: Block, of: str = "", point: str = "") -> None:
    for line in block.lines:
        if not {"json", "pdf"} <= line.formats or line.kind in ("strokes", "paths"):
            continue
        code = observation_code(block.section, line)
        label = said(point or (block.label if block.label != line.label else ""))
        told = {**code, "text": f"{label}: {code['text']}"} if label else code
        at = date_time(block.value("at")) or day_of(visit)
        entries.add(
            "Observation", of or visit.id, f"{visit.id} {line.name}", "results", status="final", code=told,
            subject=entries.subject, effectiveDateTime=at, **value_of(line, block.section),
        )  # fmt: skip


def site(entries: Entries, visit: Visit, block: Block) -> None:
    """The depths of a site as components; everything else entered of it as words."""
    runs = runs_of({name: block.value(name) for name in ("depth_mm", "passes", "runs")})
    parts = []
    for run in runs:
        for name, unit, label in (("depth_mm", "mm", _("Depth")), ("passes", "{pass}", _("Passes"))):
            if (value := number(run[name])) is not None:
                parts.append({"code": concept(label, (OWN, f"zone.{name}")), "valueQuantity": quantity(value, unit)})
    words = said("; ".join(f"{line.label}: {line.shown}" for line in block.lines))
    label = said(block.shown("site_text") or block.label)
    entries.add(
        "Observation", visit.id, block.unit, "results", status="final",
        code=concept(_("Needling of {site}", site=label), (OWN, "zone")), subject=entries.subject,
        effectiveDateTime=day_of(visit), bodySite=site_concept(block.key, label), valueString=words or "-",
        **({"component": parts} if parts else {}),
    )  # fmt: skip


def corrections(entries: Entries, visit: Visit) -> None:
    target = next(
        (one["id"] for one in reversed(entries.resources) if one["resourceType"] in ("Procedure", "Observation")), None
    )
    for change in visit.amendments:
        if change.signed and target:
            said_of = "; ".join(f"{row.label}: {row.old or '-'} > {row.new or '-'}" for row in change.changes)
            reason = said(f"{change.reason} ({said_of})" if said_of else change.reason) or _("Correction")
            entries.add(
                "Provenance", visit.id, f"version {change.version}", "corrections", target=[reference(target)],
                recorded=instant(change.at), reason=[{"text": reason}],
                agent=[{"who": {"display": said(change.by) or "-"}}],
            )  # fmt: skip
