"""Approving several notes with one tap: which notes may be among them, and what of each must have been shown.

Mirrors ``core/review-together.ts``; ``tests/vectors/together.json`` holds both to it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from server.domain.catalogue import section_of
from server.domain.context import Content


def parts_of(content: Content) -> list[str]:
    """The units that a reviewer reads: those with a value, but for what the app alone uses."""
    return sorted(unit for unit, values in content.items() if is_read(unit) and any(map(is_entered, values.values())))


def is_read(unit: str) -> bool:
    section = section_of("note", unit)
    return section is not None and section.widget != "none"


def is_entered(value: Any) -> bool:
    return value is not None and value != [] and not (isinstance(value, str) and not value.strip())


def needs_look(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The findings for which a note is looked at by itself: all that are more than information."""
    return [row for row in findings if weighed(row) != "info"]


def weighed(row: Mapping[str, Any]) -> str:
    """What an earlier session of the course has decided is looked at where it was decided."""
    return str(row["severity"] if row.get("since") == "decided" else row.get("was") or row["severity"])
