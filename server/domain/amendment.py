"""What of an amended note its own changes answer for. Mirrors ``core/amendment.ts``; both answer to
``tests/vectors/amendments.json``.

A note was judged when it was signed. What became known since, such as an allergy, does not hold up a correction: it is
told as information. Only what the changes raise blocks signing: a finding about other values than before, a more
severe one, or one whose reason they take away.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from server.domain.answers import Finding, bind, is_answered, unbound
from server.domain.completeness import Gap
from server.domain.context import Content
from server.domain.rules import SEVERITIES

Place = tuple[str, str | None, str | None]  # rule, place and thing; None in findings kept before things were told apart


@dataclass(frozen=True, slots=True)
class Signed:
    """The note before the amendment: content, what today's rules find in it, and what the signature had found."""

    content: Content
    findings: list[Finding]
    known: Collection[Place] = ()


def bound(content: Content, signed: Signed, findings: list[Finding]) -> Content:
    """Texts without values count for the values of the signed note; one written with them, for what they find."""
    texts = unbound(content)
    kept = [unit for unit in texts if content[unit]["text"] == signed.content.get(unit, {}).get("text")]
    return bind(bind(content, kept, signed.findings), [unit for unit in texts if unit not in kept], findings)


def settled(findings: list[Finding], content: Content, signed: Signed) -> list[Finding]:
    """The findings about the amended content. Those that the changes did not raise say since when they are so."""
    before = {(found.rule, found.at, found.fp): found for found in signed.findings}
    now, then = bound(content, signed, findings), bound(signed.content, signed, signed.findings)
    return [
        found if is_raised(found, before.get((found.rule, found.at, found.fp)), now, then) else told(found, now, signed)
        for found in findings
    ]


def is_raised(found: Finding, before: Finding | None, now: Content, then: Content) -> bool:
    if before is None or SEVERITIES.index(found.severity) < SEVERITIES.index(before.severity):
        return True
    return is_answered(before, then) and not is_answered(found, now)


def told(found: Finding, now: Content, signed: Signed) -> Finding:
    if is_answered(found, now):
        return replace(found, since="signed")
    if {(found.rule, found.at, found.thing), (found.rule, found.at, None)} & set(signed.known):
        return replace(found, since="signed", decision="")  # nobody has decided about what it judges now
    return replace(found, since="learned", severity="info", was=found.severity)


def raised_gaps(gaps: list[Gap], before: list[Gap]) -> list[Gap]:
    """What the signed note lacked already is not asked for now."""
    lacking = [(gap.unit, gap.field, gap.problem, gap.row) for gap in before]
    return [gap for gap in gaps if (gap.unit, gap.field, gap.problem, gap.row) not in lacking]
