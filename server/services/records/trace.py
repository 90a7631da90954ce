"""What is done to a record beside its content: each act is an entry of its trace and a revision with the reason."""

from collections.abc import Sequence
from typing import Any

from server.domain.errors import Invalid
from server.domain.reasons import is_real_reason
from server.domain.trace import new_entry
from server.models import Record
from server.services.records.batch import Batch
from server.services.records.ops import Content
from server.services.records.write import change_record

SAY_WHY = "Say why in at least ten characters and two words."


def require_reason(reason: str) -> None:
    if not is_real_reason(reason):
        raise Invalid(SAY_WHY, fields={"reason": [SAY_WHY]})


def add_trace(
    batch: Batch,
    record: Record,
    kind: str,
    reason: str | None,
    *,
    state: str | None = None,
    content: Content | None = None,
    also_by: Sequence[str] = (),
    **more: Any,
) -> None:
    """``more`` is what the act names besides: part of the entry."""
    entry = new_entry(kind, batch.actor.id, batch.actor.name, batch.now, reason, **more)
    record.trace = [*(record.trace or []), entry]
    change_record(batch, record, kind, content=content, state=state, reason=reason, also_by=also_by)
