"""What a finding judged, and whether the words written for it still hold.

A reason or an override answers the values it was written for. It keeps their fingerprints in ``judged``; when a value
changes, the finding has another fingerprint and is open again. The severity is no part of it, so what was said of a
plan still holds when it was done. One text answers all findings of its card whose fingerprints it keeps. Mirrors
``core/answers.ts``; ``tests/vectors/rules.json``, ``cards.json`` and ``amendments.json`` hold both to it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from server.domain.canonical import canonical_json
from server.domain.card_rules import mates
from server.domain.context import Content

REASON_MIN = 10
EITHER = ("reason", "override")
ANSWERS: dict[str, tuple[str, ...]] = {"block*": ("override",), "reason*": EITHER, "reason": ("reason",)}
OF_THE_CARD = {**ANSWERS, "reason": EITHER, "warn": EITHER}  # by texts of the other rules of the card
TEXTS = ("reason", "override")


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired. ``at`` is the unit of a repeating section; ``numbers`` maps paths to what was judged;
    ``alert`` says that somebody must act now; ``fp`` is the fingerprint of what was judged. ``since`` is set where an
    amendment did not raise it: "signed" when it was so at the signature, "learned" when it became known later; or
    "decided" where an earlier session of the course has answered it, as ``decided`` says. ``was`` is then the severity
    it would have. ``decision`` is what an answer is remembered under; empty where it is asked at each session. ``said``
    are the paths whose values stand in the message."""

    rule: str
    severity: str
    message: str
    fields: list[str]
    numbers: dict[str, Any]
    source: str
    at: str | None = None
    alert: bool = False
    fp: str = ""
    since: str | None = None
    was: str | None = None
    decision: str = ""
    decided: dict[str, str] | None = None
    said: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def fingerprint(rule: str, at: str | None, judged: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json([rule, at, judged])).hexdigest()


def open_findings(content: Content, findings: list[Finding], acknowledged: Iterable[str] = ()) -> list[Finding]:
    """Those that still block signing."""
    seen = set(acknowledged)
    return [found for found in findings if not is_answered(found, content, seen)]


def is_answered(found: Finding, content: Content, acknowledged: set[str]) -> bool:
    """A block never is; a block* by a supervisor's override, a reason by its text, both for these very values; a warn
    by being acknowledged, or by the text of its card. A reason* is what a block* became when it was done: either text
    answers it."""
    if found.since is not None or found.severity == "info":
        return True
    if found.severity == "warn" and found.rule in acknowledged:
        return True
    own, *others = mates(found.rule)
    units = [f"{kind}:{own}" for kind in ANSWERS.get(found.severity, ())]
    units += [f"{kind}:{rule}" for rule in others for kind in OF_THE_CARD.get(found.severity, ())]
    return any(holds_for(found, content, unit) for unit in units)


def holds_for(found: Finding, content: Content, unit: str) -> bool:
    return is_explained(content, unit) and found.fp in fingerprints(content, unit)


def awaits_supervisor(found: Finding, content: Content) -> bool:
    """Only with words of the supervisor may the note be approved. An override for the same values is such words; one
    of version 0.1.0, which names no values, is for those that were signed."""
    overrides = [f"override:{rule}" for rule in mates(found.rule)]
    is_answered = any(holds_for(found, content, unit) for unit in overrides) or overrides[0] in unbound(content)
    return found.severity == "reason*" and not is_answered


def is_explained(content: Content, unit: str) -> bool:
    text = content.get(unit, {}).get("text")
    return isinstance(text, str) and len(text.strip()) >= REASON_MIN


def fingerprints(content: Content, unit: str) -> list[Any]:
    return [row.get("fp") for row in content.get(unit, {}).get("judged") or []]


def unbound(content: Content) -> list[str]:
    """Reasons and overrides that name no values: version 0.1.0 wrote them so."""
    return [
        unit
        for unit, values in content.items()
        if unit.partition(":")[0] in TEXTS and values.get("text") and not values.get("judged")
    ]


def bind(content: Content, units: Iterable[str], findings: Iterable[Finding]) -> Content:
    """The content as if these texts had been written for these findings."""
    known = list(findings)
    rules = {unit: unit.partition(":")[2] for unit in units}
    return content | {
        unit: content[unit] | {"judged": [{"fp": found.fp} for found in known if found.rule == rule]}
        for unit, rule in rules.items()
    }
