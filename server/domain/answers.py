"""What a finding judged, and whether the words written for it still hold.

A reason or an override answers the values it was written for. It keeps their fingerprints in ``judged``; when a value
changes, the finding has another fingerprint and is open again. The severity is no part of it, so what was said of a
plan still holds when it was done. One text answers all findings of its card whose fingerprints it keeps; where several
were written under one rule, each row of ``judged`` has its own. A warning is acknowledged by its fingerprint as well.
Mirrors ``core/answers.ts``; ``tests/vectors/rules.json``, ``cards.json`` and ``amendments.json`` hold both to it.
"""

import hashlib
from collections.abc import Iterable, Sequence
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

Acknowledged = str | dict[str, Any]  # {rule, at, fp}; the bare rule in ops and signatures of version 0.1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired. ``at`` is the unit of a repeating section; ``numbers`` maps paths to what was judged;
    ``alert`` says that somebody must act now; ``fp`` is the fingerprint of what was judged. ``since`` is set where an
    amendment did not raise it: "signed" when it was so at the signature, "learned" when it became known later,
    "omitted" when it was known but not written then, "withdrawn" when the record no longer says so; or "decided"
    where an earlier session of the course has answered it, as ``decided`` says. ``was`` is then the severity it would
    have. ``decision`` is what an answer is remembered under; empty where it is asked at each session. ``said``
    are the paths whose values stand in the message. ``thing`` tells apart what one rule finds at one place: two
    allergies, two diseases."""

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
    thing: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def fingerprint(rule: str, at: str | None, judged: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json([rule, at, judged])).hexdigest()


def open_findings(
    content: Content, findings: list[Finding], acknowledged: Sequence[Acknowledged] = ()
) -> list[Finding]:
    """Those that still block signing."""
    return [found for found in findings if not is_answered(found, content, acknowledged)]


def is_answered(found: Finding, content: Content, acknowledged: Sequence[Acknowledged] = ()) -> bool:
    """A block never is; a block* by a supervisor's override, a reason by its text, both for these very values; a warn
    by being acknowledged, or by the text of its card. A reason* is what a block* became when it was done: either text
    answers it."""
    if found.since is not None or found.severity == "info":
        return True
    if found.severity == "warn" and any(names(one, found) for one in acknowledged):
        return True
    own, *others = mates(found.rule)
    units = [f"{kind}:{own}" for kind in ANSWERS.get(found.severity, ())]
    units += [f"{kind}:{rule}" for rule in others for kind in OF_THE_CARD.get(found.severity, ())]
    return any(holds_for(found, content, unit) for unit in units)


def names(acknowledged: Acknowledged, found: Finding) -> bool:
    if isinstance(acknowledged, str):
        return acknowledged == found.rule
    return (acknowledged["rule"], acknowledged.get("at"), acknowledged["fp"]) == (found.rule, found.at, found.fp)


def accepted(acknowledged: Sequence[Acknowledged], findings: Sequence[Finding]) -> list[Acknowledged]:
    """What was acknowledged of these findings; any other fingerprint says nothing."""
    return [one for one in acknowledged if isinstance(one, str) or any(names(one, found) for found in findings)]


def holds_for(found: Finding, content: Content, unit: str) -> bool:
    values = content.get(unit, {})
    rows = [row for row in values.get("judged") or [] if row.get("fp") == found.fp]
    return any(is_long_enough(row.get("text") or values.get("text")) for row in rows)


def awaits_supervisor(found: Finding, content: Content) -> bool:
    """Only with words of the supervisor may the note be approved. An override for the same values is such words; one
    of version 0.1.0, which names no values, is for those that were signed."""
    overrides = [f"override:{rule}" for rule in mates(found.rule)]
    is_answered = any(holds_for(found, content, unit) for unit in overrides) or overrides[0] in unbound(content)
    return found.severity == "reason*" and not is_answered


def is_long_enough(text: Any) -> bool:
    return isinstance(text, str) and len(text.strip()) >= REASON_MIN


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
