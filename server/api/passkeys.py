"""One's own passkeys."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask_login import current_user

from server.api.attempts import count_attempt
from server.api.blueprint import Blueprint
from server.api.passkey_answers import as_field, site, taken
from server.auth.guards import current_actor, requires
from server.auth.login import keep_token
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.schemas.accounts import CurrentIn, RecoveryCodesOut
from server.schemas.base import Nothing
from server.schemas.passkeys import NewPasskeyOut, PasskeyAskedOut, PasskeyIn, PasskeysOut
from server.services.accounts import own, passkeys
from server.services.accounts.throttle import forgive_attempt

blueprint = Blueprint("passkeys", __name__, description="Passkeys")


@blueprint.route("/me/passkeys")
@requires(Action.READ_SELF)
@blueprint.response(200, PasskeysOut)
def list_passkeys() -> dict[str, Any]:
    """This person's passkeys, the oldest first."""
    return {"possible": site().takes_passkeys, "items": passkeys.list_passkeys(current_actor())}


@blueprint.route("/me/passkeys/new", methods=["POST"])
@requires(Action.READ_SELF, fresh=True)
@blueprint.arguments(Nothing)
@blueprint.response(201, NewPasskeyOut)
def begin(_body: dict[str, Any]) -> dict[str, Any]:
    """What the browser needs to make a passkey. It is in use once ``POST /me/passkeys`` has taken it."""
    begin_write()
    asked = passkeys.begin_passkey(current_actor(), site(), current_user.session_id, utc_now())
    db.session.commit()
    return asked


@blueprint.route("/me/passkeys", methods=["POST"])
@requires(Action.READ_SELF, fresh=True)
@blueprint.arguments(PasskeyIn)
@blueprint.response(201, RecoveryCodesOut)
def add(body: dict[str, Any]) -> Response:
    """Add the passkey that the browser has made. The first second factor brings recovery codes, shown only now."""
    actor = current_actor()
    answer = taken(body["made"], actor.clinic_id, actor.id, passkeys.ADD, current_user.session_id)
    begin_write()
    with as_field():
        codes = passkeys.add_passkey(actor, body["name"], answer, utc_now())
    token = own.renew_token(actor, current_user.session_id)
    db.session.commit()
    response = keep_token(jsonify({"codes": codes}), token)
    response.status_code = 201
    return response


@blueprint.route("/me/passkeys/challenge", methods=["POST"])
@requires(Action.READ_SELF)
@blueprint.arguments(Nothing)
@blueprint.response(201, PasskeyAskedOut)
def ask(_body: dict[str, Any]) -> dict[str, Any]:
    """What a passkey is to sign for ``POST /me/proof``."""
    begin_write()
    asked = passkeys.ask_for_proof(current_actor(), site(), current_user.session_id, utc_now())
    db.session.commit()
    return asked


@blueprint.route("/me/passkeys/<uuid:passkey_id>", methods=["DELETE"])
@requires(Action.READ_SELF, fresh=True)
@blueprint.arguments(CurrentIn)
@blueprint.response(200, Nothing)
def remove(body: dict[str, Any], passkey_id: UUID) -> Response:
    """Remove a passkey. The last second factor stays where the clinic asks for one."""
    actor = current_actor()
    passkeys.find_passkey(actor, str(passkey_id))
    attempt = count_attempt(own.email_of(actor))
    own.check_current(actor, body["current"])
    begin_write()
    own.check_last_factor(actor, body["current"])
    passkeys.remove_passkey(actor, passkeys.find_passkey(actor, str(passkey_id)), utc_now())
    token = own.renew_token(actor, current_user.session_id)
    forgive_attempt(attempt)
    db.session.commit()
    return keep_token(jsonify({}), token)
