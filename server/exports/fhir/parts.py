"""What every resource is made of: ids, references, times, quantities, and the entries of the bundle."""

from collections import defaultdict
from datetime import datetime
from html import escape
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from server.domain.catalogue import RECORD_TYPES
from server.domain.catalogue.formats import ANSWERS
from server.domain.times import day
from server.domain.times import instant as moment
from server.exports.document import ExportDocument
from server.exports.fhir.codes import LOINC, MEASURES, OBSERVATIONS, OWN, UCUM, concept
from server.exports.line import Line

Resource = dict[str, Any]
LONGEST_INTEGER = 2**31  # of FHIR; a figure that nobody can mean is a quantity
UNITS = {
    (section.unit, field.name): field.unit
    for kind in ("patient", "note", "follow_up")
    for section in RECORD_TYPES[kind].sections
    for field in section.fields
}


class Entries:
    """The resources of one bundle in order, and by section those that it lists."""

    def __init__(self, document: ExportDocument) -> None:
        self.patient_id = resource_id(document.patient.id, "patient")
        self.clinic_id = resource_id(document.patient.id, f"clinic {document.clinic}")
        self.resources: list[Resource] = []
        self.sections: dict[str, list[Resource]] = defaultdict(list)

    def add(self, kind: str, of: str, what: str, /, section: str = "", **content: Any) -> Resource:
        """``of`` and ``what`` make the id, the same one in every export of the same record."""
        resource = {"resourceType": kind, "id": resource_id(of, f"{kind} {what}"), **content}
        self.resources.append(resource)
        if section:
            self.sections[section].append(resource)
        return resource

    @property
    def subject(self) -> dict[str, str]:
        return reference(self.patient_id)


def resource_id(of: str, name: str) -> str:
    try:
        space = UUID(of)
    except ValueError:
        space = NAMESPACE_OID
    return str(uuid5(space, f"{of} {name}"))


def reference(resource: str) -> dict[str, str]:
    return {"reference": f"urn:uuid:{resource}"}


def instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def date_time(value: Any) -> str | None:
    """A day or a time with its offset, as FHIR writes it; None for anything else."""
    if day(value):
        return str(value)
    at = moment(value)
    return at.isoformat(timespec="seconds") if at else None


def text_div(lines: list[str]) -> dict[str, str]:
    body = "".join(f"<li>{escape(printable(line))}</li>" for line in lines)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><ul>{body}</ul></div>'}


def printable(text: str) -> str:
    """What XML may hold."""
    return "".join(
        char
        for char in text
        if char in "\n\t" or (char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff")
    )


def said(text: str) -> str:
    """A string of FHIR: never empty, no blanks around it."""
    return printable(text.replace("\u00a0", " ")).strip()


def value_of(line: Line, section: str) -> dict[str, Any]:
    """``value[x]`` of an observation; the words stand beside a code of ours."""
    value, unit = line.value, UNITS.get((section, line.field), "")
    if line.kind in ("int", "decimal", "nrs") and isinstance(value, (int, float)) and not isinstance(value, bool):
        if line.kind == "nrs" and isinstance(value, int) and abs(value) < LONGEST_INTEGER:
            return {"valueInteger": value}
        return {"valueQuantity": quantity(value, unit or "{score}" if line.kind == "nrs" else unit)}
    if line.kind in ("choice", "scale", "choices", "tri", "bool"):
        codes = dict.fromkeys(value if isinstance(value, list) else [value])
        codings = [(OWN, f"{section}.{line.field}.{one}".replace(" ", "_")) for one in codes if one is not None]
        return {"valueCodeableConcept": concept(said(line.shown) or str(ANSWERS.get(str(value), value)), *codings)}
    return {"valueString": said(line.shown) or "-"}


def quantity(value: float, unit: str) -> dict[str, Any]:
    if unit in MEASURES:
        return {"value": value, "unit": unit, "system": UCUM, "code": unit}
    return {"value": value, "unit": unit} if unit else {"value": value}


def observation_code(section: str, line: Line) -> dict[str, Any]:
    name = f"{section}.{line.field}"
    sure = OBSERVATIONS.get(name)
    return concept(said(line.label), (LOINC, sure) if sure else None, (OWN, name))
