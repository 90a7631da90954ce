"""Which shape a note has, told by what it holds (domain-2.md M2): 2 when an app of schema 1 could not show all of it.

Nothing marks a note: what is sealed in the older shape keeps its bytes and its hash.
"""

from collections.abc import Iterable
from typing import Any

from server.domain.catalogue import section_of
from server.domain.catalogue.kinds import Field, Section

FIRST, SECOND = 1, 2
NEW_CHOICES = {("visit", "performed"): ("stopped",)}

Content = dict[str, dict[str, Any]]


def schema_of(content: Content) -> int:
    return SECOND if any(is_second(unit, fields) for unit, fields in content.items()) else FIRST


def is_second(unit: str, fields: dict[str, Any]) -> bool:
    section = section_of("note", unit)
    if section is None:
        return False
    return is_new_unit(section, unit) or any(has_new(section.unit, field, fields) for field in section.fields)


def is_new_unit(section: Section, unit: str) -> bool:
    """A unit of a newer section or site, or one that repeats what stood once."""
    key = unit.partition(":")[2]
    newer = [known.key for known in section.keys if known.since > FIRST]
    return section.since > FIRST or key in newer or bool(section.another and unit != section.unit)


def has_new(section: str, field: Field, fields: dict[str, Any]) -> bool:
    value = fields.get(field.name)
    if value is None:
        return False
    if field.since > FIRST or value in NEW_CHOICES.get((section, field.name), ()):
        return True
    return any(site in NEWER_SITES for site in named_sites(field, value))


def named_sites(field: Field, value: Any) -> Iterable[Any]:
    """A list of sites, or the sites that rows name."""
    if field.kind == "choices" and isinstance(value, list):
        return [one for one in value if isinstance(one, str)]
    columns = [column.name for column in field.fields if column.kind == "choice"]
    rows = value if field.kind == "rows" and isinstance(value, list) else []
    return [
        row.get(name) for row in rows if isinstance(row, dict) for name in columns if isinstance(row.get(name), str)
    ]


def newer_sites() -> frozenset[str]:
    zones = section_of("note", "zone:chin")
    return frozenset(key.key for key in zones.keys if key.since > FIRST) if zones else frozenset()


NEWER_SITES = newer_sites()
