"""What a clinic decides about the patient's page: its telephone numbers, and the approved languages."""

from typing import Any

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db
from server.domain.permissions import Action
from server.schemas.patient_page import PageApproveIn, PatientPageIn, PatientPageOut
from server.services import patient_page

blueprint = Blueprint("patient-page", __name__, description="The text of the patient's page")


@blueprint.route("/patient-page")
@requires(Action.READ_LIMITS)
@blueprint.response(200, PatientPageOut)
def read_page() -> dict[str, Any]:
    """The text in every language, who approved it, and the numbers that patients call."""
    return patient_page.show_page(current_actor())


@blueprint.route("/patient-page", methods=["PATCH"])
@requires(Action.CHANGE_CLINIC)
@blueprint.arguments(PatientPageIn)
@blueprint.response(200, PatientPageOut)
def change_page(body: dict[str, Any]) -> dict[str, Any]:
    """Change the numbers that patients call."""
    begin_write()
    changed = patient_page.change_page(current_actor(), **body)
    db.session.commit()
    return changed


@blueprint.route("/patient-page/approve", methods=["POST"])
@requires(Action.APPROVE_LIMITS)
@blueprint.arguments(PageApproveIn)
@blueprint.response(201, PatientPageOut)
def approve_page(body: dict[str, Any]) -> dict[str, Any]:
    """Approve this version of the text in one language, in one's own name."""
    begin_write()
    approved = patient_page.approve_page(current_actor(), **body)
    db.session.commit()
    return approved
