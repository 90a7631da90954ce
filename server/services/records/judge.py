"""Whether a note may be signed: its findings and missing entries in the rule context of this moment."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain import completeness
from server.domain.amendment import Signed, bound, raised_gaps, settled
from server.domain.answers import Acknowledged, Finding, accepted, bind, open_findings, unbound
from server.domain.errors import Incomplete
from server.domain.rules import evaluate, findings_in, look
from server.models import Record, Revision
from server.services.records.batch import Batch
from server.services.records.context import context_of
from server.services.records.ops import Content

Judged = tuple[list[dict[str, Any]], list[Acknowledged]]  # the findings, and what was acknowledged of them


def judge(batch: Batch, note: Record, content: Content, acknowledged: list[Acknowledged]) -> Judged:
    """What is found in this content, to be kept with the signature. Raises Incomplete when it may not be signed."""
    view = look(content, context_of(batch, note, content))
    findings = findings_in(view)
    standing = open_findings(bound_when_written(batch, note, content), findings, acknowledged)
    require_settled(standing, completeness.gaps_in(view))
    return [finding.as_dict() for finding in findings], accepted(acknowledged, findings)


def judge_amendment(batch: Batch, note: Record, content: Content, acknowledged: list[Acknowledged]) -> Judged:
    """The same for changes of a signed note: only what they raise blocks signing."""
    then, now = (look(each, context_of(batch, note, each)) for each in (note.content, content))
    signed = Signed(note.content, findings_in(then), note.findings or [], now.context.patient)
    findings = settled(findings_in(now), content, signed)
    standing = open_findings(bound(content, signed, findings), findings, acknowledged)
    gaps = completeness.gaps_in(now)
    require_settled(standing, raised_gaps(gaps, completeness.gaps_in(then)))
    return [finding.as_dict() for finding in findings], accepted(acknowledged, findings)


def require_settled(standing: list[Finding], gaps: list[completeness.Gap]) -> None:
    if gaps or standing:
        raise Incomplete(
            "The note cannot be signed yet.",
            missing=[gap.as_dict() for gap in gaps],
            findings=[finding.as_dict() for finding in standing],
        )


def bound_when_written(batch: Batch, note: Record, content: Content) -> Content:
    """A tablet of version 0.1.0 sends a reason without the values it is for: then it is for those of that moment."""
    for unit, then in contents_when_written(note, unbound(content)):
        content = bind(content, [unit], evaluate(then, context_of(batch, note, then)))
    return content


def contents_when_written(note: Record, units: Iterable[str]) -> Iterator[tuple[str, Content]]:
    """What the note held when the text of each of these units was last written."""
    wanted = set(units)
    if not wanted:
        return
    content = note.content
    query = select(Revision.before, Revision.after).where(Revision.of(note))
    for before, after in db.session.execute(query.order_by(Revision.rev.desc())):
        written = {unit for unit in wanted if unit in after and text_of(before, unit) != text_of(after, unit)}
        for unit in sorted(written):
            yield unit, content
        wanted -= written
        if not wanted:
            return
        content = {unit: values for unit, values in content.items() if unit not in after} | before


def text_of(content: Content, unit: str) -> Any:
    return content.get(unit, {}).get("text")
