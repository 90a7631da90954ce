"""Which lots and single units a note names: what a recall looks for, and what may not be used twice (domain.md 6.1)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

SOURCES = (
    ("cartridge", "device", "cartridge_lot", "unit_code"),
    ("anaesthetic", "numbing", "lot", ""),
    ("serum", "serum", "lot", ""),
    ("prp_kit", "prp", "kit_lot", ""),
    ("glide", "needling", "glide_lot", ""),
)
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212_]+")


@dataclass(frozen=True, slots=True)
class LotUse:
    kind: str
    lot: str
    unit_code: str


def lot_key(text: str) -> str:
    """The form in which two spellings of one lot are the same: case, spaces and dashes do not count."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text).lower())


def lots_of(content: dict[str, dict[str, Any]]) -> list[LotUse]:
    """Each lot or unit code the note names, in the order of its sections."""
    return [
        LotUse(kind, text_of(fields, lot), text_of(fields, code))
        for kind, section, lot, code in SOURCES
        for unit, fields in sorted(content.items())
        if unit.partition(":")[0] == section and (lot_key(text_of(fields, lot)) or lot_key(text_of(fields, code)))
    ]


def unit_codes_of(content: dict[str, dict[str, Any]]) -> list[str]:
    """The codes of single-use parts, letter for letter as the note has them."""
    code = content.get("device", {}).get("unit_code")
    return [code] if isinstance(code, str) and lot_key(code) else []


def text_of(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name) if name else None
    return value.strip() if isinstance(value, str) else ""
