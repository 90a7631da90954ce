"""One recorded value in words, after its kind in the catalogue."""

from collections.abc import Mapping
from typing import Any

from server.domain.catalogue import Field
from server.domain.catalogue.formats import ANSWERS, MEASURES
from server.domain.translation import _
from server.exports.formatting import date_words, listed, moment_words, number_words, with_measure

People = Mapping[str, str]


def measure_of(unit: str) -> str:
    """The unit as people write it; what is counted is said by the label beside it."""
    return "" if unit.startswith("{") else _(MEASURES.get(unit, unit))


def holds(kind: str) -> str:
    """What the cells of a field of this kind are: a program that guesses would take LOT 00451 for a number."""
    if kind == "numbers":
        return "number or text"
    return "number" if kind in ("int", "decimal", "scale", "nrs") else "text"


def shown(field: Field, value: Any, people: People) -> str:
    return "; ".join(shown_items(field, value, people))


def shown_items(field: Field, value: Any, people: People) -> tuple[str, ...]:
    """Each entry of a list apart, a single value as one."""
    if field.kind == "rows":
        return tuple(row_words(field, row, people) for row in value if isinstance(row, dict))
    if field.kind == "numbers" and isinstance(value, list):
        figures = listed(number_words(one) for one in value)
        return (with_measure(figures, measure_of(field.unit)),) if figures else ()
    if field.kind == "paths":
        return ()
    if isinstance(value, list):
        return tuple(choice_words(field, one) for one in value)
    return (one_value(field, value, people),)


def one_value(field: Field, value: Any, people: People) -> str:
    match field.kind:
        case "tri":
            words = _(ANSWERS.get(str(value), str(value)))
        case "bool":
            words = _(ANSWERS["yes" if value else "no"])
        case "choice" | "choices":
            words = choice_words(field, value)
        case "scale":
            label = next((choice.label for choice in field.choices if choice.value == value), "")
            words = f"{number_words(value)} ({_(label)})" if label else number_words(value)
        case "nrs":
            words = _("{n} of 10", n=number_words(value))
        case "strokes":
            words = _("signed by hand")
        case "date":
            words = date_words(value)
        case "datetime":
            words = moment_words(value)
        case "person":
            words = people.get(str(value), str(value))
        case "int" | "decimal" | "numbers":
            words = with_measure(number_words(value), measure_of(field.unit))
        case _:
            words = str(value)
    return words


def choice_words(field: Field, value: Any) -> str:
    return next((_(choice.label) for choice in field.choices if choice.value == value), str(value))


def row_words(field: Field, row: dict[str, Any], people: People) -> str:
    """A row as a phrase; a bare figure keeps its label, what speaks for itself does not."""
    words = []
    for column in field.fields:
        value = row.get(column.name)
        if value is None or "pdf" not in column.exports:
            continue
        said = shown(column, value, people)
        speaks = column.kind in ("choice", "text") or measure_of(column.unit)
        words.append(said if speaks else f"{_(column.label)}\u00a0{said}")
    return listed(words)
