"""What the record says of an allergy after the visit: since when it is known, and since when it is no longer one.

Only an allergy says so itself; of any other entry the day stays open. Mirrors ``core/learned.ts``;
``tests/vectors/learned.json`` holds both to it.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from server.domain.answers import Finding
from server.domain.context import Content, Context, units_of, visit_day
from server.domain.rules import evaluate
from server.domain.times import day

GRAVE = ("block*", "reason*", "reason")
Kept = dict[str, Any]  # a finding as it stands with a signature; without a thing where several were one


def learned_on(found: Finding, content: Content, context: Context) -> str | None:
    """The last day, after that of the visit, on which an allergy became known without which the finding would not be
    as it is; None where the record does not say."""
    later = [key for key in active(context.patient) if is_after(context.patient[key].get("known_since"), content)]
    days = [
        str(context.patient[key]["known_since"]) for key in later if not is_found(found, content, without(context, key))
    ]
    return max(days, default=None)


def no_longer_since(found: Finding, content: Content, context: Context) -> str | None:
    """The last day on which an allergy was ruled out with which the finding would be as it was."""
    gone = [key for key, unit in units_of(context.patient, "allergy") if day(unit.get("ruled_out_on"))]
    days = [
        str(context.patient[key]["ruled_out_on"])
        for key in gone
        if context.patient[key].get("status") == "inactive" and is_found(found, content, with_active(context, key))
    ]
    return max(days, default=None)


def learned_later(content: Content, context: Context, known: Collection[Kept]) -> list[tuple[Finding, str]]:
    """What would have asked for a reason had it been known at the visit, and was not: each finding with the day on
    which it became known. ``known`` is what the signature had found."""
    if not any(is_after(context.patient[key].get("known_since"), content) for key in active(context.patient)):
        return []
    grave = [found for found in evaluate(content, context) if found.severity in GRAVE and not is_known(found, known)]
    dated = [(found, learned_on(found, content, context)) for found in grave]
    return [(found, on) for found, on in dated if on is not None]


def known_at(rows: Collection[Kept]) -> list[Kept]:
    """The findings kept with a signature, without those that it only told."""
    return [row for row in rows if row.get("since") != "learned"]


def is_known(found: Finding, known: Collection[Kept]) -> bool:
    return any(is_of(row, found) for row in known)


def is_of(row: Kept, found: Finding) -> bool:
    """Whether the kept finding tells this one. One of an older version told all things of a rule at once: those whose
    fields it names and whose entries stand in its lists."""
    if (row["rule"], row["at"]) != (found.rule, found.at):
        return False
    if row.get("thing") is not None:
        return bool(row["thing"] == found.thing)
    fields, lists = row.get("fields"), row.get("numbers", {})
    is_named = not fields or any(path in fields for path in found.fields)
    pairs = [(value, lists.get(path)) for path, value in found.numbers.items()]
    return is_named and all(is_among(value, told) for value, told in pairs)


def is_among(value: Any, told: Any) -> bool:
    return not (isinstance(value, list) and isinstance(told, list)) or all(one in told for one in value)


def active(patient: Content) -> list[str]:
    return [key for key, unit in units_of(patient, "allergy") if unit.get("status") != "inactive"]


def is_after(known_since: Any, content: Content) -> bool:
    since, visit = day(known_since), visit_day(content)
    return since is not None and visit is not None and since > visit


def is_found(found: Finding, content: Content, context: Context) -> bool:
    return any((one.rule, one.at, one.fp) == (found.rule, found.at, found.fp) for one in evaluate(content, context))


def without(context: Context, key: str) -> Context:
    return replace(context, patient={name: unit for name, unit in context.patient.items() if name != key})


def with_active(context: Context, key: str) -> Context:
    return replace(context, patient={**context.patient, key: {**context.patient[key], "status": "active"}})
