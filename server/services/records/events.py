"""What others are told when a record changes: that it happened and where, never what it says."""

from dataclasses import dataclass

from server.domain.facts.events import is_reported
from server.models import Record
from server.services.outgoing import queue_call, queue_mail, sends_mail
from server.services.records.batch import Batch
from server.services.records.ops import Content, derived_id
from server.services.reminders import supervisors_of
from server.services.webhooks import body_of, told_of


@dataclass(frozen=True, slots=True)
class Event:
    """``unit`` is the entry of an adverse event."""

    name: str
    unit: str = ""


def events_of(record: Record, kind: str, before: Content, touched: list[str]) -> list[Event]:
    if record.type == "note":
        return [Event("note.approved")] if kind == "approve" else []
    if record.type != "patient":
        return []
    entries = [unit for unit in touched if unit.startswith("ae:")]
    opened = [unit for unit in entries if is_said(record.content, unit) and not is_said(before, unit)]
    return [Event("adverse_event.opened", unit) for unit in opened]


def is_said(content: Content, unit: str) -> bool:
    return is_reported(content.get(unit) or {})


def tell_others(batch: Batch, record: Record, kind: str, before: Content, touched: list[str]) -> None:
    """In the transaction of the change: what is taken back is not told."""
    for event in events_of(record, kind, before, touched):
        call_webhooks(batch, record, event)
        if event.name == "adverse_event.opened":
            alert_supervisors(batch)


def call_webhooks(batch: Batch, record: Record, event: Event) -> None:
    """The id of the event is the same when its op is sent again after a restore, so receivers can tell."""
    clinic_id = record.clinic_id
    if record.type == "note":
        about = {"note": record.id, "patient": record.patient_id, "version": record.version}
    else:
        about = {"patient": record.id, "entry": event.unit, "note": record.content[event.unit].get("note_id")}
    event_id = derived_id(batch.op.op_id, event.name, event.unit)
    body = body_of(event.name, event_id, clinic_id, batch.now, about)
    for webhook in told_of(clinic_id, event.name):
        queue_call(clinic_id, webhook.id, event.name, derived_id(event_id, webhook.id), body, batch.arrived)


def alert_supervisors(batch: Batch) -> None:
    """All but whoever entered it."""
    if not sends_mail():
        return
    for user in supervisors_of(batch.actor.clinic_id):
        if user.id != batch.actor.id:
            queue_mail(user.clinic_id, user.id, "adverse_event", batch.arrived)
