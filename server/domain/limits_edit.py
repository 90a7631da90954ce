"""Changing the clinic's limits: which of them may be changed, to what, and what changed between two tables.

A change is ``{path: value}``, a path being the keys from the top joined by dots ("zones.cheek.warn_mm"). Only figures
and sources are editable; names, classes, formulas and zones that are never treated are not a clinic's to choose. Nor
are the values under ``reference``: no rule reads them, so they are not shown, and nobody approves a figure that has no
effect.
"""

import math
from collections.abc import Iterator
from typing import Any

from server.domain.errors import Invalid
from server.domain.limits import LIMITS
from server.domain.translation import N_

Table = dict[str, Any]

# Words, and the published formulas and classes whose figures belong together.
FIXED = (
    "version",
    "names.",
    "tables.",
    "reference",
    "asked.",
    "clock.",
    "allergy.",
    "words.",
    "derived.",
    "scores.",
    "emla_absorption.",
    "ages.oldest",
    "prp.rcf",
    "prp.depa",
    "prp.paw",
    "prp.mishra",
)
MOVED = {"injected_lidocaine.": "injected.lidocaine."}
MAX_TEXT = 500
MAX_LIST = 12
HIGHEST = 1_000_000
# Within one row, the first may not be above the second. Days between visits: the shorter interval is the graver one.
IN_ORDER = (
    ("min_mm", "max_mm", N_("The smallest depth is above the largest.")),
    ("evaluated_mm", "max_mm", N_("The depth evaluated is above the largest.")),
    ("warn_mm", "reason_mm", N_("The depth that warns is above the one that needs a reason.")),
    ("rf_warn_mm", "rf_reason_mm", N_("The depth that warns is above the one that needs a reason.")),
    ("reason_days", "warn_days", N_("The interval that needs a reason is longer than the one that warns.")),
    ("low", "high", N_("The low limit is above the high one.")),
    ("factor_low", "factor_high", N_("The low limit is above the high one.")),
    ("warn_above", "reason_above", N_("The value that warns is above the one that needs a reason.")),
    ("platelets_critical", "platelets_low", N_("The critical limit is above the low one.")),
    ("pregnancy_from", "pregnancy_to", N_("The first age is above the last.")),
    ("child", "adult", N_("A child would be older than an adult.")),
)


def leaves(table: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value that is not itself a table, with its path."""
    if isinstance(table, dict):
        for name, value in table.items():
            yield from leaves(value, (*path, name))
    else:
        yield path, table


def position(path: tuple[str, ...]) -> tuple[str, ...]:
    """Rows of one table are alike: ("zones", "cheek", "warn_mm") and ("zones", "chin", "warn_mm") are one position."""
    return (path[0], "*", *path[2:]) if len(path) > 2 else path


def kind_of(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, list) and value and all(kind_of(item) == "number" for item in value):
        return "numbers"
    return ""


def is_fixed(path: tuple[str, ...]) -> bool:
    whole, alike = ".".join(path), ".".join(position(path))
    return whole.startswith(FIXED) or whole in LIMITS["reference"] or alike in LIMITS["reference"]


def describe_editable() -> dict[str, dict[str, Any]]:
    """What may be changed: path -> {kind: number, numbers or text, nullable}."""
    every = [(path, value) for path, value in leaves(LIMITS) if not is_fixed(path)]
    kinds: dict[tuple[str, ...], str] = {}
    for path, value in every:
        kinds[position(path)] = kinds.get(position(path)) or kind_of(value)
    nullable = {position(path) for path, value in every if value is None}
    editable = {
        ".".join(path): {"kind": kinds[position(path)], "nullable": position(path) in nullable} for path, _ in every
    }
    sources = {".".join(path): {"kind": "text", "nullable": False} for path, _ in every if path[-1] == "source"}
    return {path: entry for path, entry in (editable | sources).items() if entry["kind"]}


EDITABLE = describe_editable()


def lift(body: Table) -> Table:
    """A table saved earlier in today's shape: what is editable as it was saved, everything else as it ships."""
    saved = {moved(".".join(path)): value for path, value in leaves(body)}
    kept = {path: saved[path] for path in EDITABLE if path in saved and fits(path, saved[path])}
    return with_values(LIMITS, kept)


def moved(path: str) -> str:
    """Where a limit of an earlier table stands today."""
    was = next((was for was in MOVED if path.startswith(was)), "")
    return MOVED[was] + path.removeprefix(was) if was else path


def with_values(table: Table, values: dict[str, Any], path: str = "") -> Table:
    """A copy with these values in their places."""
    result: Table = {}
    for name, value in table.items():
        here = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            result[name] = with_values(value, values, here)
        else:
            result[name] = values.get(here, value)
    return result


def change_limits(table: Table, changes: Table) -> Table:
    """The table with the changes made. Raises Invalid, naming each path that may not be so; then nothing is changed."""
    wrong = {path: why for path, value in changes.items() if (why := refusal(path, value))}
    if wrong:
        raise Invalid(N_("Some limits are not valid."), fields={path: [why] for path, why in wrong.items()})
    changed = with_values(table, changes)
    tangled = {path: why for path, why in out_of_order(changed) if is_about(path, changes)}
    if tangled:
        raise Invalid(N_("Some limits contradict each other."), fields={path: [why] for path, why in tangled.items()})
    if changed == table:
        raise Invalid(N_("Nothing is changed."), fields={"changes": ["Nothing differs from the limits in use."]})
    return changed


def refusal(path: str, value: Any) -> str:
    """Why the value cannot stand there; empty when it can."""
    if path not in EDITABLE:
        return N_("There is no such limit to change.")
    return "" if fits(path, value) else EXPECTED[EDITABLE[path]["kind"]]


EXPECTED = {
    "number": N_("A number, not below zero."),
    "numbers": N_("Numbers not below zero, from the smallest to the largest."),
    "text": N_("A short text."),
}


def fits(path: str, value: Any) -> bool:
    entry = EDITABLE[path]
    if value is None:
        return bool(entry["nullable"])
    match entry["kind"]:
        case "number":
            return is_figure(value)
        case "numbers":
            return is_list_of_figures(value)
        case _:
            return isinstance(value, str) and 0 < len(value.strip()) <= MAX_TEXT


def is_list_of_figures(value: Any) -> bool:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_LIST:
        return False
    return all(map(is_figure, value)) and sorted(value) == value


def is_figure(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and 0 <= value <= HIGHEST


def is_above(low: Any, high: Any) -> bool:
    return is_figure(low) and is_figure(high) and bool(low > high)


def out_of_order(table: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Pairs that contradict each other, under the path of the first of them."""
    if not isinstance(table, dict):
        return
    for low, high, why in IN_ORDER:
        if is_above(table.get(low), table.get(high)):
            yield f"{path}{low}", why
    for name, value in table.items():
        yield from out_of_order(value, f"{path}{name}.")


def is_about(path: str, changes: Table) -> bool:
    """Whether the changes touch the row the path is in."""
    row = path.rpartition(".")[0]
    return any(changed.rpartition(".")[0] == row for changed in changes)


def differences(before: Table, after: Table) -> list[dict[str, Any]]:
    """What a clinic changed between two tables: {path, before, after}, in the order of the later one."""
    was, now = ({".".join(path): value for path, value in leaves(table)} for table in (before, after))
    return [
        {"path": path, "before": was.get(path), "after": now.get(path)}
        for path in {**now, **was}
        if not path.startswith(FIXED) and was.get(path) != now.get(path)
    ]
