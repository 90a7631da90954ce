"""``flask messages list``: every message and label in the order of the note, to be read from top to bottom.

Each section of the patient and of the note is followed by the rules that speak of its fields; after them the limits,
and the words of the screens by file.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from server.cli.messages import ROOT, Message, collect
from server.domain.catalogue import RECORD_TYPES, Field, Section
from server.domain.limits import LIMITS
from server.domain.rules import RULES
from server.domain.sentences import unfilled

PATH = ROOT / "build" / "messages.txt"
IN_ORDER = ("patient", "note", "follow_up", "lot", "protocol")


def write_list() -> int:
    text = list(lines())
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text("\n".join(text) + "\n", encoding="utf-8")
    return len(text)


@cache
def collected() -> tuple[Message, ...]:
    return tuple(collect())


def lines() -> Iterator[str]:
    """The last part holds what has no place in the order."""
    ordered = list(in_order())
    text = "\n".join(ordered)
    yield from ordered
    yield from ("", "# Elsewhere")
    yield from (f"  {words}" for words in dict.fromkeys(words for _where, words in collected()) if words not in text)


def in_order() -> Iterator[str]:
    for kind in IN_ORDER:
        yield from ("", f"# {RECORD_TYPES[kind].label}")
        for section in RECORD_TYPES[kind].sections:
            yield from of_section(section)
            yield from (f"    {rule}" for rule in rules_of(kind, section))
    yield from ("", "# Limits")
    yield from (f"  {entry['label']}{unit_of(entry.get('unit'))}" for entry in labelled(LIMITS))
    yield from ("", "# Figures beside a finding")
    yield from (f"  {path}: {words}" for path, words in RULES["words"].items())
    yield from (f"  {way}: {' | '.join(forms)}" for way, forms in RULES["figures"].items())
    yield from of_screens()


def of_section(section: Section) -> Iterator[str]:
    yield from ("", f"## {section.label}{help_of(section.help)}")
    if section.widget == "findings":
        yield "  (one key for each rule)"
    else:
        yield from (f"  = {key.label}" for key in section.keys)
    for field in section.fields:
        yield from of_field(field, "  ")


def of_field(field: Field, margin: str) -> Iterator[str]:
    choices = " | ".join(choice.label for choice in field.choices)
    yield f"{margin}{field.label}{unit_of(field.unit)}{help_of(field.help)}{': ' + choices if choices else ''}"
    for column in field.fields:
        yield from of_field(column, margin + "  - ")


def rules_of(kind: str, section: Section) -> Iterator[str]:
    """Once for each message of a rule, by the section of the first field that it names."""
    told: set[tuple[str, str]] = set()
    for row in RULES["rows"]:
        path = row["fields"][0]
        about, name = ("patient", path[8:]) if path.startswith("patient.") else ("note", path)
        said = unfilled(row)
        key = (row["id"], said)
        if about == kind and name.partition(".")[0].partition(":")[0] == section.unit and key not in told:
            told.add(key)
            yield f"{row['id']} {row['severity']:8}{said}"


def labelled(entry: Any) -> Iterator[dict[str, Any]]:
    if isinstance(entry, dict):
        if isinstance(entry.get("label"), str):
            yield entry
        for value in entry.values():
            yield from labelled(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from labelled(value)


def of_screens() -> Iterator[str]:
    """The words of code, by file; those of the tables above are left out."""
    last = ""
    for where, text in collected():
        if where.startswith(("server/domain/catalogue", "server/domain/limits.json", "server/domain/rules.json")):
            continue
        if where != last:
            yield from ("", f"# {where}")
            last = where
        yield f"  {text}"


def unit_of(unit: str | None) -> str:
    return f" ({unit})" if unit else ""


def help_of(text: str | None) -> str:
    return f" [{text}]" if text else ""
