"""The clinic's limits: those in use, how they came to be, and changing and approving them."""

from typing import Any

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db
from server.domain.limits_edit import EDITABLE
from server.domain.permissions import Action
from server.schemas.limits import LimitsApproveIn, LimitsHistoryOut, LimitsIn, LimitsOut
from server.schemas.notes import PageIn
from server.services import limits

blueprint = Blueprint("limits", __name__, description="The clinic's limits")


@blueprint.route("/limits")
@requires(Action.READ_LIMITS)
@blueprint.response(200, LimitsOut)
def read_limits() -> dict[str, Any]:
    """The limits in use, whether somebody has approved them, and which of them may be changed."""
    begin_write()
    found = shown(limits.show_limits(current_actor()))
    db.session.commit()
    return found


@blueprint.route("/limits", methods=["POST"])
@requires(Action.CHANGE_LIMITS)
@blueprint.arguments(LimitsIn)
@blueprint.response(201, LimitsOut)
def change_limits(body: dict[str, Any]) -> dict[str, Any]:
    """Change some limits. They count from now on, as not yet approved."""
    begin_write()
    saved = shown(limits.save_limits(current_actor(), **body))
    db.session.commit()
    return saved


@blueprint.route("/limits/approve", methods=["POST"])
@requires(Action.APPROVE_LIMITS, fresh=True)
@blueprint.arguments(LimitsApproveIn)
@blueprint.response(201, LimitsOut)
def approve_limits(body: dict[str, Any]) -> dict[str, Any]:
    """Approve the limits as they stand, in one's own name: a supervisor who has not changed them."""
    begin_write()
    approved = shown(limits.approve_limits(current_actor(), **body))
    db.session.commit()
    return approved


@blueprint.route("/limits/history")
@requires(Action.READ_LIMITS)
@blueprint.arguments(PageIn, location="query")
@blueprint.response(200, LimitsHistoryOut)
def list_versions(query: dict[str, Any]) -> dict[str, Any]:
    """Every change and approval, the latest first."""
    begin_write()
    page = limits.list_versions(current_actor(), **query)
    db.session.commit()
    return page


def shown(found: limits.Limits) -> dict[str, Any]:
    return {**found.as_dict(), "editable": EDITABLE, "may_approve": limits.may_approve(current_actor(), found)}
