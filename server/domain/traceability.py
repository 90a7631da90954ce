"""Which lots and single units a note names: what a recall looks for, and what may not be used twice (domain.md 6.1)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from server.domain.context import units_of
from server.domain.figures import rows

SOURCES = (
    ("cartridge", "device", "cartridge_lot", "unit_code"),
    ("anaesthetic", "numbing", "lot", ""),
    ("serum", "serum", "lot", ""),
    ("prp_kit", "prp", "kit_lot", ""),
    ("anaesthetic", "la", "lot", ""),
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
    named = [
        LotUse(kind, text_of(fields, lot), text_of(fields, code))
        for kind, section, lot, code in SOURCES
        for _key, unit in units_of(content, section)
        for fields in [unit, *({lot: kit.get("lot")} for kit in rows(unit, "more_kits"))]
    ]
    return [use for use in named if lot_key(use.lot) or lot_key(use.unit_code)]


def unit_codes_of(content: dict[str, dict[str, Any]]) -> list[str]:
    """The codes of single-use parts, letter for letter as the note has them."""
    codes = [unit.get("unit_code") for _key, unit in units_of(content, "device")]
    return [code for code in codes if isinstance(code, str) and lot_key(code)]


def text_of(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name) if name else None
    return value.strip() if isinstance(value, str) else ""
