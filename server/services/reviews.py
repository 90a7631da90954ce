"""The review queue: signed notes that nobody has countersigned yet."""

import json
from typing import Any

from sqlalchemy import Text, bindparam, select, type_coerce

from server.db import begin_snapshot, begin_write, db, utc_now
from server.domain.permissions import Action, Actor
from server.domain.review_policy import last_signed, waits_for
from server.models import Record
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.notes import next_cursor, place, position
from server.services.patients import names_of
from server.services.review_policy import read_policy
from server.services.serialise import HEAD, head_text, names_in, raw, to_json
from server.services.settings import read_settings

# The last member of the last signature says so (``records/sign.py``).
IS_ASKED = type_coerce(Record.signatures, Text).not_like('%"asked":false}}]')
WAITING = (
    select(*HEAD, raw(Record.findings), raw(Record.signatures))
    .where(Record.clinic_id == bindparam("clinic_id"), Record.type == "note", Record.state == "signed", IS_ASKED)
    .order_by(Record.happened_at, Record.id)
    .limit(bindparam("rows"))
)


def list_queue(actor: Actor, limit: int, cursor: str | None) -> tuple[list[str], str | None]:
    """Heads of the notes that wait for this person, the oldest visit first, each with its patient and its number of
    findings. What waits for others is left out, so a page may be shorter than asked for.

    Read in a snapshot: nobody who writes is held up, but for the audit row. The caller commits before it answers.
    """
    begin_snapshot()
    query = WAITING.where(position() > place(cursor)) if cursor else WAITING
    rows = db.session.execute(query, {"clinic_id": actor.clinic_id, "rows": limit + 1}).all()
    policy, days, now = read_policy(actor.clinic_id), read_settings(actor.clinic_id)["review_days"], utc_now()
    shown = [one for one in rows[:limit] if waits_for(policy, signed_of(one), actor.id, days, now)]
    names = names_in(actor.clinic_id)
    patients = names_of(actor.clinic_id, {row.patient_id for row in shown})
    items = [waiting_json(row, names, patients) for row in shown]
    following = next_cursor(rows, limit)
    begin_write()
    lock_clinic(actor.clinic_id)
    record_audit(actor, Action.READ_QUEUE.value, "note", None, count=len(items))
    return items, following


def waiting_json(row: Any, names: dict[str, str], patients: dict[str, str]) -> str:
    signed = signed_of(row)
    findings = len(json.loads(row.findings)) if row.findings else 0
    return (
        f'{{{head_text(row, names)},"patient":{patients.get(row.patient_id, "null")},'
        f'"signed_at":{to_json(signed["at"])},"findings_count":{findings}}}'
    )


def signed_of(row: Any) -> dict[str, Any]:
    return last_signed(json.loads(row.signatures))
