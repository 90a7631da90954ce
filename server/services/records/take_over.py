"""The draft or returned note of an author who has left: a supervisor completes and signs it, and both are named."""

from server.db import db
from server.domain.errors import WrongState
from server.domain.permissions import Action
from server.domain.workflow import next_state
from server.models import User
from server.services.records.batch import Batch
from server.services.records.ops import Op, Result
from server.services.records.sign import require_seen
from server.services.records.trace import add_trace, require_reason


def take_over_note(batch: Batch, op: Op) -> Result:
    note = batch.find("note", op.id)
    batch.require(Action.TAKE_OVER_NOTE, note)
    next_state("note", note.state, "take_over")
    require_seen(note, op)
    require_reason(op.body["reason"])
    author = db.session.get_one(User, (note.clinic_id, note.author_id))
    if author.active:
        raise WrongState("The author can still sign in, and completes the note.", reason="author_active")
    add_trace(batch, note, "take_over", op.body["reason"], author_name=author.name)
    return Result(op.op_id, "applied", note.id)
