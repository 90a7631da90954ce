"""What people do with their own account: choose another password, see where they are signed in, sign out there."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from server.db import db, utc_now
from server.domain.errors import Invalid, NotFound, WrongState
from server.domain.permissions import Actor
from server.domain.translation import N_
from server.models import Clinic, Device, LoginSession, User
from server.services.accounts.passkeys import check_passkey
from server.services.accounts.passwords import MIN_LENGTH, check_password, hash_token, normal, passwords
from server.services.accounts.second_factor import (
    WrongCode,
    count_factors,
    find_factor,
    is_asked,
    require_code,
    require_factor,
)
from server.services.accounts.sessions import Given, end_sessions
from server.services.accounts.throttle import Attempt, forgive_attempt
from server.services.accounts.users import close_link
from server.services.audit import record_audit
from server.services.feed import lock_clinic


def email_of(actor: Actor) -> str:
    return db.session.get_one(User, (actor.clinic_id, actor.id)).email


def check_new_password(actor: Actor, current: str, new: str) -> None:
    """Refuse a weak one before the current one is compared, so that it does not count as a wrong try."""
    user = db.session.get_one(User, (actor.clinic_id, actor.id))
    words = (user.email, user.name, db.session.get_one(Clinic, actor.clinic_id).name)
    check_password(new, *words, has_second_factor=find_factor(actor.clinic_id, actor.id) is not None)
    if new == current:
        raise Invalid(N_("Choose another password than the current one."), fields={"password": ["same"]})


def check_current(actor: Actor, current: str) -> None:
    """Raises Invalid for a wrong password. No transaction is open while it is hashed."""
    stored = db.session.get_one(User, (actor.clinic_id, actor.id)).password_hash
    db.session.rollback()
    if not passwords.verify(stored, current):
        raise Invalid(N_("The current password is wrong."), fields={"current": ["wrong"]})


def check_last_factor(actor: Actor, current: str) -> None:
    """Refuse to let the last second factor go where the clinic asks for one, or the password is too short without."""
    lock_clinic(actor.clinic_id)
    factor = find_factor(actor.clinic_id, actor.id)
    if factor is None or count_factors(factor) > 1:
        return
    if is_asked(actor):
        detail = N_("Your clinic asks for a second step at your sign-in. Set up another one before you end this one.")
        raise WrongState(detail, reason="last_factor")
    if len(normal(current)) < MIN_LENGTH:
        detail = N_(
            "Choose a password of at least 15 characters first: without a second step a shorter one is not enough."
        )
        raise WrongState(detail, reason="short_password")


def prove(actor: Actor, session_id: str, given: Given, attempt: Attempt, now: datetime) -> None:
    """Note that the person has just proved who they are. With nothing ``given`` the caller has checked the password."""
    lock_clinic(actor.clinic_id)
    if given.answer is not None:
        check_passkey(actor, given.answer, now)
    elif given.code is not None:
        take_code(actor, given.code, now)
    db.session.get_one(LoginSession, (actor.clinic_id, session_id)).proved_at = now
    record_audit(actor, "session.prove", "user", actor.id, by=given.by or "password")
    forgive_attempt(attempt)
    db.session.flush()


def take_code(actor: Actor, code: str, now: datetime) -> None:
    """As at a sign-in, but a wrong code is a wrong field: with 401 the app would take the login for ended."""
    try:
        require_code(actor, require_factor(actor.clinic_id, actor.id), code, now)
    except WrongCode as wrong:
        raise Invalid(wrong.detail, fields={"code": ["wrong"]}) from None


def change_password(actor: Actor, session_id: str, password_hash: str, attempt: Attempt) -> str:
    """Store it and end every other login of this person. Returns the new token of this one."""
    lock_clinic(actor.clinic_id)
    user = db.session.get_one(User, (actor.clinic_id, actor.id), populate_existing=True)
    user.password_hash = password_hash
    close_link(user)
    others = end_others(actor, session_id)
    token = renew_token(actor, session_id)
    record_audit(actor, "password.change", "user", actor.id, ended=others)
    forgive_attempt(attempt)
    db.session.flush()
    return token


def renew_token(actor: Actor, session_id: str) -> str:
    """Give this login another token. Whoever has copied the one before cannot use it any more."""
    token = secrets.token_urlsafe(32)
    db.session.get_one(LoginSession, (actor.clinic_id, session_id)).token_hash = hash_token(token)
    return token


def list_logins(actor: Actor, session_id: str, idle: timedelta) -> list[dict[str, Any]]:
    """Where this person is signed in now, the latest use first."""
    query = select(LoginSession, Device.name).join(
        Device, (Device.clinic_id == LoginSession.clinic_id) & (Device.id == LoginSession.device_id)
    )
    query = query.where(*open_logins_of(actor, utc_now()), LoginSession.last_seen_at > utc_now() - idle)
    rows = db.session.execute(query.order_by(LoginSession.last_seen_at.desc(), LoginSession.id)).all()
    return [describe(login, device, session_id) for login, device in rows]


def describe(login: LoginSession, device: str, session_id: str) -> dict[str, Any]:
    times = {"created_at": login.created_at, "last_seen_at": login.last_seen_at, "expires_at": login.expires_at}
    return {"id": login.id, "device": device, **times, "current": login.id == session_id}


def end_login(actor: Actor, login_id: str) -> None:
    lock_clinic(actor.clinic_id)
    if end_own(actor, LoginSession.id == login_id) == 0:
        raise NotFound
    record_audit(actor, "session.end", "user", actor.id, ended=1)


def end_other_logins(actor: Actor, session_id: str) -> int:
    lock_clinic(actor.clinic_id)
    ended = end_others(actor, session_id)
    record_audit(actor, "session.end", "user", actor.id, ended=ended)
    return ended


def end_others(actor: Actor, session_id: str) -> int:
    return end_own(actor, LoginSession.id != session_id)


def end_own(actor: Actor, which: Any) -> int:
    return end_sessions(actor.clinic_id, *open_logins_of(actor, utc_now()), which)


def open_logins_of(actor: Actor, now: datetime) -> tuple[Any, ...]:
    mine = (LoginSession.clinic_id == actor.clinic_id, LoginSession.user_id == actor.id)
    return (*mine, LoginSession.revoked_at.is_(None), LoginSession.expires_at > now)
