"""One record against its revisions, its signatures and the audit rows of its changes. Pure: rows in, sentences out."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from server.domain.canonical import digest, record_hash, same
from server.domain.shelf import APPROVE_BOX, WITHDRAW_BOX
from server.domain.trace import KINDS as TRACED
from server.domain.trace import ROUNDS
from server.domain.writers import with_writers

TYPES = ("patient", "note", "follow_up", "lot", "protocol", "conflict")
BOXES = (APPROVE_BOX, WITHDRAW_BOX)
KINDS = ("create", "patch", "sign", "approve", "return", "amend", "void", "resolve", "acknowledge", *TRACED, *BOXES)
SIGNING = {"sign": "author", "amend": "amendment", "approve": "countersign", "acknowledge": "countersign"}
REVIEWING = {"approve": "approved", "return": "returned"}

Rows = Sequence[Any]


def breaks_of(record: Any, revisions: Rows, audit: Rows) -> Iterator[str]:
    """What of this record is not as it was written, the earliest change first."""
    yield from audit_breaks(revisions, audit, record.type)
    yield from replay_breaks(record, revisions)
    yield from head_breaks(record, revisions)
    yield from signature_breaks(record, revisions, audit)
    yield from review_breaks(record, revisions)
    yield from trace_breaks(record, revisions, audit)
    yield from pointer_breaks(record, audit)


def audit_breaks(revisions: Rows, audit: Rows, record_type: str) -> Iterator[str]:
    """Each change left one audit row, which names it; rows since this check exists name its content as well."""
    for n in range(max(len(revisions), len(audit))):
        if n >= len(revisions):
            yield f"revision {n + 1} is missing, written by audit row {audit[n].n}"
        elif n >= len(audit):
            yield f"revision {n + 1} is in no audit row"
        elif not is_named(revisions[n], audit[n], record_type):
            yield f"revision {n + 1} is not the change that audit row {audit[n].n} names"


def is_named(revision: Any, row: Any, record_type: str) -> bool:
    told = (row.action, row.actor_id, row.detail["rev"], row.detail["op"])
    found = (f"{record_type}.{revision.kind}", revision.author_id, revision.rev, revision.op_id)
    return told == found and row.detail.get("hash", revision.content_hash) == revision.content_hash


def replay_breaks(record: Any, revisions: Rows) -> Iterator[str]:
    """The revisions, one after the other, lead from nothing to the content that is stored."""
    content: dict[str, Any] = {}
    for n, revision in enumerate(revisions, 1):
        touched = {**revision.before, **revision.after}
        if revision.rev != n or not same({unit: content[unit] for unit in touched if unit in content}, revision.before):
            yield f"revision {n} does not follow from the one before it"
        content = {unit: value for unit, value in content.items() if unit not in touched} | revision.after
        if revision.content_hash != record_hash(record, content):
            yield f"revision {n} is not what its hash says"
    if not same(content, record.content):
        yield "the content is not that of the last revision"


def head_breaks(record: Any, revisions: Rows) -> Iterator[str]:
    if not revisions:
        yield "there is no revision of it"
        return
    first, last = revisions[0], revisions[-1]
    writers: list[str] = []
    for revision in revisions:
        writers = with_writers(writers, [*revision.before, *revision.after], [revision.author_id])
    expected = {
        "rev": last.rev, "state": last.state, "version": last.version, "content_hash": last.content_hash,
        "author_id": first.author_id, "created_at": first.server_time, "updated_at": last.server_time,
    }  # fmt: skip
    yield from (
        f"its {name} is not that of its revisions" for name, value in expected.items() if getattr(record, name) != value
    )
    if not set(writers) <= set(record.writers):
        yield "its writers are not those of its revisions"


def signature_breaks(record: Any, revisions: Rows, audit: Rows) -> Iterator[str]:
    """Each signing is one revision and one signature."""
    acts = [revision for revision in revisions if revision.kind in SIGNING]
    expected = [
        (act.version, SIGNING[act.kind], act.author_id, act.device_id, act.server_time, act.content_hash)
        for act in acts
    ]
    rows = {row.detail["rev"]: row.detail for row in audit}
    for n in range(max(len(expected), len(record.signatures))):
        if n >= len(expected) or n >= len(record.signatures) or signed(record.signatures[n]) != expected[n]:
            yield f"signature {n + 1} is not that of its revision"
        elif is_other(rows.get(acts[n].rev, {}), "signature", record.signatures[n]):
            yield f"signature {n + 1} is not the one in the audit trail"
    judged = [act for act in acts if SIGNING[act.kind] != "countersign"]
    if judged and is_other(rows.get(judged[-1].rev, {}), "findings", record.findings):
        yield "its findings are not those it was signed with"


def signed(entry: dict[str, Any]) -> tuple[Any, ...]:
    names = ("version", "meaning", "user_id", "device_id")
    return (*(entry[name] for name in names), datetime.fromisoformat(entry["at"]), entry["content_hash"])


def is_other(detail: dict[str, Any], name: str, value: Any) -> bool:
    return name in detail and detail[name] != digest(value)


def review_breaks(record: Any, revisions: Rows) -> Iterator[str]:
    last = next((revision for revision in reversed(revisions) if revision.kind in REVIEWING), None)
    review = record.review
    if (last is None) != (review is None):
        yield "its review is not that of its revisions"
    elif last is not None:
        told = (review["outcome"], review["by"], datetime.fromisoformat(review["at"]), review["version"])
        words = (review["comment"] or "", review["content_hash"])
        found = (REVIEWING[last.kind], last.author_id, last.server_time, last.version)
        if (*told, *words) != (*found, last.reason or "", last.content_hash):
            yield "its review is not that of its revisions"


def trace_breaks(record: Any, revisions: Rows, audit: Rows) -> Iterator[str]:
    """Each act beside the content is one revision and one entry of the trace."""
    rows = {row.detail["rev"]: row.detail for row in audit}
    acts = [one for one in revisions if one.kind in TRACED or (one.kind in ROUNDS and "trace" in rows.get(one.rev, {}))]
    expected = [(act.kind, act.author_id, act.server_time, act.reason) for act in acts]
    trace = record.trace or []
    for n in range(max(len(expected), len(trace))):
        if n >= len(expected) or n >= len(trace) or traced(trace[n]) != expected[n]:
            yield f"entry {n + 1} of its trace is not that of its revision"
        elif is_other(rows.get(acts[n].rev, {}), "trace", trace[n]):
            yield f"entry {n + 1} of its trace is not the one in the audit trail"


def traced(entry: dict[str, Any]) -> tuple[Any, ...]:
    return entry["kind"], entry["by"], datetime.fromisoformat(entry["at"]), entry["reason"]


def pointer_breaks(record: Any, audit: Rows) -> Iterator[str]:
    """Whom a record is about now is said by the last audit row of it, where that is not whom it was written for."""
    told = audit[-1].detail.get("patient") if audit else None
    if (told is None) != (record.signed_patient_id is None) or (told is not None and told != record.patient_id):
        yield "whom it is about is not what the audit trail says"
