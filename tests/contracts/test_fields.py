"""What is missing in the declaration of a new field: label, kind, choices, unit, exports, valid conditions."""

import re
from datetime import UTC, datetime
from pathlib import Path

from server.domain import completeness
from server.domain.allergens import GRADED
from server.domain.catalogue import RECORD_TYPES
from server.domain.catalogue.kinds import ADVISED, KINDS, MERGES, SIGN
from server.domain.facts import Context, facts
from server.domain.limits import LIMITS
from server.domain.rules import RULES, SEVERITIES
from tests.table import check_rows

SECTIONS = [(kind.type, section) for kind in RECORD_TYPES.values() for section in kind.sections]
FIELDS = [
    (kind, section, field) for kind, section in SECTIONS for outer in section.fields for field in (outer, *outer.fields)
]
BARE_NUMBERS = {"session_no", "sessions_planned"}
OPS = {"is", "is_not", "in", "over", "under", "missing"}


def known_paths():
    """Every path a condition may name, with repeating units under their section's name."""
    entered = {
        (f"{section.unit}" if kind == "note" else f"{kind}.{section.unit}") + f".{field.name}"
        for kind, section in SECTIONS
        for field in section.fields
    }
    context = Context(patient={}, previous=None, now=datetime(2026, 11, 23, tzinfo=UTC), limits=LIMITS)
    derived = facts({"zone:chin": {}, "obs:T30": {}, "serum:1": {}, "comfort:1": {}, "la:1": {}, "proc:1": {}}, context)
    events = {f"ae.{field.name}" for kind, section in SECTIONS if section.unit == "ae" for field in section.fields}
    times = {path for row in LIMITS["times"] for path in row["fields"]}
    far = {f"{path.partition('.')[0].partition(':')[0]}.{path.split('.')[1]}_far" for path in times}
    allergy = LIMITS["allergy"]
    met = [row["field"] for row in allergy["materials"]] + allergy["named"]
    met += ["serum.contains", "numbing.drugs", "check.steel", "check.nickel"]
    whose = {
        f"{path.partition('.')[0]}.{path.split('.')[1]}_allergy{grade}" for path in met for grade in GRADED.values()
    }
    whose |= {f"check.allergic_{row['code']}" for row in allergy["substances"]}
    return (
        entered
        | events
        | far
        | whose
        | {"zone.again_today"}  # only where an earlier visit of the day treated the site
        | {f"{unit.partition(':')[0]}.{name}" for unit, values in derived.items() for name in values}
    )


def is_known(path):
    root, _, rest = path.partition(".")
    if root == "limits":
        table = LIMITS
        for step in rest.split("."):
            table = table.get(step, {}) if isinstance(table, dict) else {}
        return isinstance(table, int | float)
    unit, dot, name = path.rpartition(".")
    head, _, tail = unit.rpartition("history:")
    return path in known_paths() or (tail and f"{head}history{dot}{name}" in known_paths())


def test_a_field_says_all_that_forms_checks_and_exports_need():
    check_rows(FIELDS, is_whole_field, field_name)


def test_conditions_name_something_that_exists():
    check_rows(FIELDS, has_known_conditions, field_name)


def test_a_section_is_a_whole_one():
    check_rows(SECTIONS, is_whole_section, lambda row: f"{row[0]}.{row[1].unit}")


def test_a_rule_names_what_exists():
    check_rows(RULES["rows"], is_whole_rule, lambda row: row["id"])


def field_name(row):
    kind, section, field = row
    return f"{kind}.{section.unit}.{field.name}"


def is_whole_field(kind, section, field):
    assert field.label.strip() == field.label != ""
    assert field.kind in KINDS
    assert field.required in ("", SIGN, ADVISED)
    assert set(field.exports) <= {"pdf", "csv", "json"}
    assert (field.kind in ("choice", "choices", "scale")) == bool(field.choices)
    assert (field.kind == "rows") == bool(field.fields)
    assert len({choice.value for choice in field.choices}) == len(field.choices)
    assert all(choice.label for choice in field.choices)
    if field.kind in ("int", "decimal", "numbers"):
        assert field.minimum is not None
        assert field.maximum is not None
        assert field.unit or field.name in BARE_NUMBERS
        assert all(field.minimum <= usual <= field.maximum for usual in field.usual)
    assert {*field.required_at, *field.only_at} <= {key.key for key in section.keys}
    assert field.source or kind == "conflict"


def has_known_conditions(_kind, _section, field):
    for path, op, _ in field.required_if:
        assert op in OPS
        assert is_known(path), path


def is_whole_section(_kind, section):
    names = [field.name for field in section.fields]
    assert section.label
    assert section.merge in MERGES
    assert section.repeats in (None, "key", "id")
    assert (section.repeats == "key") == bool(section.keys)
    assert len(set(names)) == len(names)
    assert not section.gate or section.gate in names


def test_no_record_type_has_a_unit_twice():
    for kind in RECORD_TYPES.values():
        units = [section.unit for section in kind.sections]
        assert len(set(units)) == len(units)


def is_whole_rule(row):
    assert row["severity"] in SEVERITIES
    assert row["message"]
    assert row["source"]
    assert row.get("each", "zone") in (
        "zone",
        "obs",
        "serum",
        "ae",
        "device",
        "numbing",
        "prp",
        "la",
        "comfort",
        "proc",
    )
    assert row.get("deferred", "info") in SEVERITIES
    for path, op, operand in row["when"]:
        assert op in OPS
        assert is_known(path), path
        assert not (op in ("over", "under") and isinstance(operand, str)) or is_known(operand), operand
    assert all(is_known(path) for path in row["fields"])


def test_every_figure_of_a_finding_has_words_on_the_tablet():
    """A path that is no field is worked out or a limit; people never read the path itself."""
    fields = {f"{section.unit}.{field.name}" for _kind, section in SECTIONS for field in section.fields}
    shown = {
        path
        for row in RULES["rows"]
        for op_path, op, operand in row["when"]
        for path in (op_path, operand, *row["fields"])
        if isinstance(path, str) and op in ("over", "under") and "." in path
    }
    facts_shown = {path for path in shown if not path.startswith(("patient.", "limits."))} - fields
    assert facts_shown <= set(RULES["words"]), facts_shown - set(RULES["words"])


def test_both_halves_say_what_is_wrong_with_an_entry_in_the_same_words():
    source = Path(__file__).parents[2] / "static/src/features/note-record/problem-labels.ts"
    said = dict(re.findall(r'(\w+): t\("([^"]+)"', source.read_text("utf-8")))
    messages = vars(completeness)
    names = {word: f"NOT_{word.upper()}" for word in ("number", "whole", "choice", "time", "person")}
    assert said == {problem: messages[names.get(problem, problem.upper())] for problem in said}
    assert len(said) == 11


def test_registries_and_choices_name_the_same_products_and_zones():
    fields = {(section.unit, field.name): field for kind, section in SECTIONS for field in section.fields}
    products = {choice.value for choice in fields["numbing", "product"].choices} - {"other"}
    devices = {choice.value for choice in fields["device", "product"].choices} - {"other"}
    zones = {choice.value for choice in fields["numbing", "zones"].choices}
    assert products == set(LIMITS["anaesthetics"])
    assert devices == set(LIMITS["devices"])
    assert {zone.removesuffix("_left").removesuffix("_right") for zone in zones} == set(LIMITS["zones"])
    assert LIMITS["version"]
    assert RULES["version"]
