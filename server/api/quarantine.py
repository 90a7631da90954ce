"""What was not applied, and what a person decides about it."""

from typing import Any

from server.api.blueprint import Blueprint
from server.api.sync import MAX_PUSH, read_op
from server.auth.guards import current_actor, requires
from server.auth.request_validation import body_limit, each_alone
from server.db import begin_write, db, utc_now
from server.domain.errors import Invalid
from server.domain.permissions import Action
from server.domain.translation import N_
from server.schemas.quarantine import ImportIn, ImportOut, QuarantinedOut, QuarantineIn, QuarantineOut, SettleIn
from server.services import quarantine

blueprint = Blueprint("quarantine", __name__, description="What was not applied")


@blueprint.route("/quarantine")
@requires(Action.READ_QUARANTINE)
@blueprint.arguments(QuarantineIn, location="query")
@blueprint.response(200, QuarantineOut)
def list_quarantine(query: dict[str, Any]) -> dict[str, Any]:
    """The actor's own, for a supervisor all of the clinic; the oldest first."""
    begin_write()
    items, count = quarantine.list_quarantine(current_actor(), **query)
    db.session.commit()
    return {"items": items, "open": count}


@blueprint.route("/quarantine/<uuid:op_id>", methods=["POST"])
@requires(Action.READ_QUARANTINE)
@blueprint.arguments(SettleIn)
@blueprint.response(200, QuarantinedOut)
def settle(body: dict[str, Any], op_id: str) -> dict[str, Any]:
    """Settle one: apply it as the actor's own edit, attach it to its record, or discard it with a reason."""
    begin_write()
    actor, now = current_actor(), utc_now()
    edits = quarantine.own_edits(actor, op_id) if body["action"] == "apply" else []
    decision = quarantine.Decision(body["action"], body["reason"], [read_op(raw) for raw in edits])
    settled = quarantine.settle(actor, op_id, decision, now)
    db.session.commit()
    return settled


@blueprint.route("/quarantine/import", methods=["POST"])
@requires(Action.IMPORT_UNSENT)
@body_limit(MAX_PUSH)
@each_alone("ops")
@blueprint.arguments(ImportIn)
@blueprint.response(200, ImportOut)
def import_unsent(body: dict[str, Any]) -> dict[str, Any]:
    """Bring exported work of a tablet into the quarantine; nothing of it is applied."""
    actor = current_actor()
    if body["clinic_id"] != actor.clinic_id:
        raise Invalid(N_("This file is from another clinic."))
    begin_write()
    results = quarantine.import_ops(actor, body["device_id"], [read_op(as_sent(raw)) for raw in body["ops"]], utc_now())
    db.session.commit()
    return {"results": results}


def as_sent(raw: Any) -> Any:
    """An exported op without what the export tells of its state, so that it is the op the tablet sends."""
    return (
        {name: value for name, value in raw.items() if name not in ("sent", "error")} if isinstance(raw, dict) else raw
    )
