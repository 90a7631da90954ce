"""Signing in and out, and who am I."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Response, jsonify, request
from flask_login import current_user

from server.api.attempts import count_attempt
from server.api.blueprint import Blueprint
from server.api.passkey_answers import asking, given_at_sign_in
from server.auth.guards import current_actor, public, requires
from server.auth.login import answer_signed_in, describe_login, drop_cookies, visitor
from server.db import begin_write, db, utc_now
from server.domain.errors import NotAllowed
from server.domain.permissions import Action
from server.schemas.accounts import InviteIn, LoginIn, MeOut, SignedInOut
from server.schemas.base import Nothing
from server.services.accounts.sessions import Credentials, WrongCredentials, check_credentials, sign_in, sign_out
from server.services.accounts.throttle import Attempt, uncount_attempt
from server.services.accounts.users import accept_invite, find_invited, prepare_invited
from server.services.refusals import count_failed_sign_in

blueprint = Blueprint("accounts", __name__, description="Signing in and out")


@blueprint.route("/login", methods=["POST"])
@public
@blueprint.arguments(LoginIn)
@blueprint.response(200, SignedInOut)
def login(body: dict[str, Any]) -> Response:
    """Sign in on a device."""
    email = body["email"].strip().casefold()
    attempt = count_attempt(email)
    with counted_when_wrong(email):
        found = check_credentials(email, body["password"])
    given = given_at_sign_in(body, found.clinic_id, found.user_id)
    begin_write()
    with uncounted_when_refused(attempt), asking(found.clinic_id, found.user_id, body["device"]["id"]):
        entry = sign_in(found, visitor(body["device"]), attempt, given)
    db.session.commit()
    return answer_signed_in(entry, SignedInOut())


@contextmanager
def counted_when_wrong(email: str) -> Iterator[None]:
    """A wrong address or password is counted for the audit trail."""
    try:
        yield
    except WrongCredentials:
        begin_write()
        count_failed_sign_in(email, request.remote_addr or "", utc_now())
        db.session.commit()
        raise


@contextmanager
def uncounted_when_refused(attempt: Attempt) -> Iterator[None]:
    """The password was right; a blocked device or a missing one-time code is no wrong try."""
    try:
        yield
    except NotAllowed:
        begin_write()
        uncount_attempt(attempt, utc_now())
        db.session.commit()
        raise


@blueprint.route("/logout", methods=["POST"])
@requires(Action.READ_SELF, locked=True)
@blueprint.arguments(Nothing)
@blueprint.response(200, Nothing)
def logout(_body: dict[str, Any]) -> Response:
    """End this session. What waits on the device to be sent stays there."""
    begin_write()
    sign_out(current_actor(), current_user.session_id)
    db.session.commit()
    return drop_cookies(jsonify({}))


@blueprint.route("/me")
@requires(Action.READ_SELF, locked=True)
@blueprint.response(200, MeOut)
def me() -> dict[str, Any]:
    """The person signed in, the clinic and the device."""
    return describe_login(current_actor(), current_user.session_id)


@blueprint.route("/invites", methods=["POST"])
@public
@blueprint.arguments(InviteIn)
@blueprint.response(200, SignedInOut)
def join(body: dict[str, Any]) -> Response:
    """Choose a password with the link of an invitation or a reset, and sign in. A wrong code counts as a wrong try."""
    password_hash = prepare_invited(body["token"], body["password"])
    invited = find_invited(body["token"])
    found, email = Credentials(invited.clinic_id, invited.id), invited.email
    attempt = count_attempt(email) if {"code", "passkey"} & body.keys() else None
    given = given_at_sign_in(body, found.clinic_id, found.user_id)
    begin_write()
    with asking(found.clinic_id, found.user_id, body["device"]["id"]):
        accept_invite(body["token"], password_hash, given.code)
        entry = sign_in(found, visitor(body["device"]), attempt, given)
    db.session.commit()
    return answer_signed_in(entry, SignedInOut())
