"""What a record still lacks to be signed: required entries, and values that cannot be. Advice is the tablet's alone.

A draft keeps whatever was typed; ranges, whole numbers and choices are judged here, at signing. Pain scores are left to
rule D09, which names them better. ``core/completeness.ts`` says the same on the tablet.
"""

import dataclasses
from collections.abc import Iterator
from typing import Any

from server.domain.answers import REASON_MIN
from server.domain.catalogue import RECORD_TYPES
from server.domain.catalogue.kinds import SIGN, Field, Section, exposed
from server.domain.catalogue.patient import IDENTITY
from server.domain.exclusive import stands_alone
from server.domain.facts import Content, Context, units_of
from server.domain.figures import number, rows
from server.domain.rules import View, holds, look
from server.domain.times import day, instant
from server.domain.translation import N_, _
from server.domain.views import sites_of

MISSING = N_("Not entered.")
AT_LEAST = N_("At least {count} needed.")
NOT_NUMBER = N_("{value} is not a number.")
NOT_WHOLE = N_("{value} is not a whole number.")
BELOW = N_("{value} is below {minimum} {unit}.")
ABOVE = N_("{value} is above {maximum} {unit}.")
NOT_CHOICE = N_("{value} is not one of the choices.")
TOGETHER = N_("“{value}” rules out the other choices: keep one or the other.")
NOT_TIME = N_("{value} is not a date or time.")
NOT_PERSON = N_("This person does not treat patients at this clinic.")
CARRIED = N_("Copied and not yet confirmed: {count}")
# A year with fewer than four digits was meant as another.
FIRST_YEAR, LAST_YEAR = 1900, 2199
NEEDLED = exposed("needle")
OPERATOR = ("visit", "operator")
NUMERIC = ("int", "decimal", "numbers", "scale")
TRI = ("yes", "no", "unknown")


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """``problem``: missing, at_least, number, whole, below, above, choice, time, together, person or carried.
    ``message`` is the English source; ``params`` fill it. ``section`` and ``label`` are labels of the catalogue;
    ``row`` counts from 1."""

    unit: str
    field: str
    section: str
    label: str
    problem: str
    message: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    row: int | None = None

    def text(self) -> str:
        return _(self.message, **self.params)

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def missing(content: Content, context: Context) -> list[Gap]:
    return gaps_in(look(content, context))


def gaps_in(view: View) -> list[Gap]:
    """All that blocks signing, in the order of the form."""
    sections = RECORD_TYPES[view.context.type].sections
    found = [gap for section in sections for gap in (*lacking(section, view), *impossible(section, view))]
    return [
        *of_the_patient(view),
        *found,
        *nothing_seen(view),
        *derived_gaps(view),
        *strangers(view),
        *unconfirmed(view),
    ]


def of_the_patient(view: View) -> Iterator[Gap]:
    """A note is signed about somebody: what is missing or impossible in who they are. ``unit`` is then "patient"."""
    if view.context.type == "note":
        theirs = View({IDENTITY.unit: view.context.patient.get(IDENTITY.unit, {})}, {}, view.context)
        for gap in (*lacking(IDENTITY, theirs), *impossible(IDENTITY, theirs)):
            yield dataclasses.replace(gap, unit="patient", field=f"{gap.unit}.{gap.field}")


def lacking(section: Section, view: View) -> Iterator[Gap]:
    if section.at_least and len(sites_of(view.content)) < section.at_least and holds(NEEDLED, view):
        yield Gap(section.unit, "", section.label, section.label, "at_least", AT_LEAST, {"count": section.at_least})
    for unit in units(section, view):
        for item in section.fields:
            value = entered(section, unit, item, view)
            if is_empty(value) and is_wanted_to_sign(item, unit, view):
                yield Gap(unit, item.name, unit_label(section, unit), item.label, "missing", MISSING)
            if item.fields:
                yield from lacking_rows(section, item, unit, view)


def entered(section: Section, unit: str, item: Field, view: View) -> Any:
    """One more of a unit has what it shares with the first: the handpiece, or that there was any."""
    if section.another and unit != section.unit:
        return view.value(f"{unit}.{item.name}")
    return view.content.get(unit, {}).get(item.name)


def nothing_seen(view: View) -> Iterator[Gap]:
    """A review without treatment is about something: an observation, an assessment, an outcome or words."""
    content = view.content
    if content.get("visit", {}).get("performed") != "review":
        return
    words = [unit.get("text") for key, unit in content.items() if key.startswith("text:")]
    is_told = any(isinstance(text, str) and len(text.strip()) >= REASON_MIN for text in words)
    if not (is_told or units_of(content, "obs") or content.get("assessment") or content.get("outcome")):
        label = next(s.label for s in RECORD_TYPES["note"].sections if s.unit == "obs")
        yield Gap("obs", "", label, label, "at_least", AT_LEAST, {"count": 1})


def lacking_rows(section: Section, item: Field, unit: str, view: View) -> Iterator[Gap]:
    """What each row of a list still lacks."""
    wanted = [column for column in item.fields if column.required == SIGN]
    for place, row in enumerate(rows(view.content.get(unit, {}), item.name) if wanted else [], 1):
        for column in wanted:
            if is_empty(row.get(column.name)) and is_required(column, unit, view):
                label = unit_label(section, unit)
                yield Gap(unit, item.name, label, column.label, "missing", MISSING, row=place)


def is_wanted_to_sign(item: Field, unit: str, view: View) -> bool:
    is_grave = bool(item.sign_if) and all(holds(condition, view, unit) for condition in item.sign_if)
    return (item.required == SIGN or is_grave) and is_required(item, unit, view)


def is_required(item: Field, unit: str, view: View) -> bool:
    key = unit.partition(":")[2]
    wanted_here = key in item.required_at if item.required_at else not key or unit in view.content
    return wanted_here and all(holds(condition, view, unit) for condition in item.required_if)


def units(section: Section, view: View) -> list[str]:
    """Every unit of a section that is there, and those of a fixed list that may be asked for."""
    if section.repeats == "key":
        asked = {key for item in section.fields for key in item.required_at}
        named = {key.key: f"{section.unit}:{key.key}" for key in section.keys}
        return [unit for key, unit in named.items() if key in asked or unit in view.content]
    there = [unit for unit, _fields in units_of(view.content, section.unit)]
    return there if section.repeats == "id" or section.unit in there else [section.unit, *there]


def unit_label(section: Section, unit: str) -> str:
    key = unit.partition(":")[2] if section.repeats == "key" else None
    return next((known.label for known in section.keys if known.key == key), section.label)


def is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def impossible(section: Section, view: View) -> Iterator[Gap]:
    for unit in units(section, view):
        values = view.content.get(unit)
        if not values or (section.gate and values.get(section.gate) is False):
            continue
        label = unit_label(section, unit)
        for item in section.fields:
            yield from judge_field(item, values.get(item.name), unit, label)


def judge_field(item: Field, value: Any, unit: str, section: str) -> Iterator[Gap]:
    if item.kind == "rows":
        for place, row in enumerate(value if isinstance(value, list) else [], 1):
            for column in item.fields:
                for problem, message, params in problems(column, row.get(column.name)):
                    yield Gap(unit, item.name, section, column.label, problem, message, params, place)
    else:
        for problem, message, params in problems(item, value):
            yield Gap(unit, item.name, section, item.label, problem, message, params)


def problems(item: Field, value: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What is wrong with each part of a value: a list is judged item by item."""
    for one in value if isinstance(value, list) else [value]:
        if one is not None:
            yield from problem_of(item, one)
    if not stands_alone(item.exclusive, value):
        labels = [choice.label for choice in item.choices if choice.value in value and choice.value in item.exclusive]
        yield "together", TOGETHER, {"value": labels[0]}


def problem_of(item: Field, one: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if item.kind in NUMERIC:
        yield from number_problem(item, one)
    elif item.kind in ("choice", "choices", "tri") and one not in allowed(item):
        yield "choice", NOT_CHOICE, {"value": one}
    elif item.kind in ("date", "datetime") and not is_time(item.kind, one):
        yield "time", NOT_TIME, {"value": one}


def is_time(kind: str, one: Any) -> bool:
    found = day(one) if kind == "date" else instant(one)
    return found is not None and FIRST_YEAR <= found.year <= LAST_YEAR


def allowed(item: Field) -> list[Any]:
    return [choice.value for choice in item.choices] or list(TRI)


def number_problem(item: Field, one: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    figure = number(one)
    if figure is None:
        yield "number", NOT_NUMBER, {"value": one}
    elif item.kind in ("int", "scale") and figure != int(figure):
        yield "whole", NOT_WHOLE, {"value": one}
    elif item.kind == "scale" and figure not in allowed(item):
        yield "choice", NOT_CHOICE, {"value": one}
    else:
        yield from range_problem(figure, item.minimum, item.maximum, item.unit)


def range_problem(
    value: float, minimum: float | None, maximum: float | None, unit: str
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if minimum is not None and value < minimum:
        yield "below", BELOW, {"value": value, "minimum": minimum, "unit": unit}
    if maximum is not None and value > maximum:
        yield "above", ABOVE, {"value": value, "maximum": maximum, "unit": unit}


def strangers(view: View) -> Iterator[Gap]:
    """An operator who is not of the clinic, or does not treat there; not judged where its people are not known."""
    named = view.content.get(OPERATOR[0], {}).get(OPERATOR[1])
    if view.context.people is None or view.context.type != "note" or is_empty(named):
        return
    if named not in view.context.people:
        section = next(one for one in RECORD_TYPES["note"].sections if one.unit == OPERATOR[0])
        label = next(item.label for item in section.fields if item.name == OPERATOR[1])
        yield Gap(*OPERATOR, section.label, label, "person", NOT_PERSON)


def unconfirmed(view: View) -> Iterator[Gap]:
    """What was copied from an earlier visit counts only once a person has confirmed it."""
    waiting = view.content.get("carried", {}).get("open")
    if isinstance(waiting, list) and waiting:
        section = next(s for s in RECORD_TYPES["note"].sections if s.unit == "carried")
        label = next(item.label for item in section.fields if item.name == "open")
        yield Gap("carried", "open", section.label, label, "carried", CARRIED, {"count": len(waiting)})


def derived_gaps(view: View) -> Iterator[Gap]:
    """Hard limits of facts, such as the minutes a cream may have been on (``limits.derived``)."""
    for row in view.context.limits["derived"]:
        if row["type"] != view.context.type:
            continue
        section = next(s for s in RECORD_TYPES[row["type"]].sections if s.unit == row["unit"])
        for unit in units(section, view):
            value = number(view.facts.get(unit, {}).get(row["fact"]))
            if value is None or view.content.get(unit, {}).get("used") is False:
                continue
            for problem, message, params in range_problem(value, row["minimum"], row["maximum"], row["measure"]):
                yield Gap(unit, row["field"], section.label, row["label"], problem, message, params)
