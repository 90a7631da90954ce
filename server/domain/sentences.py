"""The sentence of a rule with its figures: the values it judged, and the limits of the clinic's approved table.

``sentence`` of a row of ``rules.json`` has placeholders, and ``params`` maps each to a path and a way of writing;
``figures`` holds the words for those. ``message`` says the same without figures: it is all that a row without figures
has, and all that an app of before reads. Mirrors ``core/sentences.ts``; ``tests/vectors/sentences.json``
holds both to it.
"""

import math
import re
from collections.abc import Callable
from typing import Any

from server.domain.figures import number

PLACEHOLDER = re.compile(r"\{(\w+)\}")
LARGEST = 1e15  # beyond it no figure of a note makes sense, and the languages write it differently
HOUR = 60
IN_HOURS = 120  # minutes from which a time is told in hours
NOTHING = "–"


def sentence(row: dict[str, Any], value: Callable[[str], Any], words: dict[str, list[str]]) -> str:
    """The sentence of the row, without figures its message; ``value`` looks a path up."""
    params: dict[str, list[str]] = row.get("params", {})

    def filled(found: re.Match[str]) -> str:
        path, way = params[found[1]]
        return written(value(path), way, words)

    return PLACEHOLDER.sub(filled, unfilled(row)) if params else unfilled(row)


def unfilled(row: dict[str, Any]) -> str:
    """As it stands in the table, with its placeholders."""
    return str(row.get("sentence", row["message"]))


def written(value: Any, way: str, words: dict[str, list[str]]) -> str:
    figure = number(value)
    if way == "text" and isinstance(value, str) and value:
        return value
    if figure is None:
        return NOTHING
    if way == "duration":
        return duration(figure, words)
    if way == "percent":
        return counted(percent(figure), words["percent"])
    return counted(figure, words[way]) if way in words else plain(figure)


def plain(figure: float) -> str:
    """Without idle zeros: 1.2500000001 is 1.25."""
    return repr(math.floor(clamped(figure) * 1e3 + 0.5) / 1e3).removesuffix(".0")


def clamped(figure: float) -> float:
    return max(-LARGEST, min(figure, LARGEST))


def counted(figure: float, forms: list[str]) -> str:
    one, other = forms
    return (one if figure == 1 else other).replace("{n}", plain(figure))


def percent(share: float) -> float:
    """To a tenth, but what is not the maximum itself is never told as 100 %."""
    tenths = math.floor(clamped(share) * 1000 + 0.5) / 10
    return share * 100 if tenths == 100 and share != 1 else tenths


def duration(minutes: float, words: dict[str, list[str]]) -> str:
    """To the minute: 75 min, 5 h, 6 h 12 min."""
    if minutes < IN_HOURS or minutes != math.floor(minutes):
        return counted(minutes, words["minutes"])
    hours, rest = divmod(clamped(minutes), HOUR)
    told = counted(hours, words["hours"])
    return f"{told} {counted(rest, words['minutes'])}" if rest else told
