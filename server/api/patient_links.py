"""Links with which a patient opens the page about a visit: made, listed, ended.
``pages/patient_link.py`` opens them."""

from typing import Any

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.config import settings
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.schemas.base import Nothing
from server.schemas.patient_links import NewPatientLinkOut, PatientLinkIn, PatientLinkListOut, PatientLinkOut
from server.services.patient_links import given

blueprint = Blueprint("patient-links", __name__, description="Links with which patients open their page")


@blueprint.route("/patients/<uuid:patient_id>/links")
@requires(Action.LINK_SUMMARY)
@blueprint.response(200, PatientLinkListOut)
def list_links(patient_id: str) -> dict[str, Any]:
    """The links for this patient and how they stand, the newest first. Their addresses are kept nowhere."""
    begin_write()
    found = given.list_links(current_actor(), patient_id, utc_now(), place())
    db.session.commit()
    return {"items": [shown(one) for one in found]}


@blueprint.route("/patients/<uuid:patient_id>/links", methods=["POST"])
@requires(Action.LINK_SUMMARY, fresh=True)
@blueprint.arguments(PatientLinkIn)
@blueprint.response(201, NewPatientLinkOut)
def add_link(body: dict[str, Any], patient_id: str) -> dict[str, Any]:
    """Make a link to the page about the last signed visit, for a patient who agreed to it."""
    begin_write()
    made = given.add_link(current_actor(), patient_id, body["days"], utc_now(), place())
    db.session.commit()
    slip = {name: getattr(made, name) for name in ("url", "language", "words")}
    return shown(made.standing) | slip | {"picture": given.picture_of(made.url)}


@blueprint.route("/links/<uuid:link_id>", methods=["DELETE"])
@requires(Action.LINK_SUMMARY)
@blueprint.arguments(Nothing)
@blueprint.response(200, PatientLinkOut)
def end_link(_body: dict[str, Any], link_id: str) -> dict[str, Any]:
    """From now on it opens nothing."""
    begin_write()
    ended = given.end_link(current_actor(), link_id, utc_now())
    db.session.commit()
    return shown(ended)


def place() -> given.Place:
    config = settings()
    return given.Place(config.public_url if config.has_public_name else "", config.demo)


def shown(one: given.Standing) -> dict[str, Any]:
    names = ("id", "agreed_at", "expires_at", "ended_at", "opened", "opened_at", "failures")
    return {"state": one.state, "name": one.name} | {name: getattr(one.link, name) for name in names}
