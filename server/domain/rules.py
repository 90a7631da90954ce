"""Safety rules: a decision table over content and facts (architecture.md 5). The rows are data, in ``rules.json``.

A row fires when all its conditions hold and what it is about was given to the patient or is planned: ``exposure`` names
the fact that says so, and a row without it goes by the values entered alone. A missing or unknown value satisfies
"missing" and nothing else, so a gap can neither trip nor pass a check. The tablet evaluates the same table in
``core/rules.js``; the server's verdict is kept.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from server.domain.context import Content, Context, units_of
from server.domain.exposure import CALLED_OFF
from server.domain.facts import facts
from server.domain.figures import number

RULES: dict[str, Any] = cast(
    dict[str, Any], json.loads(Path(__file__).with_name("rules.json").read_text(encoding="utf-8"))
)
RULE_IDS: tuple[str, ...] = tuple(dict.fromkeys(row["id"] for row in RULES["rows"]))
FAMILIES: tuple[str, ...] = tuple(sorted({row["each"] for row in RULES["rows"] if "each" in row}))
SEVERITIES = ("block", "block*", "reason", "warn", "info")
REASON_MIN = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired. ``at`` is the unit of a repeating section; ``numbers`` maps paths to what was judged;
    ``alert`` says that somebody must act now."""

    rule: str
    severity: str
    message: str
    fields: list[str]
    numbers: dict[str, Any]
    source: str
    at: str | None = None
    alert: bool = False

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class View:
    """All that a path may name: ``unit.field`` in content, then facts; ``patient.unit.field``; ``limits.a.b``."""

    content: Content
    facts: Content
    context: Context

    def value(self, path: str, at: str | None = None) -> Any:
        root, rest = address(path, at)
        if root == "limits":
            found: Any = self.context.limits
            for step in rest.split("."):
                found = found.get(step) if isinstance(found, dict) else None
            return found
        if root == "patient":
            unit, _, name = rest.partition(".")
            return self.context.patient.get(unit, {}).get(name)
        entered = self.content.get(root, {}).get(rest)
        return self.facts.get(root, {}).get(rest) if entered is None else entered


def look(content: Content, context: Context) -> View:
    return View(content, facts(content, context), context)


def evaluate(content: Content, context: Context) -> list[Finding]:
    """The findings in the order of the table; of one rule at one place only the most severe."""
    view = look(content, context)
    worst: dict[tuple[str, str | None], Finding] = {}
    places: dict[str | None, list[str | None]] = {
        each: [key for key, _ in units_of(content, each)] for each in FAMILIES
    }
    places[None] = [None]
    for row in RULES["rows"]:
        for at in places[row.get("each")]:
            if severity_of(row, view, at) and all(holds(condition, view, at) for condition in row["when"]):
                found, before = finding(row, view, at), worst.get((row["id"], at))
                if before is None or SEVERITIES.index(found.severity) < SEVERITIES.index(before.severity):
                    worst[(row["id"], at)] = found
    return list(worst.values())


def holds(condition: Iterable[Any], view: View, at: str | None = None) -> bool:
    path, op, operand = condition
    value = view.value(path, at)
    if op == "missing" or is_missing(value):
        return bool(op == "missing" and is_missing(value))
    if op in ("over", "under"):
        left = number(value)
        right = number(view.value(operand, at) if isinstance(operand, str) else operand)
        return left is not None and right is not None and (left > right if op == "over" else left < right)
    accepted = operand if op == "in" else [operand]
    chosen = any(equal(item, other) for item in (value if isinstance(value, list) else [value]) for other in accepted)
    return not chosen if op == "is_not" else chosen


def finding(row: dict[str, Any], view: View, at: str | None) -> Finding:
    fields = [bound(path, at) for path in row["fields"]]
    operands = [operand for _, op, operand in row["when"] if op in ("over", "under") and isinstance(operand, str)]
    paths = fields + [bound(path, at) for path in [condition[0] for condition in row["when"]] + operands]
    shown = {path: view.value(path) for path in paths}
    numbers = {path: value for path, value in shown.items() if not is_missing(value) and not isinstance(value, bool)}
    severity, alert = severity_of(row, view, at), row.get("alert", False)
    return Finding(row["id"], severity, row["message"], fields, numbers, row["source"], at, alert)


def severity_of(row: dict[str, Any], view: View, at: str | None) -> str:
    """What spoke against a treatment that was called off before anything was given tells why, and stands in nobody's
    way. Empty when the row has nothing to say about this visit."""
    exposure = view.value(row["exposure"], at) if "exposure" in row else "entered"
    if exposure is None:
        return ""
    return str(row.get("deferred", "") if exposure == CALLED_OFF else row["severity"])


def open_findings(content: Content, findings: list[Finding], acknowledged: Iterable[str] = ()) -> list[Finding]:
    """Those that still stand in the way of signing."""
    seen = set(acknowledged)
    return [found for found in findings if not is_answered(found, content, seen)]


def is_answered(found: Finding, content: Content, acknowledged: set[str]) -> bool:
    """A block never is; a block* by a supervisor's override, a reason by its text, a warn by being acknowledged."""
    if found.severity == "warn":
        return found.rule in acknowledged
    if found.severity == "info":
        return True
    unit = {"block*": f"override:{found.rule}", "reason": f"reason:{found.rule}"}.get(found.severity)
    return unit is not None and is_explained(content, unit)


def is_explained(content: Content, unit: str) -> bool:
    text = content.get(unit, {}).get("text")
    return isinstance(text, str) and len(text.strip()) >= REASON_MIN


def bound(path: str, at: str | None) -> str:
    """The path at one place: "zone.depth_mm" at "zone:chin" is "zone:chin.depth_mm"."""
    root, _, rest = path.partition(".")
    return f"{at}.{rest}" if at and root == at.partition(":")[0] else path


@lru_cache(maxsize=16384)
def address(path: str, at: str | None) -> tuple[str, str]:
    """The unit and the rest of a path at one place; the same few hundred are asked for at every keystroke."""
    root, _, rest = bound(path, at).partition(".")
    return root, rest


def is_missing(value: Any) -> bool:
    return value is None or value in ("unknown", "", [])


def equal(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
