"""Boxes for codes and names tell the keyboard so, for every typed field of the catalogue."""

import json

from server.domain.catalogue import RECORD_TYPES
from server.domain.catalogue.kinds import Field
from tests.node.page import NodePage

HINTS = """async (names) => {
  const { inputHints } = await import("/src/ui/forms/input-hints.js");
  return Object.fromEntries(names.map((name) => [name, inputHints(name)]));
}"""
CODES = {"lot", "serial", "unit_code", "mrn", "firmware", "cartridge_lot", "glide_lot", "kit_lot"}
PEOPLE = {"given", "family", "applied_by", "drawn_by", "given_by", "treated_by", "assistant", "prescriber", "guardian"}


def typed(fields: tuple[Field, ...]) -> set[str]:
    columns = {name for field in fields for name in typed(field.fields)}
    return columns | {field.name for field in fields if field.kind == "text"}


def test_codes_are_kept_as_typed_and_names_are_not_corrected(page: NodePage) -> None:
    names = {name for kind in RECORD_TYPES.values() for section in kind.sections for name in typed(section.fields)}
    hints = page.evaluate(HINTS, sorted(names))
    assert names >= CODES | PEOPLE | {"phone"}
    as_typed = {"type": "text", "autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}
    assert [name for name in CODES if hints[name] != as_typed] == []
    assert [name for name in names if "lot" in name.split("_") and hints[name] != as_typed] == []
    assert {hints[name]["autocapitalize"] for name in PEOPLE} == {"words"}
    assert {hints[name]["spellcheck"] for name in PEOPLE} == {"false"}
    assert hints["phone"]["inputmode"] == "tel"
    assert hints["goal"]["spellcheck"] == "true", json.dumps(hints)
