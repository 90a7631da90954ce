"""One's own second factor: one-time codes of an app, and recovery codes."""

from typing import Any

from flask import Response, jsonify
from flask_login import current_user

from server.api.attempts import count_attempt
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.auth.login import keep_token
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.schemas.accounts import CodeIn, CurrentIn, NewSecretOut, RecoveryCodesOut
from server.schemas.base import Nothing
from server.services.accounts import own, second_factor
from server.services.accounts.throttle import forgive_attempt

blueprint = Blueprint("second_factor", __name__, description="One-time codes")


@blueprint.route("/me/second-factor", methods=["POST"])
@requires(Action.READ_SELF, fresh=True)
@blueprint.arguments(Nothing)
@blueprint.response(201, NewSecretOut)
def begin(_body: dict[str, Any]) -> dict[str, str]:
    """A new secret for an app that makes one-time codes. It is not in use until its first code is entered."""
    begin_write()
    made = second_factor.begin_factor(current_actor())
    db.session.commit()
    return made


@blueprint.route("/me/second-factor/confirm", methods=["POST"])
@requires(Action.READ_SELF, fresh=True)
@blueprint.arguments(CodeIn)
@blueprint.response(200, RecoveryCodesOut)
def confirm(body: dict[str, Any]) -> Response:
    """Enter the first code of the new secret. From now on each sign-in asks for a code."""
    begin_write()
    codes = second_factor.turn_on(current_actor(), body["code"], utc_now())
    token = own.renew_token(current_actor(), current_user.session_id)
    db.session.commit()
    return keep_token(jsonify({"codes": codes}), token)


@blueprint.route("/me/second-factor/codes", methods=["POST"])
@requires(Action.READ_SELF, fresh=True)
@blueprint.arguments(Nothing)
@blueprint.response(200, RecoveryCodesOut)
def renew_codes(_body: dict[str, Any]) -> dict[str, Any]:
    """New recovery codes, which replace the earlier ones. They are shown only now."""
    begin_write()
    codes = second_factor.renew_codes(current_actor())
    db.session.commit()
    return {"codes": codes}


@blueprint.route("/me/second-factor", methods=["DELETE"])
@requires(Action.READ_SELF, fresh=True)
@blueprint.arguments(CurrentIn)
@blueprint.response(200, Nothing)
def turn_off(body: dict[str, Any]) -> Response:
    """End one-time codes. The last second factor stays where the clinic asks for one, or the password is too short."""
    actor = current_actor()
    attempt = count_attempt(own.email_of(actor))
    own.check_current(actor, body["current"])
    begin_write()
    own.check_last_factor(actor, body["current"])
    second_factor.turn_off(actor, actor.id)
    token = own.renew_token(actor, current_user.session_id)
    forgive_attempt(attempt)
    db.session.commit()
    return keep_token(jsonify({}), token)
