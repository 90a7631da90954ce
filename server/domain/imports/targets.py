"""The fields that a column may go to, by names such as ``patient.identity.mrn`` and ``note.visit.session_date``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.catalogue import RECORD_TYPES, Field
from server.domain.search import fold
from server.domain.translation import _

MOST_COLUMNS = 100
KINDS = {
    "text", "longtext", "choice", "choices", "tri", "bool", "int", "decimal", "scale", "nrs", "date",
}  # fmt: skip
SECTIONS = {
    "patient": ("identity", "body", "allergy_status", "allergy", "text:remarks"),
    "note": ("visit", "assessment", "device", "needling", "text:observations", "text:plan", "text:remarks"),
}
# What names a record of ours, or says who looked at what here.
NOT_TAKEN = {"note.visit.touch_up_of", "note.visit.course", "patient.allergy.noted_for"}
MEASURE = re.compile(r"\s*\[[^\]]*\]\s*$")
OTHER_NAMES = {
    "patient.identity.mrn": ("patient number", "mrn", "id", "patient id", "número de paciente", "historia clínica"),
    "patient.identity.given": ("first name", "given name", "nombre"),
    "patient.identity.family": ("last name", "surname", "apellido", "apellidos"),
    "patient.identity.birth_date": ("dob", "birth date", "birthday", "fecha de nacimiento"),
    "patient.identity.phone": ("phone", "mobile", "teléfono"),
    "note.visit.session_date": ("visit date", "date of visit", "date", "treatment date", "fecha", "fecha de la visita"),
    "note.visit.session_no": ("session", "session no", "sesión"),
}


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    record: str
    unit: str
    field: Field
    section: str


def _all() -> dict[str, Target]:
    found: dict[str, Target] = {}
    for record, wanted in SECTIONS.items():
        sections = {section.unit: section for section in RECORD_TYPES[record].sections}
        for section in (sections[unit] for unit in wanted if unit in sections):
            for field in section.fields:
                name = f"{record}.{section.unit}.{field.name}"
                if field.kind in KINDS and not field.retired and name not in NOT_TAKEN:
                    found[name] = Target(name, record, section.unit, field, section.label)
    return found


TARGETS = _all()


def guess(headers: Sequence[str]) -> list[str | None]:
    """For each column the field it names: by our name for it, its label, or a common word. No field twice."""
    names = {fold(word): target for target in TARGETS for word in OTHER_NAMES.get(target, ())}
    names |= {fold(label): target.name for target in reversed(TARGETS.values()) for label in labels(target)}
    names |= {
        fold(name): target.name for target in TARGETS.values() for name in (target.name, target.name.partition(".")[2])
    }
    found: list[str | None] = []
    for header in headers:
        target = names.get(fold(MEASURE.sub("", header)))
        found.append(None if target in found else target)
    return found


def labels(target: Target) -> tuple[str, ...]:
    return target.field.label, _(target.field.label)
