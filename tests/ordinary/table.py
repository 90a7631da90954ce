"""How often each rule speaks, printed and held to the budget (domain-2.md 12).

``python -m tests.ordinary.table [visits]`` prints it.
"""

import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.domain.answers import Finding
from server.domain.cards import cards_of
from tests.ordinary.histories import is_asked, ordinary

ACNE, ACTIVE_ACNE = "check.active_acne", "P16 active acne"
REASONS = ("block", "block*", "reason*", "reason")


@dataclass(frozen=True, slots=True)
class Frequency:
    """``cards`` asked at each visit; the visits, of so many, at which a rule asked, wanted a text, or only informed."""

    cards: list[int]
    asks: Counter[str]
    reasons: Counter[str]
    infos: Counter[str]

    @property
    def median(self) -> float:
        return statistics.median(self.cards)

    @property
    def ninetieth(self) -> int:
        return sorted(self.cards)[int(len(self.cards) * 0.9)]


def frequency(visits: Sequence[list[Finding]]) -> Frequency:
    found = Frequency([], Counter(), Counter(), Counter())
    for findings in visits:
        asked = [one for one in findings if is_asked(one)]
        found.cards.append(len(cards_of(asked)))
        found.asks.update(causes(asked))
        found.reasons.update(causes(one for one in asked if one.severity in REASONS))
        found.infos.update(causes(one for one in findings if not is_asked(one)))
    return found


def causes(findings: Iterable[Finding]) -> set[str]:
    """The rules; inflamed acne is a cause of its own, because the budget makes an exception for it alone."""
    found = set()
    for one in findings:
        others = [path for path in one.fields if path != ACNE]
        found |= ({one.rule} if others else set()) | ({ACTIVE_ACNE} if len(others) < len(one.fields) else set())
    return found


def table(found: Frequency) -> str:
    count = len(found.cards)
    rules = sorted(found.asks | found.infos, key=lambda rule: (-found.asks[rule], rule))
    lines = [
        f"{rule:16}{pct(found.asks[rule], count)}{pct(found.reasons[rule], count)}{pct(found.infos[rule], count)}"
        for rule in rules
    ]
    head = f"{count} visits; cards that ask: median {found.median:g}, p90 {found.ninetieth}, most {max(found.cards)}"
    return "\n".join([head, "rule               asks  reason    info", *lines])


def pct(some: int, count: int) -> str:
    return f"{100 * some / count:7.1f}%"


if __name__ == "__main__":
    print(table(frequency([one.findings for one in ordinary(int(sys.argv[1]) if len(sys.argv) > 1 else 300)])))
