"""What happens now and then, as often in three hundred visits as in three thousand.

Drawn independently, a slip of two in a hundred is met by chance three times or ten times in 300 visits, and the budget
would judge the draw. Here each stretch in which one is expected holds one, at a random place.
"""

from random import Random
from typing import Any

DECK = 20
EVEN = 200  # of what is more frequent than that, chance makes little difference


class Habits:
    def __init__(self, seed: str) -> None:
        self._rng = Random(seed)
        self._asked: dict[str, int] = {}
        self._decks: dict[str, list[int]] = {}
        self._place: dict[tuple[str, int], float] = {}

    def often(self, name: str, per_mille: float) -> bool:
        """Whether it happens this time. ``name`` tells apart what has nothing to do with each other."""
        if per_mille > 500:
            return not self.often(name, 1000 - per_mille)
        if per_mille > EVEN:
            return self._rng.random() * 1000 < per_mille
        count = self._asked[name] = self._asked.get(name, -1) + 1
        begin, end = count * per_mille / 1000, (count + 1) * per_mille / 1000
        return any(begin <= self._place_in(name, stretch) < end for stretch in {int(begin), int(end)})

    def choice(self, name: str, weights: dict[Any, int]) -> Any:
        """One of these, each as often as its weight says among any twenty in a row."""
        if not self._decks.get(name):
            self._decks[name] = self._rng.sample(range(DECK), DECK)
        drawn = (self._decks[name].pop() + self._rng.random()) / DECK * sum(weights.values())
        for key, weight in weights.items():
            drawn -= weight
            if drawn < 0:
                return key
        return key

    def _place_in(self, name: str, stretch: int) -> float:
        if (name, stretch) not in self._place:
            self._place[name, stretch] = stretch + self._rng.random()
        return self._place[name, stretch]
