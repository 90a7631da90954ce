"""Safety rules: a decision table over content and facts (architecture.md 5). The rows are data, in ``rules.json``.

A row fires when all its conditions hold and what it is about was given to the patient or is planned: ``exposure`` names
the fact that says so, and a row without it goes by the values entered alone. A missing or unknown value satisfies
"missing" and nothing else, so a gap can neither trip nor pass a check. The tablet evaluates the same table in
``core/rules.ts``; the server's verdict is kept.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from server.domain.answers import Finding, fingerprint
from server.domain.canonical import canonical_json
from server.domain.context import Content, Context, units_of
from server.domain.facts import facts
from server.domain.facts.exposure import CALLED_OFF, GIVEN
from server.domain.figures import number
from server.domain.sentences import sentence
from server.domain.views import sites_of

RULES: dict[str, Any] = cast(
    dict[str, Any], json.loads(Path(__file__).with_name("rules.json").read_text(encoding="utf-8"))
)
RULE_IDS: tuple[str, ...] = tuple(dict.fromkeys(row["id"] for row in RULES["rows"]))
FAMILIES: tuple[str, ...] = tuple(sorted({row["each"] for row in RULES["rows"] if "each" in row}))
REPEATED = ("device", "numbing", "prp")
SITE = "zone"
WORDS: dict[str, list[str]] = RULES["figures"]  # how figures are written in a sentence
SEVERITIES = ("block", "block*", "reason*", "reason", "warn", "info")
BEFORE, AFTER = "block*", "reason*"  # what a rule that forbids says of a plan, and of what was done
MOVING: dict[str, list[str]] = RULES["moving"]  # facts that move with the clock, and the entries behind them

# What tells the things apart that one rule speaks of at one place.
THINGS: dict[str, Any] = RULES["things"]
ALLERGY = ("_allergy", "_allergy_moderate", "_allergy_mild")
Thing = tuple[str, str]  # what a row is about, and the entry of a list

# What an answer to a rule is for besides the values the rule reads: of a sore in the area, the sites that are treated.
BINDS: dict[str, list[str]] = RULES["binds"]


@dataclass(frozen=True, slots=True)
class View:
    """All that a path may name: ``unit.field`` in content, then facts; ``patient.unit.field``; ``limits.a.b``."""

    content: Content
    facts: Content
    context: Context
    only: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # of these lists, the one entry judged now

    def value(self, path: str, at: str | None = None) -> Any:
        root, rest = address(path, at)
        if (root, rest) in self.only:
            return self.only[root, rest]
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
    return findings_in(look(content, context))


def findings_in(view: View) -> list[Finding]:
    """The findings in the order of the table, one for each rule, place and thing: as severe as its most severe row,
    and about all that the rows of that severity name."""
    content, context = view.content, view.context
    fired: dict[tuple[str, str | None, Thing], list[dict[str, Any]]] = {}
    places = {each: places_of(content, each) for each in (None, *FAMILIES)}
    for row in RULES["rows"]:
        for at in places[row.get("each")]:
            if severity_of(row, view, at) and all(holds(condition, view, at) for condition in row["when"]):
                for thing in things_of(row, view, at):
                    fired.setdefault((row["id"], at, thing), []).append(row)
    return [as_decided(finding(rows, view, at, thing), context) for (_rule, at, thing), rows in fired.items()]


def things_of(row: dict[str, Any], view: View, at: str | None) -> list[Thing]:
    """What the row speaks of: rows about the same thing are grades of one finding, any other thing is a finding of its
    own. Each allergy in a list is a thing (``things`` of the table names what is not told apart by its first field)."""
    about = subject_of(row)
    listed = [path for path, _op, _operand in row["when"] if is_listed(path)] if about else []
    if not listed:
        return [(about, "")]
    return [(about, name) for name in dict.fromkeys(view.value(listed[0], at))]


def subject_of(row: dict[str, Any]) -> str:
    if row["id"] in THINGS["whole"]:
        return ""
    if "topic" in row:
        return str(row["topic"])
    path = str(row["fields"][0])
    if row["id"] in THINGS["by_condition"]:
        return f"{path} {canonical_json(row['when'][0]).decode()}"
    return str(THINGS["same"].get(path, path))


def is_listed(path: str) -> bool:
    return path in THINGS["listed"] or path.endswith(ALLERGY)


def narrowed(view: View, rows: list[dict[str, Any]], at: str | None, name: str) -> View:
    """To one entry of the lists that the rows read, as often as it stands in them."""
    paths = {path for row in rows for path in [*row["fields"], *read_by(row)] if name and is_listed(path)}
    only = {path: [name] * max(1, (view.value(path, at) or []).count(name)) for path in paths}
    return replace(view, only={address(path, at): names for path, names in only.items()})


def places_of(content: Content, each: str | None) -> list[str | None]:
    """The units a row is asked of. The first of those that repeat has no place of its own, entered or not."""
    if each in REPEATED:
        return [None, *(key for key, _unit in units_of(content, each) if key != each)]
    found = sites_of(content) if each == SITE else units_of(content, each) if each else []
    return [key for key, _unit in found] if each else [None]


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


def finding(rows: list[dict[str, Any]], whole: View, at: str | None, thing: Thing) -> Finding:
    view = narrowed(whole, rows, at, thing[1])
    ranks = [SEVERITIES.index(severity_of(row, view, at)) for row in rows]
    worst = [row for row, rank in zip(rows, ranks, strict=True) if rank == min(ranks)]
    fields = list(dict.fromkeys(bound(path, at) for row in worst for path in row["fields"]))
    shown = {path: view.value(path) for path in [*fields, *(path for row in worst for path in paths_of(row, at))]}
    numbers = {path: value for path, value in shown.items() if not is_missing(value) and not isinstance(value, bool)}
    rule, source = worst[0]["id"], worst[0]["source"]
    speaking = list(telling(worst))
    message = " ".join(dict.fromkeys(sentence(row, lambda path: view.value(path, at), WORDS) for row in speaking))
    severity = SEVERITIES[min(ranks)]
    alert = severity == AFTER or any(row.get("alert", False) for row in worst)
    fp, remembered = fingerprint(rule, at, judged(rows, view, at)), decision(rule, rows, view, at)
    said = list(dict.fromkeys(bound(path, at) for row in speaking for path, _way in row.get("params", {}).values()))
    return Finding(
        rule, severity, message, fields, numbers, source, at, alert, fp,
        decision=remembered, said=said, thing=" ".join(thing).strip(),
    )  # fmt: skip


def telling(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows whose sentence is told: each that is about something not told yet. Rows of one ``topic`` are about the
    same, such as a "yes" and the day beside it."""
    told: set[str] = set()
    for row in rows:
        about = {row["topic"]} if "topic" in row else set(row["fields"])
        if not about <= told:
            yield row
        told |= about


def decision(rule: str, rows: list[dict[str, Any]], view: View, at: str | None) -> str:
    """What an answer is remembered under for the later sessions of the course: the values that the conditions read, and
    those that must be the same besides (``remember`` of a row). A unit added at one visit goes by its section, because
    it has another name at the next. Empty when one of the rows is asked at each session."""
    if not all("remember" in row for row in rows):
        return ""
    place = family_of(at) if at and family_of(at) != SITE else at
    named = [path for row in rows for path in [*read_by(row), *row["remember"], *BINDS.get(rule, [])]]
    values = {bound(path, place): view.value(path, at) for given in named for path in MOVING.get(given, [given])}
    return fingerprint(rule, place, {path: value for path, value in values.items() if not is_missing(value)})


def as_decided(found: Finding, context: Context) -> Finding:
    told = context.decided.get(found.decision) if found.decision and found.severity in ("warn", "reason") else None
    return found if told is None else replace(found, severity="info", since="decided", was=found.severity, decided=told)


def paths_of(row: dict[str, Any], at: str | None) -> list[str]:
    """What the conditions of a row read, and what they hold it against."""
    return [bound(path, at) for path in read_by(row)]


def read_by(row: dict[str, Any]) -> list[str]:
    operands = [operand for _, op, operand in row["when"] if op in ("over", "under") and isinstance(operand, str)]
    return [condition[0] for condition in row["when"]] + operands


def judged(rows: list[dict[str, Any]], view: View, at: str | None) -> dict[str, Any]:
    """All values the rows have read; in place of a figure that moves with the clock, the entries it comes from."""
    named = [path for row in rows for path in [*row["fields"], *read_by(row), *BINDS.get(row["id"], [])]]
    values = {bound(path, at): view.value(path, at) for given in named for path in MOVING.get(given, [given])}
    return {path: value for path, value in values.items() if not is_missing(value)}


def severity_of(row: dict[str, Any], view: View, at: str | None) -> str:
    """What spoke against a treatment that was called off before anything was given tells why, and stands in nobody's
    way. What was done cannot be forbidden any more: it needs the author's reason, and the supervisor's own words when
    the note is approved. Empty when the row has nothing to say about this visit."""
    exposure = view.value(row["exposure"], at) if "exposure" in row else "entered"
    if exposure is None:
        return ""
    if exposure == CALLED_OFF:
        return str(row.get("deferred", ""))
    return AFTER if exposure == GIVEN and row["severity"] == BEFORE else str(row["severity"])


def bound(path: str, at: str | None) -> str:
    """The path at one place: "zone.depth_mm" at "zone:chin" is "zone:chin.depth_mm"."""
    root, _, rest = path.partition(".")
    return f"{at}.{rest}" if at and root == family_of(at) else path


def family_of(at: str) -> str:
    """What is asked of a site of the list is asked of one in words."""
    family = at.partition(":")[0]
    return SITE if family == "other_site" else family


@lru_cache(maxsize=16384)
def address(path: str, at: str | None) -> tuple[str, str]:
    """The unit and the rest of a path at one place; the same few hundred are asked for at every keystroke."""
    root, _, rest = bound(path, at).partition(".")
    return root, rest


def is_missing(value: Any) -> bool:
    return value is None or value in ("unknown", "", [])


def equal(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
