"""The record types as data: what a record may hold, to the field. One file for each group of sections."""

import re
from typing import Any

from server.domain.catalogue import (
    aftercare,
    anaesthesia,
    assessment,
    carried,
    conflict,
    course,
    events,
    follow_up,
    needling,
    numbing,
    observations,
    outcome,
    patient,
    photo,
    procedures,
    prp,
    radiofrequency,
    serum,
    stock,
    texts,
    visit,
    vitals,
)
from server.domain.catalogue.kinds import Choice, Field, Key, RecordType, Section, dump_section

__all__ = ["RECORD_TYPES", "SCHEMA_VERSION", "Choice", "Field", "Key", "RecordType", "Section", "forms", "section_of"]

SCHEMA_VERSION = 2
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
PATIENT_ROOMS = (patient, course, events)
NOTE_ROOMS = (
    visit, assessment, photo, vitals, numbing, anaesthesia, needling, radiofrequency, prp, serum, procedures,
    observations, aftercare, outcome, carried, texts,
)  # fmt: skip

RECORD_TYPES: dict[str, RecordType] = {
    "patient": RecordType("patient", "Patient", tuple(section for room in PATIENT_ROOMS for section in room.SECTIONS)),
    "note": RecordType("note", "Note", tuple(section for room in NOTE_ROOMS for section in room.SECTIONS)),
    "follow_up": RecordType("follow_up", "Follow-up", follow_up.SECTIONS),
    "lot": RecordType("lot", "Opened lot", stock.LOT),
    "protocol": RecordType("protocol", "Protocol", stock.PROTOCOL),
    "conflict": RecordType("conflict", "Conflict", conflict.SECTIONS, server_owned=True),
}


def _named_units(section: Section) -> list[str]:
    return [f"{section.unit}:{key.key}" for key in section.keys] if section.repeats == "key" else [section.unit]


_BY_UNIT = {
    (kind.type, unit): section
    for kind in RECORD_TYPES.values()
    for section in kind.sections
    if section.repeats != "id"
    for unit in _named_units(section)
}
_BY_PREFIX = {
    (kind.type, section.unit): section
    for kind in RECORD_TYPES.values()
    for section in kind.sections
    if section.takes_ids
}


def section_of(record_type: str, unit_key: str) -> Section | None:
    """The section a unit key belongs to; None for one that no record of this type can hold."""
    found = _BY_UNIT.get((record_type, unit_key))
    if found is None:
        prefix, _, identity = unit_key.partition(":")
        found = _BY_PREFIX.get((record_type, prefix)) if UUID.fullmatch(identity) else None
    return found


def forms() -> dict[str, Any]:
    """The record types people fill in, as plain data for ``GET /forms``."""
    return {
        kind.type: {"label": kind.label, "sections": [dump_section(section) for section in kind.sections]}
        for kind in RECORD_TYPES.values()
        if not kind.server_owned
    }
