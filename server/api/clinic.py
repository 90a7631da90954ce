"""The clinic and what it has decided for all its tablets."""

from typing import Any

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db
from server.domain.permissions import Action
from server.schemas.clinic import ClinicIn, ClinicOut
from server.services import clinic

blueprint = Blueprint("clinic", __name__, description="The clinic")


@blueprint.route("/clinic")
@requires(Action.READ_CLINIC)
@blueprint.response(200, ClinicOut)
def read_clinic() -> dict[str, Any]:
    """The clinic of whoever asks, and its settings."""
    return clinic.read_clinic(current_actor())


@blueprint.route("/clinic", methods=["PATCH"])
@requires(Action.CHANGE_CLINIC)
@blueprint.arguments(ClinicIn)
@blueprint.response(200, ClinicOut)
def change_clinic(body: dict[str, Any]) -> dict[str, Any]:
    """Change settings of the clinic; what is not named stays."""
    begin_write()
    changed = clinic.change_clinic(current_actor(), **body)
    db.session.commit()
    return changed
