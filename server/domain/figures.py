"""Arithmetic with gaps: a missing figure makes the result missing, and both languages round alike."""

import math
import sys
from collections.abc import Iterable
from typing import Any

LARGEST = sys.float_info.max


def number(value: Any) -> float | None:
    """The value when it is a finite number (true and false are not), else None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def rounded(value: float) -> float:
    """Six places, halves up: the same double as Math.floor(x * 1e6 + 0.5) / 1e6. Always finite, however absurd."""
    scaled = value * 1e6 + 0.5
    if math.isfinite(scaled):
        return math.floor(scaled) / 1e6
    return 0.0 if math.isnan(value) else max(-LARGEST, min(value, LARGEST))


def product(*factors: float | None) -> float | None:
    result = 1.0
    for factor in factors:
        if factor is None:
            return None
        result *= factor
    return rounded(result)


def ratio(above: float | None, below: float | None) -> float | None:
    return None if above is None or not below else rounded(above / below)


def total(figures: Iterable[float | None]) -> float | None:
    """The sum; None when there is nothing to add or one figure is missing."""
    result, known = 0.0, list(figures)
    for figure in known:
        if figure is None:
            return None
        result += figure
    return rounded(result) if known else None


def known_total(figures: Iterable[float | None]) -> float | None:
    """The sum of what is known, a lower bound; None when nothing is."""
    return total([figure for figure in figures if figure is not None])


def numbers(values: Any) -> list[float]:
    items = values if isinstance(values, list) else [values]
    return [figure for item in items if (figure := number(item)) is not None]


def rows(unit: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = unit.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
