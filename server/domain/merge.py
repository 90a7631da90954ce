"""Two people wrote the same unit: what stands? (sync.md 2.4)

A unit is what is meaningful only together, so nothing is ever merged inside one that nobody entered; sets are the
exception. Where a person must choose, the value on the server stands until they have.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.canonical import same
from server.domain.exclusive import stands_alone

Unit = dict[str, Any]
Exclusive = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Merged:
    """``outcome`` is applied, settled (both sides say the same) or conflict (``value`` is then the current one)."""

    outcome: str
    value: Unit


def merge(
    policy: str,
    base: Unit,
    patch: Unit,
    current: Unit,
    unchanged_since_base: bool = False,
    exclusive: Exclusive | None = None,
) -> Merged:
    """``base`` is the unit as its author saw it. ``unchanged_since_base``: no one wrote it after that revision.
    ``exclusive`` names for each field the choices that leave no room for another."""
    base, current = without_nulls(base), without_nulls(current)
    mine = apply_patch(base, patch)
    if same(current, base):
        return Merged("applied", mine)
    if same(current, mine):
        return Merged("settled", current)
    if unchanged_since_base and contains(current, base):
        return Merged("applied", apply_patch(current, patch))
    if policy in ("set", "safety_set"):
        merged = merge_sets(base, mine, current, keep_removals_apart=policy == "safety_set")
        combined = any(not stands_alone(alone, merged.value.get(name)) for name, alone in (exclusive or {}).items())
        return Merged("conflict", current) if combined else merged
    return Merged("conflict", current)


def merge_sets(base: Unit, mine: Unit, current: Unit, keep_removals_apart: bool) -> Merged:
    """Additions of both sides stand, and so do removals, unless one of a safety set meets another change."""
    merged: Unit = {}
    for name in {**current, **mine}:
        b, m, c = (side.get(name, []) for side in (base, mine, current))
        if same(b, m) or same(c, m):
            value = c
        elif same(b, c):
            value = m
        elif not all(isinstance(side, list) for side in (b, m, c)):
            return Merged("conflict", current)
        else:
            if keep_removals_apart and (minus(b, m) or minus(b, c)):
                return Merged("conflict", current)
            value = minus(c, minus(b, m)) + [item for item in minus(m, b) if item not in c]
        merged[name] = value if value != [] else None
    merged = without_nulls(merged)
    return Merged("settled" if same(merged, current) else "applied", merged)


def apply_patch(unit: Unit, patch: Unit) -> Unit:
    """The unit with the patch applied; null clears a field."""
    return without_nulls({**unit, **patch})


def with_unit(content: dict[str, Unit], unit_key: str, value: Unit) -> dict[str, Unit]:
    """The content with one unit replaced; an empty unit leaves it."""
    replaced = {**content, unit_key: without_nulls(value)}
    return {key: unit for key, unit in replaced.items() if unit}


def without_nulls(unit: Unit) -> Unit:
    return {name: value for name, value in unit.items() if value is not None}


def contains(larger: Unit, smaller: Unit) -> bool:
    return all(name in larger and same(larger[name], value) for name, value in smaller.items())


def minus(items: list[Any], others: list[Any]) -> list[Any]:
    return [item for item in items if item not in others]
