"""Signing, amending and acknowledging a follow-up. None of these changes the note it is about.

A red flag opens an adverse event with what the visit says of it, for a person to complete; the follow-up then waits for
a supervisor as one of its own in the review. A supervisor's own without a red flag waits for nobody.
"""

from server.domain.answers import accepted
from server.domain.canonical import record_hash
from server.domain.catalogue import section_of
from server.domain.context import Content, Unit
from server.domain.errors import Incomplete, NotFound
from server.domain.figures import number
from server.domain.follow_up_check import Checked, check, is_flagged
from server.domain.merge import with_unit
from server.domain.permissions import Action
from server.domain.views import runs_of, sites_of
from server.domain.workflow import is_editable
from server.models import Record
from server.services.records.amend import amended
from server.services.records.batch import Batch
from server.services.records.context import context_of
from server.services.records.ops import Op, Result, derived_id
from server.services.records.sign import add_signature, find_seen
from server.services.records.write import change_record

SCALE_VERSION = "5.0"


def sign_follow_up(batch: Batch, op: Op) -> Result:
    record, _state = find_seen(batch, op, Action.SIGN_FOLLOW_UP)
    note, checked = put_signature(batch, op, record, record.content, "author")
    change_record(batch, record, "sign", state=waiting_state(batch, record.content))
    open_event(batch, op, record, note, checked)
    return Result(op.op_id, "applied", record.id)


def amend_follow_up(batch: Batch, op: Op) -> Result:
    record, _state = find_seen(batch, op, Action.AMEND_FOLLOW_UP)
    content = amended(record, op.body["changes"])
    note, checked = put_signature(batch, op, record, content, "amendment")
    state = waiting_state(batch, content)
    change_record(batch, record, "amend", content=content, state=state, reason=op.body["reason"])
    open_event(batch, op, record, note, checked)
    return Result(op.op_id, "applied", record.id)


def acknowledge_follow_up(batch: Batch, op: Op) -> Result:
    record, state = find_seen(batch, op, Action.ACKNOWLEDGE_FOLLOW_UP)
    add_signature(batch, record, "countersign", record.content_hash, [])
    change_record(batch, record, "acknowledge", state=state)
    return Result(op.op_id, "applied", record.id)


def waiting_state(batch: Batch, content: Content) -> str:
    """Signed waits for a supervisor, who has seen what they wrote themselves; a red flag is for a second one."""
    return "acknowledged" if batch.actor.role == "supervisor" and not is_flagged(content) else "signed"


def put_signature(batch: Batch, op: Op, record: Record, content: Content, meaning: str) -> tuple[Record, Checked]:
    """Judge the content and sign it. Gives the note of the visit and what was found."""
    note = find_visit(batch, record, content)
    acknowledged = op.body["acknowledged"]
    checked = check(content, note.content, context_of(batch, note, note.content))
    standing = checked.standing(acknowledged)
    if standing or checked.gaps:
        raise Incomplete(
            "The follow-up cannot be signed yet.",
            missing=[gap.as_dict() for gap in checked.gaps],
            findings=[finding.as_dict() for finding in standing],
        )
    record.findings = [finding.as_dict() for finding in checked.findings]
    new_hash = record_hash(record, content)
    add_signature(batch, record, meaning, new_hash, accepted(acknowledged, checked.findings))
    return note, checked


def find_visit(batch: Batch, record: Record, content: Content) -> Record:
    note = batch.find("note", str(content.get("about", {}).get("note_id")))
    if note.patient_id != record.patient_id:
        raise NotFound("There is no such visit of this patient.")
    return note


def open_event(batch: Batch, op: Op, record: Record, note: Record, checked: Checked) -> None:
    """Unless the tablet, or somebody with the same visit and term before, has opened it already."""
    flags = record.content.get("flags", {})
    if not checked.flags or flags.get("answer") != "open_event":
        return
    patient = batch.find("patient", record.patient_id or "")
    about, term = record.content["about"], checked.flags[0]
    unit = str(flags.get("event") or "")
    if section_of("patient", unit) is None or not unit.startswith("ae:"):
        unit = f"ae:{derived_id(op.op_id, 'event')}"
    events = [event for key, event in patient.content.items() if key.startswith("ae:")]
    is_known = any((event.get("note_id"), event.get("term")) == (about["note_id"], term) for event in events)
    if unit in patient.content or is_known or not is_editable("patient", patient.state):
        return
    event = prefilled(about, term, note.content)
    change_record(batch, patient, "patch", content=with_unit(patient.content, unit, event))


def prefilled(about: Unit, term: str, visit: Content) -> Unit:
    """What the visit already says about an event after it; ``features/patient/open-event.ts`` does the same."""
    runs = [run for _key, site in sites_of(visit) for run in runs_of(site)]
    depths = sorted({depth for run in runs if (depth := number(run["depth_mm"])) is not None})
    return {
        "note_id": about["note_id"],
        "term": term,
        "onset_at": about["at"],
        "scale_version": SCALE_VERSION,
        "cartridge_lot": visit.get("device", {}).get("cartridge_lot"),
        "depth_mm": depths or None,
        "operator": visit.get("visit", {}).get("operator"),
    }
