"""When a treatment ended: observations and follow-ups are timed from then on (domain-2.md 3).

Mirrors ``core/treatment-end.ts``; both answer to ``tests/vectors/follow_up.json``.
"""

from typing import Any

from server.domain.figures import number, rows
from server.domain.given import STOPPED, performed
from server.domain.times import instant
from server.domain.units import Content, units_of
from server.domain.views import la_of, unlabelled_creams_of

NOT_TREATED = ("deferred", "cancelled", "review")
INTO_THE_SKIN = ("intradermal", "subdermal")
AFTER_INJECTION = ("T24", "T7d")
AFTER_OTHERS = ("T24",)


def treatment_end(content: Content) -> str | None:
    """The last of what was given, as it is written: the end of needling, PRP, cream, an injection, the stop. None while
    the needling goes on, and where nobody was treated."""
    needling, visit = content.get("needling", {}), content.get("visit", {})
    stopped = visit.get("stopped_at") if performed(content) == STOPPED else None
    if performed(content) in NOT_TREATED or (needling_goes_on(needling) and stopped is None):
        return None
    written = [
        needling.get("ended_at"),
        stopped,
        *(draw.get("used_at") for _key, draw in units_of(content, "prp")),
        *(cream.get("removed_at") for _key, cream in units_of(content, "numbing")),
        *(shot.get("at") for shot in la_of(content) + unlabelled_creams_of(content)),
    ]
    known = [(at, text) for text in written if (at := instant(text))]
    return str(max(known, key=lambda one: one[0])[1]) if known else None


def needling_goes_on(needling: dict[str, Any]) -> bool:
    return needling.get("started_at") is not None and needling.get("ended_at") is None


def observed_from(content: Content) -> Any:
    """Minutes of an observation count from the end of needling; without needling, from what was given last."""
    ended = content.get("needling", {}).get("ended_at")
    return treatment_end(content) if ended is None else ended


def is_asked_at(point: str, content: Content) -> bool:
    """Without needling the day after is enough, and a week after an injection of PRP."""
    needling = content.get("needling", {})
    if needling.get("started_at") is not None or needling.get("ended_at") is not None:
        return True
    injected = any(is_injected(draw) for _key, draw in units_of(content, "prp"))
    return point in (AFTER_INJECTION if injected else AFTER_OTHERS)


def is_injected(draw: dict[str, Any]) -> bool:
    route = draw.get("route")
    chosen = isinstance(route, list) and any(one in INTO_THE_SKIN for one in route)
    return chosen or any((number(row.get("ml")) or 0) > 0 for row in rows(draw, "sites"))
