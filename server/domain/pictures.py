"""The photos that a note names: each is a unit ``picture:<id>``, which has the SHA-256 of its file."""

import re
from typing import Any

from server.domain.units import Content, Unit, units_of

SECTION = "picture"
MOST = 60  # in one note: all views of several sites, before and after, twice over; about 30 MB
SHA256 = re.compile(r"[0-9a-f]{64}")


def pictures_of(content: Content) -> list[tuple[str, Unit]]:
    """Unit by unit; one whose file was taken away again, or whose name is none, is none."""
    return [(key, unit) for key, unit in units_of(content, SECTION) if SHA256.fullmatch(unit.get("sha256") or "")]


def hashes_in(content: Content) -> set[str]:
    return {unit["sha256"] for _key, unit in pictures_of(content)}


def has_photos(content: Content) -> bool:
    """Somebody says that photos were taken, or attached one."""
    return content.get("photo", {}).get("taken") == "yes" or bool(pictures_of(content))


def photo_facts(content: Content) -> dict[str, Any]:
    return {"attached": bool(pictures_of(content)), "any": has_photos(content)}


def are_too_many(before: Content, after: Content) -> bool:
    """Whether photos came that no note takes. Those of one that has more already may be changed and taken away."""
    count = len(pictures_of(after))
    return count > MOST and count > len(pictures_of(before))
