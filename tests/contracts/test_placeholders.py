"""No placeholder of a message and no braces of a unit reach a screen."""

import re
from pathlib import Path

from server.domain.catalogue import RECORD_TYPES
from server.domain.catalogue.formats import MEASURES

JS = Path(__file__).resolve().parents[2] / "static/src"
CALL = re.compile(r'(?<![\w.])t\(\s*"((?:[^"\\]|\\.)*)"\s*(,?\s*\)|,\s*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|,\s*\w+)')
NAME = re.compile(r"\{(\w+)\}")


def unfilled(source: str) -> list[str]:
    """The texts of t() of which a placeholder is given no value."""
    found = []
    for call in CALL.finditer(source):
        text, rest, given = call.groups()
        if rest.lstrip(", \n").startswith("{") or rest.strip() in (")", ",)"):
            named = set(re.findall(r"(?:^|,)\s*(?:\.\.\.)?(\w+)", given or ""))
            if "..." not in (given or "") and not {*NAME.findall(text)} <= named:
                found.append(text)
    return found


def test_every_placeholder_of_a_message_is_given_a_value() -> None:
    assert unfilled('t("{n} of {m}", { n: 1 })') == ["{n} of {m}"]
    assert unfilled('t("{n} left")') == ["{n} left"]
    assert {path.name: texts for path in sorted(JS.rglob("*.ts")) if (texts := unfilled(path.read_text()))} == {}


def test_a_unit_in_braces_has_a_written_form() -> None:
    units = {
        part.unit
        for record_type in RECORD_TYPES.values()
        for section in record_type.sections
        for field in section.fields
        for part in (field, *field.fields)
    }
    assert {unit for unit in units if unit and unit.startswith("{")} <= {*MEASURES}
