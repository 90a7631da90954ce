"""The third visit of a course with many decisions in force, altered as ``tests/vectors/dangerous.json`` says."""

from datetime import date
from typing import Any

from server.domain.context import Visit
from tests.domain.vectors import changed, load
from tests.ordinary.histories import Judged, judge, signed, whole

DAYS = (date(2026, 8, 24), date(2026, 9, 21), date(2026, 10, 19))


def third_visit(case: dict[str, Any]) -> Judged:
    """The first two visits are as written; the case lays its changes over the third."""
    base = load("dangerous")["base"]
    before: list[Visit] = []
    for session, on in enumerate(DAYS[:2], 1):
        content = dated(base["content"], session, on)
        judged = judge("base", session, content, base["patient"], before, on)
        before.append(signed(f"n{session}", content, judged.findings))
    on = date.fromisoformat(case.get("on", DAYS[2].isoformat()))
    content = changed(dated(base["content"], 3, on), case.get("content", {}))
    return judge("base", 3, whole(content), changed(base["patient"], case.get("patient", {})), before, on)


def dated(content: Any, session: int, on: date) -> Any:
    """The base is written for the day "DAY"."""
    text = replaced(content, on.isoformat())
    return changed(text, {"visit": {"session_no": session}})


def replaced(value: Any, day: str) -> Any:
    if isinstance(value, dict):
        return {name: replaced(item, day) for name, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, day) for item in value]
    return value.replace("DAY", day) if isinstance(value, str) else value
