"""One's own account: the password, the proof that it is still oneself, and where one is signed in."""

from datetime import timedelta
from typing import Any

from flask import Response, current_app, jsonify
from flask_login import current_user

from server.api.attempts import count_attempt
from server.api.blueprint import Blueprint
from server.api.passkey_answers import as_field, noting_copies, taken
from server.auth.guards import current_actor, requires
from server.auth.login import keep_token
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.schemas.accounts import EndedOut, OwnLoginsOut, PasswordIn, ProofIn
from server.schemas.base import Nothing
from server.services.accounts import own
from server.services.accounts.passkeys import PROVE
from server.services.accounts.passwords import passwords
from server.services.accounts.sessions import Given

blueprint = Blueprint("own", __name__, description="One's own account")


@blueprint.route("/me/password", methods=["POST"])
@requires(Action.READ_SELF)
@blueprint.arguments(PasswordIn)
@blueprint.response(200, Nothing)
def change_password(body: dict[str, Any]) -> Response:
    """Choose another password. Every other login of this person ends, and their other devices show a notice."""
    actor, current, new = current_actor(), body["current"], body["password"]
    own.check_new_password(actor, current, new)
    attempt = count_attempt(own.email_of(actor))
    own.check_current(actor, current)
    password_hash = passwords.hash(new)
    begin_write()
    token = own.change_password(actor, current_user.session_id, password_hash, attempt)
    db.session.commit()
    return keep_token(jsonify({}), token)


@blueprint.route("/me/proof", methods=["POST"])
@requires(Action.READ_SELF)
@blueprint.arguments(ProofIn)
@blueprint.response(200, Nothing)
def prove(body: dict[str, Any]) -> dict[str, Any]:
    """The password, a one-time code or a passkey again. What needs a fresh sign-in is then open for five minutes."""
    actor = current_actor()
    attempt = count_attempt(own.email_of(actor))
    if "password" in body:
        own.check_current(actor, body["password"])
    login, said = current_user.session_id, body.get("passkey")
    given = Given(body.get("code"), taken(said, actor.clinic_id, actor.id, PROVE, login) if said else None)
    begin_write()
    with as_field(), noting_copies(actor.clinic_id, actor.id, str(actor.device_id)):
        own.prove(actor, login, given, attempt, utc_now())
    db.session.commit()
    return {}


@blueprint.route("/me/sessions")
@requires(Action.READ_SELF)
@blueprint.response(200, OwnLoginsOut)
def list_logins() -> dict[str, Any]:
    """Where this person is signed in."""
    idle = timedelta(minutes=current_app.config["NEEDLEPOINT"].idle_minutes)
    return {"items": own.list_logins(current_actor(), current_user.session_id, idle)}


@blueprint.route("/me/sessions/<string:session_id>", methods=["DELETE"])
@requires(Action.READ_SELF)
@blueprint.arguments(Nothing)
@blueprint.response(200, EndedOut)
def end_login(_body: dict[str, Any], session_id: str) -> dict[str, int]:
    """End one login of this person, on any device. Unsent work there stays."""
    begin_write()
    own.end_login(current_actor(), session_id)
    db.session.commit()
    return {"ended": 1}


@blueprint.route("/me/sessions", methods=["DELETE"])
@requires(Action.READ_SELF)
@blueprint.arguments(Nothing)
@blueprint.response(200, EndedOut)
def end_other_logins(_body: dict[str, Any]) -> dict[str, int]:
    """End every login of this person except this one."""
    begin_write()
    ended = own.end_other_logins(current_actor(), current_user.session_id)
    db.session.commit()
    return {"ended": ended}
