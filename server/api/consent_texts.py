"""The texts that patients read before they sign a consent: written, approved, and how they came to be."""

from typing import Any

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db
from server.domain.permissions import Action
from server.schemas.consent_texts import ConsentTextApproveIn, ConsentTextIn, ConsentTextsOut
from server.services import consent_texts

blueprint = Blueprint("consent-texts", __name__, description="The clinic's consent texts")


@blueprint.route("/consent-texts")
@requires(Action.READ_LIMITS)
@blueprint.response(200, ConsentTextsOut)
def read_texts() -> dict[str, Any]:
    """The text of every language with all its versions, and which of them patients sign."""
    return consent_texts.show_texts(current_actor())


@blueprint.route("/consent-texts", methods=["POST"])
@requires(Action.CHANGE_CLINIC)
@blueprint.arguments(ConsentTextIn)
@blueprint.response(201, ConsentTextsOut)
def change_text(body: dict[str, Any]) -> dict[str, Any]:
    """Write the text of a language anew. It is signed once somebody else has approved it."""
    begin_write()
    changed = consent_texts.save_text(current_actor(), **body)
    db.session.commit()
    return changed


@blueprint.route("/consent-texts/approve", methods=["POST"])
@requires(Action.APPROVE_LIMITS, fresh=True)
@blueprint.arguments(ConsentTextApproveIn)
@blueprint.response(201, ConsentTextsOut)
def approve_text(body: dict[str, Any]) -> dict[str, Any]:
    """Approve the text as it was read, in one's own name: a supervisor who has not written in it."""
    begin_write()
    approved = consent_texts.approve_text(current_actor(), **body)
    db.session.commit()
    return approved
