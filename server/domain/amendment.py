"""What of an amended note its own changes answer for. Mirrors ``core/amendment.ts``; both answer to
``tests/vectors/amendments.json``.

A note was judged when it was signed. What became known since, such as an allergy, does not hold up a correction: it is
told as information, unless the author gives the reason for it, because it was known and only not written. What the
patient's record no longer says stays as it was found, and says so. Only what the changes raise blocks signing: a
finding about other values than before, a more severe one, or one whose reason they take away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from server.domain.answers import Finding, bind, is_answered, unbound
from server.domain.completeness import Gap
from server.domain.context import Content
from server.domain.learned import GRAVE, is_known, known_at
from server.domain.rules import SEVERITIES

PATIENT = "patient."
ALLERGIES = ("_allergies", "_allergy", "_allergy_moderate", "_allergy_mild")  # figures that list them


@dataclass(frozen=True, slots=True)
class Signed:
    """The note before the amendment: content, what today's rules find in it, what is kept of the findings of the
    signature, and the patient as of now."""

    content: Content
    findings: list[Finding]
    kept: Sequence[dict[str, Any]] = ()
    patient: Content = field(default_factory=dict)


def bound(content: Content, signed: Signed, findings: list[Finding]) -> Content:
    """Texts without values count for the values of the signed note; one written with them, for what they find."""
    texts = unbound(content)
    kept = [unit for unit in texts if content[unit]["text"] == signed.content.get(unit, {}).get("text")]
    return bind(bind(content, kept, signed.findings), [unit for unit in texts if unit not in kept], findings)


def settled(findings: list[Finding], content: Content, signed: Signed) -> list[Finding]:
    """The findings about the amended content. Those that the changes did not raise say since when they are so."""
    before = {(found.rule, found.at, found.fp): found for found in signed.findings}
    now, then = bound(content, signed, findings), bound(signed.content, signed, signed.findings)
    told_now = [
        found
        if is_raised(found, before.get((found.rule, found.at, found.fp)), now, then)
        else told(found, content, now, signed)
        for found in findings
    ]
    return [*told_now, *withdrawn(findings, content, signed)]


def is_raised(found: Finding, before: Finding | None, now: Content, then: Content) -> bool:
    if before is None or SEVERITIES.index(found.severity) < SEVERITIES.index(before.severity):
        return True
    return is_answered(before, then) and not is_answered(found, now)


def told(found: Finding, content: Content, now: Content, signed: Signed) -> Finding:
    """A reason for what nobody knew at the signature says that it was known, but not written: then it counts as it
    would have."""
    if is_known(found, known_at(signed.kept)):
        is_said = is_answered(found, now)
        return replace(found, since="signed") if is_said else replace(found, since="signed", decision="")
    if found.severity in GRAVE and is_answered(found, content):
        return replace(found, since="omitted", decision="")
    return replace(found, since="learned", severity="info", was=found.severity)


def withdrawn(findings: list[Finding], content: Content, signed: Signed) -> list[Finding]:
    """What was found at the signature and is so no longer, because the patient's record says something else now."""
    standing = [*findings, *signed.findings]
    places = {(found.rule, found.at, thing) for found in standing for thing in (found.thing, None)}
    gone = [
        row
        for row in signed.kept
        if (row["rule"], row["at"], row.get("thing")) not in places
        and was_asked(row)
        and is_off_record(row, signed.patient)
        and not is_changed(row, content, signed.content)
    ]
    return [as_withdrawn(row) for row in gone]


def was_asked(row: dict[str, Any]) -> bool:
    return row.get("since") == "withdrawn" or (row.get("since") != "learned" and row["severity"] != "info")


def is_off_record(row: dict[str, Any], patient: Content) -> bool:
    """Whether one of the patient's entries that it read says something else now."""
    return any(
        path.endswith(ALLERGIES) or is_other(path, value, patient) for path, value in row.get("numbers", {}).items()
    )


def is_other(path: str, value: Any, patient: Content) -> bool:
    unit, _, name = path.removeprefix(PATIENT).partition(".")
    return path.startswith(PATIENT) and patient.get(unit, {}).get(name) != value


def is_changed(row: dict[str, Any], content: Content, before: Content) -> bool:
    """Whether the amendment itself changes a unit that the finding is about."""
    units = {path.partition(".")[0] for path in [*row["fields"], *row.get("numbers", {})]}
    return any(content.get(unit) != before.get(unit) for unit in units)


def as_withdrawn(row: dict[str, Any]) -> Finding:
    known = {name: row[name] for name in Finding.__slots__ if name in row}
    was = row.get("was") or row["severity"]
    return Finding(**{**known, "severity": "info", "was": was, "alert": False, "since": "withdrawn", "decision": ""})


def raised_gaps(gaps: list[Gap], before: list[Gap]) -> list[Gap]:
    """What the signed note lacked already is not asked for now."""
    lacking = [(gap.unit, gap.field, gap.problem, gap.row) for gap in before]
    return [gap for gap in gaps if (gap.unit, gap.field, gap.problem, gap.row) not in lacking]
