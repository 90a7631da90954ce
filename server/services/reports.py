"""The reports of a clinic, read in one moment, so that nobody who writes waits."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, select, type_coerce

from server.db import begin_snapshot, begin_write, db
from server.domain import reports
from server.domain.permissions import Actor
from server.domain.review_policy import is_asked, last_signed
from server.domain.units import units_of
from server.models import Device, Record
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.records.ops import AHEAD, EARLIEST
from server.services.records.projections import GONE
from server.services.trail import day_in_utc

SIGNED = ("signed", "approved")
PAGE = 500


def read_report(actor: Actor, name: str, first: date | None, now: datetime, act: str = "report.read") -> dict[str, Any]:
    """Of the notes that were signed on or after ``first``, else of all; what waits is of this moment. The caller
    commits the audit row before anything leaves."""
    begin_snapshot()
    since = day_in_utc(first, 0)[0] if first else EARLIEST
    rows = READ[name](actor.clinic_id, since, now)
    begin_write()
    lock_clinic(actor.clinic_id)
    record_audit(actor, act, "note", None, report=name, count=len(rows))
    return {"name": name, "columns": list(reports.COLUMNS[name]), "rows": rows}


def waiting(clinic_id: str, _since: datetime, now: datetime) -> reports.Rows:
    tablets = select(Device.oldest_pending_at, Device.pending_ops).where(
        Device.clinic_id == clinic_id, Device.pending_ops > 0, Device.oldest_pending_at.is_not(None)
    )
    notes = (Record.clinic_id == clinic_id, Record.type == "note")
    drafts = select(Record.created_at).where(*notes, Record.state.in_(("draft", "returned")))
    signed = db.session.execute(select(Record.signatures).where(*notes, Record.state == "signed")).scalars()
    waits = [moment(last_signed(one)) for one in signed if is_asked(one)]
    unsent = [(row[0], row[1]) for row in db.session.execute(tablets) if row[0]]
    return reports.waiting(unsent, db.session.execute(drafts).scalars(), waits, now)


def rules(clinic_id: str, since: datetime, now: datetime) -> reports.Rows:
    return reports.rules((row.content, row.findings or []) for row in signed_notes(clinic_id, since, now))


def events(clinic_id: str, since: datetime, now: datetime) -> reports.Rows:
    named = events_by_note(clinic_id)
    notes = signed_notes(clinic_id, since, now)
    return reports.events(reports.Visit(row.content, named[row.id]) for row in notes)


def approval(clinic_id: str, since: datetime, now: datetime) -> reports.Rows:
    query = select(Record.signatures, Record.review).where(
        Record.clinic_id == clinic_id, Record.type == "note", Record.state == "approved"
    )
    found = [(moment(last_signed(row.signatures)), row.review) for row in db.session.execute(query)]
    return reports.approval(
        (at, datetime.fromisoformat(review["at"])) for at, review in found if review and since <= at < now + AHEAD
    )


def signed_notes(clinic_id: str, since: datetime, now: datetime) -> Iterator[Any]:
    here = (Record.clinic_id == clinic_id, Record.type == "note", Record.state.in_(SIGNED))
    query = select(Record.id, Record.content, Record.findings, Record.signatures).where(*here).order_by(Record.id)
    for row in db.session.execute(query.execution_options(yield_per=PAGE)):
        if since <= moment(last_signed(row.signatures)) < now + AHEAD:
            yield row


def events_by_note(clinic_id: str) -> Counter[str]:
    """How many adverse events of the clinic's patients name each note. A merged patient's stand with the kept one."""
    patients = select(Record.content).where(
        Record.clinic_id == clinic_id, Record.type == "patient", Record.state.not_in(GONE),
        type_coerce(Record.content, Text).like('%"ae:%'),
    )  # fmt: skip
    found: Counter[str] = Counter()
    for content in db.session.execute(patients).scalars():
        found.update(str(values.get("note_id") or "") for _unit, values in units_of(content, "ae"))
    return found


def moment(signature: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(signature["at"])


READ = {"waiting": waiting, "rules": rules, "events": events, "approval": approval}
