"""One cause is one card with one answer (domain-2.md 12, F1). Mirrors ``core/cards.ts``; ``tests/vectors/cards.json``
holds both to it.

Findings keep their rule, severity, place and fingerprint; a card only says which of them are answered together.
"""

from collections.abc import Iterable

from server.domain.answers import Finding
from server.domain.card_rules import CARDS, mates

__all__ = ["CARDS", "cards_of", "key_of", "mates"]

PIGMENT, DEPTH_JUDGED = "P13", "needling.reached_mm"
AGE, ADULT = "P12", "limits.ages.adult"
SITES = ("zone", "other_site")
ALLERGY = ("_allergy", "_allergy_moderate", "_allergy_mild")


def cards_of(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings by card, in the order in which each card first appears."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        found.setdefault(key_of(one), []).append(one)
    return list(found.values())


def key_of(found: Finding) -> str:
    """What has been answered already, or needs no answer, is no part of a card that asks. Depth is one cause at all
    sites; another product, another draw or another allergy is another cause."""
    name = card_of(found)
    parts = [name or found.rule, found.since or ""]
    if name == "serum" or (name is None and not is_site(found.at)):
        parts.append(found.at or "")
    if name == "allergy":
        parts += sorted({str(value) for path, value in found.numbers.items() if path.endswith(ALLERGY)})
    return " ".join(parts)


def card_of(found: Finding) -> str | None:
    """Treating a minor is a decision of its own, whatever the label says."""
    if found.rule == AGE and ADULT in found.numbers:
        return None
    if found.rule == PIGMENT:
        return "depth" if DEPTH_JUDGED in found.numbers else "interval"
    return next((name for name, rules in CARDS.items() if found.rule in rules), None)


def is_site(at: str | None) -> bool:
    return at is not None and at.partition(":")[0] in SITES
