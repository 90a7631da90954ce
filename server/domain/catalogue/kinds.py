"""What the catalogue is made of. A field is declared once, as data; forms, checks and exports read it.

Labels are plain English and the keys of their translations. ``unit`` is a UCUM-like display unit. ``exports`` is empty
unless written: nothing leaves the building because someone forgot.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

KINDS = (
    "text", "longtext", "choice", "choices", "tri", "bool", "int", "decimal", "numbers", "scale", "nrs", "date",
    "datetime", "person", "rows", "content", "paths", "texts", "strokes",
)  # fmt: skip
LONGEST = {"text": 500, "longtext": 20_000}  # characters; the box on the tablet takes no more
MERGES = ("whole", "text", "set", "safety_set")
SIGN, ADVISED = "sign", "advised"
ALL = ("pdf", "csv", "json")
RECORDS = ("csv", "json")

Condition = tuple[str, str, Any]


def exposed(kind: str) -> Condition:
    """What must be told of a treatment follows from what was given or is planned, not from how the visit is called."""
    return (kind if "." in kind else f"exposure.{kind}", "in", ["given", "planned"])


TREATMENT: Condition = exposed("treatment")


@dataclass(frozen=True, slots=True)
class Choice:
    value: str | int
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """``minimum`` and ``maximum`` are hard limits judged at signing; ``usual`` fills chips. ``required_at`` names the
    keys of a repeating section where the requirement holds (none: in every unit present), ``only_at`` those where the
    question makes sense at all (none: everywhere); ``fields`` are the columns of a row. A list of ``paths`` names
    entries ("zone:chin.depth_mm"), one of ``texts`` holds words; ``strokes`` is a drawn signature as lines of points,
    0 to 1 across and down, so that it survives every size and rotation. ``exclusive`` names the choices that leave no
    room for another: with "none" nothing else was seen. ``sign_if``: while these hold, what is advised is required to
    sign. ``since`` is the schema that brought it. ``retired`` is what
    only older notes hold: it stays legal and readable, and is offered to nobody."""

    name: str
    kind: str
    label: str
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    usual: tuple[Any, ...] = ()
    required: str = ""
    required_if: tuple[Condition, ...] = ()
    sign_if: tuple[Condition, ...] = ()
    required_at: tuple[str, ...] = ()
    only_at: tuple[str, ...] = ()
    exclusive: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    fields: tuple["Field", ...] = ()
    help: str = ""
    source: str = ""
    since: int = 1
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    key: str
    label: str
    group: str = ""
    since: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """A merge unit, or a family of them (``repeats`` "key" or "id"). One with ``another``, the words that ask for it,
    may stand again beside the bare unit as ``unit:<uuid>``. ``gate`` names the yes/no field that, when no, leaves the
    other fields without meaning; ``at_least`` counts the units that needling needs. ``most``: so many fit into one
    record, which is a matter of size alone."""

    unit: str
    label: str
    fields: tuple[Field, ...]
    help: str = ""
    repeats: str | None = None
    keys: tuple[Key, ...] = ()
    merge: str = "whole"
    widget: str = "form"
    gate: str = ""
    at_least: int = 0
    most: int | None = None
    another: str = ""
    since: int = 1

    @property
    def takes_ids(self) -> bool:
        return self.repeats == "id" or bool(self.another)


@dataclass(frozen=True, slots=True)
class RecordType:
    type: str
    label: str
    sections: tuple[Section, ...]
    server_owned: bool = False


def options(labels: dict[str, str] | dict[int, str]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in labels.items())


def keys(labels: dict[str, str]) -> tuple[Key, ...]:
    return tuple(Key(key, label) for key, label in labels.items())


def same_choices(names: Iterable[tuple[str, str]], kind: str, **rest: Any) -> tuple[Field, ...]:
    """Several fields that differ in name and label alone."""
    return tuple(Field(name, kind, label, **rest) for name, label in names)


def dump_field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "kind": field.kind,
        "label": field.label,
        "help": field.help,
        "unit": field.unit,
        "choices": [{"value": choice.value, "label": choice.label} for choice in field.choices],
        "minimum": field.minimum,
        "maximum": field.maximum,
        "step": field.step,
        "longest": LONGEST.get(field.kind),
        "usual": list(field.usual),
        "required": field.required,
        "required_if": [list(condition) for condition in field.required_if],
        "sign_if": [list(condition) for condition in field.sign_if],
        "required_at": list(field.required_at),
        "only_at": list(field.only_at),
        "exclusive": list(field.exclusive),
        "exports": list(field.exports),
        "retired": field.retired,
        "fields": [dump_field(column) for column in field.fields],
    }


def dump_section(section: Section) -> dict[str, Any]:
    return {
        "unit": section.unit,
        "label": section.label,
        "help": section.help,
        "repeats": section.repeats,
        "keys": [{"key": key.key, "label": key.label, "group": key.group} for key in section.keys],
        "merge": section.merge,
        "widget": section.widget,
        "gate": section.gate,
        "at_least": section.at_least,
        "most": section.most,
        "another": section.another,
        "fields": [dump_field(field) for field in section.fields],
    }
