"""The people of the clinic."""

from typing import Any

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db
from server.domain.permissions import Action
from server.models import User
from server.schemas.base import Nothing
from server.schemas.users import (
    InviteOut,
    ResetCodeOut,
    ResetOut,
    UserConfirmIn,
    UserIn,
    UserOut,
    UserPatchIn,
    UsersOut,
)
from server.services.accounts import confirm, reset, users
from server.services.outgoing import sends_mail

blueprint = Blueprint("users", __name__, description="The people of the clinic")


@blueprint.route("/users")
@requires(Action.LIST_USERS)
@blueprint.response(200, UsersOut)
def list_users() -> dict[str, Any]:
    """Everybody of the clinic, by name."""
    begin_write()
    found = users.list_users(current_actor())
    db.session.commit()
    return {"items": found}


@blueprint.route("/users", methods=["POST"])
@requires(Action.MANAGE_USERS, fresh=True)
@blueprint.arguments(UserIn)
@blueprint.response(201, UserOut)
def create_user(body: dict[str, Any]) -> User:
    """Add a person. They choose their own password with an invitation."""
    begin_write()
    user = users.create_user(current_actor(), **body)
    db.session.commit()
    return user


@blueprint.route("/users/<uuid:user_id>", methods=["PATCH"])
@requires(Action.MANAGE_USERS, fresh=True)
@blueprint.arguments(UserPatchIn)
@blueprint.response(200, UserOut)
def change_user(body: dict[str, Any], user_id: str) -> User:
    """Change a person's name or rights, or disable them. Changed rights hold from the next request on."""
    begin_write()
    user = users.change_user(current_actor(), user_id, body)
    db.session.commit()
    return user


@blueprint.route("/users/<uuid:user_id>/invite", methods=["POST"])
@requires(Action.MANAGE_USERS, fresh=True)
@blueprint.arguments(Nothing)
@blueprint.response(200, InviteOut)
def invite_user(_body: dict[str, Any], user_id: str) -> dict[str, Any]:
    """A link for a person without a password to choose one, good once and for two days. It is shown here only."""
    begin_write()
    token, user = users.invite_user(current_actor(), user_id)
    db.session.commit()
    return {"token": token, "expires_at": user.invite_expires_at, "mailed": sends_mail()}


@blueprint.route("/users/<uuid:user_id>/confirm", methods=["POST"])
@requires(Action.CONFIRM_USER, fresh=True)
@blueprint.arguments(UserConfirmIn)
@blueprint.response(200, UserOut)
def confirm_user(body: dict[str, Any], user_id: str) -> User:
    """Confirm the role that somebody else gave to this person. Until then they approve nothing and manage nobody."""
    begin_write()
    user = confirm.confirm_user(current_actor(), user_id, body["role"])
    db.session.commit()
    return user


@blueprint.route("/users/<uuid:user_id>/reset", methods=["POST"])
@requires(Action.MANAGE_USERS, fresh=True)
@blueprint.arguments(Nothing)
@blueprint.response(200, ResetOut)
def start_reset(_body: dict[str, Any], user_id: str) -> dict[str, Any]:
    """A link to choose another password. It works only with the person's one-time code or a second person's code."""
    begin_write()
    token, user, needs = reset.start_reset(current_actor(), user_id)
    db.session.commit()
    return {"token": token, "expires_at": user.invite_expires_at, "mailed": sends_mail(), "needs": needs}


@blueprint.route("/users/<uuid:user_id>/reset/confirm", methods=["POST"])
@requires(Action.CONFIRM_USER, fresh=True)
@blueprint.arguments(Nothing)
@blueprint.response(200, ResetCodeOut)
def confirm_reset(_body: dict[str, Any], user_id: str) -> dict[str, str]:
    """Confirm a reset as its second person. The code is for the person who chooses another password; shown only now."""
    begin_write()
    code = reset.confirm_reset(current_actor(), user_id)
    db.session.commit()
    return {"code": code}
