"""The first boot."""

from typing import Any

from flask import Response
from flask_login import current_user

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, is_signed_in, public
from server.auth.login import answer_signed_in, describe_login, visitor
from server.db import begin_write, db
from server.schemas.accounts import SetupIn, SetupOut, SignedInOut
from server.services.accounts.sessions import Credentials, sign_in
from server.services.accounts.setup import needs_setup, prepare_setup, set_up_clinic

blueprint = Blueprint("setup", __name__, description="The first boot")


@blueprint.route("/setup")
@public
@blueprint.response(200, SetupOut)
def setup_state() -> dict[str, Any]:
    """Whether this server still waits for its first person, and whose login the browser holds, if it holds one."""
    me = describe_login(current_actor(), current_user.session_id) if is_signed_in() else None
    return {"needed": needs_setup(), "me": me}


@blueprint.route("/setup", methods=["POST"])
@public
@blueprint.arguments(SetupIn)
@blueprint.response(201, SignedInOut)
def set_up(body: dict[str, Any]) -> Response:
    """Make the clinic and its first administrator with the code shown on the console, and sign in."""
    password_hash = prepare_setup(body["token"], body["clinic"]["name"], body["user"])
    begin_write()
    user = set_up_clinic(body["token"], body["clinic"]["name"], body["user"], password_hash)
    entry = sign_in(Credentials(user.clinic_id, user.id), visitor(body["device"]))
    db.session.commit()
    return answer_signed_in(entry, SignedInOut(), 201)
