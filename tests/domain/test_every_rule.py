"""Every row of ``rules.json`` at every place it can stand and in every state of its exposure: it fires just inside its
limits with the severity of that state, and is silent just outside each of them. What the facts are made of is in
``tests/vectors``."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from server.domain.context import Context
from server.domain.facts.exposure import CALLED_OFF, GIVEN, PLANNED
from server.domain.limits import LIMITS
from server.domain.rules import REPEATED, RULES, View, address, holds, severity_of

Row = dict[str, Any]
Values = dict[str, Any]
ROWS: list[Row] = RULES["rows"]
STEP, ANOTHER, FIGURE = 0.01, "something else", 10
SECOND = "0192f0aa-0000-7000-8000-000000000002"
STAGES = (PLANNED, GIVEN, CALLED_OFF, None)


def places(row: Row) -> list[str | None]:
    each = row.get("each")
    if each is None:
        return [None]
    if each == "zone":
        return ["zone:chin", "zone:abdomen_lower", f"other_site:{SECOND}"]
    return [*([None] if each in REPEATED else []), f"{each}:{SECOND}"]


def limit_of(operand: Any) -> Any:
    """The figure a value is held against; one that is a fact itself is given a figure."""
    if not isinstance(operand, str):
        return operand
    found: Any = LIMITS if operand.startswith("limits.") else None
    for step in operand.split(".")[1:] if found else ():
        found = found[step]
    return FIGURE if found is None else found


def inside(op: str, operand: Any) -> Any:
    match op:
        case "over":
            return limit_of(operand) + STEP
        case "under":
            return limit_of(operand) - STEP
        case "in":
            return operand[0]
        case "is":
            return operand
        case "is_not":
            return ANOTHER
        case _:
            return None


def outside(op: str, operand: Any) -> list[Any]:
    """Just at the limit, another answer, and nobody knows."""
    match op:
        case "over" | "under":
            return [limit_of(operand), None, "unknown"]
        case "in":
            return [ANOTHER, None, "unknown"]
        case "is":
            return [not operand if isinstance(operand, bool) else ANOTHER, None, "unknown"]
        case "is_not":
            return [operand, None, "unknown"] if operand else [None, "unknown"]
        case _:
            return [ANOTHER, 0, False]


def written(row: Row) -> Values:
    """What makes all conditions hold, and the figures that are facts."""
    values = {path: inside(op, operand) for path, op, operand in row["when"]}
    for _path, op, operand in row["when"]:
        if op in ("over", "under") and isinstance(operand, str) and not operand.startswith("limits."):
            values.setdefault(operand, FIGURE)
    return values


def view_of(values: Values, row: Row, at: str | None, stage: str | None) -> View:
    facts: dict[str, Values] = {}
    patient: dict[str, Values] = {}
    for path, value in values.items():
        root, rest = address(path, at)
        unit, _, name = rest.partition(".")
        if root == "patient":
            patient.setdefault(unit, {})[name] = value
        else:
            facts.setdefault(root, {})[rest] = value
    if "exposure" in row:
        root, rest = address(row["exposure"], at)
        facts.setdefault(root, {})[rest] = stage
    return View({}, facts, Context(patient, None, datetime(2026, 11, 23, tzinfo=UTC), LIMITS))


def verdict(values: Values, row: Row, at: str | None, stage: str | None) -> str:
    view = view_of(values, row, at, stage)
    return severity_of(row, view, at) if all(holds(condition, view, at) for condition in row["when"]) else ""


def expected(row: Row, stage: str | None) -> str:
    """What was done cannot be forbidden; what was called off informs at most; nothing planned, nothing said."""
    if "exposure" not in row or stage == PLANNED:
        return str(row["severity"])
    if stage == GIVEN:
        return "reason*" if row["severity"] == "block*" else str(row["severity"])
    return str(row.get("deferred", "")) if stage == CALLED_OFF else ""


def cells() -> Iterator[tuple[int, Row, str | None, str | None]]:
    """All but V09, whose condition is its own exposure: ``test_guards`` meets it."""
    for number, row in enumerate(ROWS):
        if any(path == row.get("exposure") for path, *_ in row["when"]):
            continue
        for at in places(row):
            for stage in STAGES:
                yield number, row, at, stage


def named(number: int, row: Row, at: str | None, stage: str | None) -> str:
    return f"{number} {row['id']} at {at}, {stage}"


def test_every_row_fires_just_inside_with_the_severity_of_its_state() -> None:
    wrong = [
        f"{named(*cell)}: {found}, not {wanted}"
        for cell in cells()
        if (found := verdict(written(cell[1]), *cell[1:])) != (wanted := expected(cell[1], cell[3]))
    ]
    assert wrong == []


def test_every_row_is_silent_just_outside_each_of_its_limits() -> None:
    wrong = [
        f"{named(*cell)}: {path} {value}"
        for cell in cells()
        for path, op, operand in cell[1]["when"]
        for value in outside(op, operand)
        if verdict(written(cell[1]) | {path: value}, *cell[1:])
    ]
    assert wrong == []


def test_a_row_is_silent_of_every_place_but_the_one_it_speaks_of() -> None:
    wrong = [
        f"{row['id']} at {other}, of {at}"
        for row in ROWS
        for at in places(row)
        for other in places(row)
        if other != at and speaks_elsewhere(row, at, other)
    ]
    assert wrong == []


def speaks_elsewhere(row: Row, at: str | None, other: str | None) -> bool:
    """Only conditions about the place itself; a missing entry is missing anywhere."""
    own = [cond for cond in row["when"] if address(cond[0], at) != address(cond[0], other) and cond[1] != "missing"]
    view = view_of(written(row), row, at, GIVEN)
    return bool(own) and all(holds(condition, view, other) for condition in own)
