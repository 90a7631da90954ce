"""The people of a clinic: added, changed and invited by an administrator."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import exists, literal, select

from server.db import Flag, db, utc_now
from server.domain.errors import Invalid, NotAllowed, NotFound, WrongState
from server.domain.permissions import Action, Actor
from server.domain.search import fold, spelled
from server.domain.translation import N_
from server.models import Clinic, LoginSession, User
from server.services.accounts.actors import actor_of
from server.services.accounts.codes import hash_code
from server.services.accounts.drain import DRAIN_LASTS
from server.services.accounts.passwords import check_password, hash_token, is_same, passwords
from server.services.accounts.second_factor import SecondFactorNeeded, WrongCode, find_factor
from server.services.accounts.sessions import end_sessions
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.outgoing import queue_mail

INVITE_LASTS = timedelta(hours=48)


class BadInvite(NotAllowed):
    """The link was used, replaced, or is older than two days."""

    code = "invalid_token"


def list_users(actor: Actor) -> list[User]:
    lock_clinic(actor.clinic_id)
    query = select(User).where(User.clinic_id == actor.clinic_id)
    found = list(db.session.scalars(query.order_by(User.name, User.id)))
    record_audit(actor, Action.LIST_USERS.value, "user", None, count=len(found))
    return found


def find_user(actor: Actor, user_id: str) -> User:
    user = db.session.get(User, (actor.clinic_id, user_id))
    if user is None:
        raise NotFound
    return user


def create_user(actor: Actor, email: str, name: str, role: str, treats: bool) -> User:
    """A person without a password; an invitation lets them choose one."""
    lock_clinic(actor.clinic_id)
    user = add_user(actor.clinic_id, email, name, role, treats)
    await_second_person(actor, user)
    record_audit(actor, "user.create", "user", user.id, role=role, treats=treats)
    return user


def await_second_person(actor: Actor, user: User) -> None:
    """Until somebody else confirms the role (``confirm.py``), the person approves nothing and manages nobody."""
    user.waits_since, user.waits_by = utc_now(), actor.id
    user.confirmed_at, user.confirmed_by = None, None


def add_user(clinic_id: str, email: str, name: str, role: str, treats: bool) -> User:
    if db.session.scalar(select(exists().where(User.email == email))):
        raise Invalid(N_("Somebody with this email address has an account already."), fields={"email": ["taken"]})
    require_own_name(clinic_id, name)
    row = {"email": email, "name": name, "role": role, "treats": treats or role == "practitioner"}
    user = User(id=str(uuid4()), clinic_id=clinic_id, active=True, created_at=utc_now(), **row)
    db.session.add(user)
    db.session.flush()
    return user


def require_own_name(clinic_id: str, name: str, user_id: str | None = None) -> None:
    """What somebody signs stands under their name for good: nobody bears that of another, also of one who has left."""
    others = select(User.name).where(User.clinic_id == clinic_id, User.id != (user_id or ""))
    if likeness(name) in map(likeness, db.session.scalars(others)):
        detail = N_(
            "Somebody in the clinic already has this name. Names are shown with signatures:"
            " add something that tells the two apart."
        )
        raise Invalid(detail, fields={"name": ["taken"]})


def likeness(name: str) -> str:
    """Equal for names that differ in case, accents, punctuation or spacing."""
    return spelled(fold(name)).replace(" ", "")


def change_user(actor: Actor, user_id: str, changes: dict[str, Any]) -> User:
    """Change name, role, treats or active. A change of rights ends the person's sessions, so it holds from now on."""
    lock_clinic(actor.clinic_id)
    user = find_user(actor, user_id)
    db.session.refresh(user)
    changed = {key: value for key, value in changes.items() if getattr(user, key) != value}
    if "name" in changed:
        require_own_name(actor.clinic_id, changed["name"], user.id)
    if gains_role(user, changed):
        await_second_person(actor, user)
    for key, value in changed.items():
        setattr(user, key, value)
    if "active" in changed:
        user.drains_until = None if user.active else utc_now() + DRAIN_LASTS
    db.session.flush()
    if {"role", "active"} & changed.keys():
        check_admin_left(actor.clinic_id)
    if {"role", "active", "treats"} & changed.keys():
        end_sessions(user.clinic_id, LoginSession.user_id == user.id)
    if changed:
        rights = {key: value for key, value in changed.items() if key != "name"}
        record_audit(actor, "user.change", "user", user.id, changed=sorted(changed), **rights)
    return user


def gains_role(user: User, changed: dict[str, Any]) -> bool:
    """Whether the change lets the person approve, manage people, or sign where they did not before."""
    return "role" in changed and (changed["role"] != "practitioner" or not user.treats)


def check_admin_left(clinic_id: str) -> None:
    """A clinic keeps an administrator who can sign in; otherwise only the console could help it."""
    able = (User.active == literal(True, Flag), User.waits_since.is_(None))
    admins = select(User.id).where(User.clinic_id == clinic_id, User.role == "admin", *able)
    if db.session.scalar(admins.where(User.password_hash.is_not(None)).limit(1)) is None:
        raise WrongState(N_("This is the clinic's last administrator."), reason="last_admin")


def invite_user(actor: Actor, user_id: str) -> tuple[str, User]:
    """A link for a new person to choose a password. A new link takes the place of the last.

    A link for somebody who has a password would let the administrator who holds it be that person.
    """
    user = find_active(actor, user_id)
    if user.password_hash is not None:
        detail = N_("This person has a password already. If it is forgotten, reset it with a second person.")
        raise WrongState(detail, reason="has_password")
    return make_link(actor, user, "user.invite")


def reset_user(actor: Actor, user_id: str) -> tuple[str, User]:
    """A link to choose another password, made at the server's console only. The person sees a notice of it."""
    return make_link(actor, find_active(actor, user_id), "user.reset")


def find_active(actor: Actor, user_id: str) -> User:
    lock_clinic(actor.clinic_id)
    user = find_user(actor, user_id)
    if not user.active:
        raise WrongState(N_("This person is disabled."), reason="disabled")
    return user


def make_link(actor: Actor, user: User, action: str, reset_by: str | None = None) -> tuple[str, User]:
    token = secrets.token_urlsafe(32)
    user.invite_hash, user.invite_expires_at = hash_token(token), utc_now() + INVITE_LASTS
    user.reset_by, user.reset_code_hash = reset_by, None
    record_audit(actor, action, "user", user.id)
    queue_mail(user.clinic_id, user.id, action.removeprefix("user."), utc_now(), token)
    db.session.flush()
    return token, user


def close_link(user: User) -> None:
    """No link lets anybody choose a password for this account any more, and no reset waits."""
    user.invite_hash, user.invite_expires_at = None, None
    user.reset_by, user.reset_code_hash = None, None


def find_invited(token: str) -> User:
    user = db.session.scalar(select(User).where(User.invite_hash == hash_token(token)))
    if user is None or not user.active or not user.invite_expires_at or user.invite_expires_at <= utc_now():
        raise BadInvite(N_("This link is no longer valid. Ask your administrator for a new one."))
    return user


def prepare_invited(token: str, password: str) -> str:
    """The hash of the password an invited person chose, worked out before anything is locked."""
    user = find_invited(token)
    words = (user.email, user.name, db.session.get_one(Clinic, user.clinic_id).name)
    db.session.rollback()
    check_password(password, *words)
    return passwords.hash(password)


def accept_invite(token: str, password_hash: str, code: str | None = None) -> User:
    """Use the link up and end the sessions of an older password. The link of a reset needs a code as well."""
    user = find_invited(token)
    lock_clinic(user.clinic_id)
    db.session.refresh(user)
    if user.invite_hash != hash_token(token):
        raise BadInvite(N_("This link is no longer valid. Ask your administrator for a new one."))
    if user.reset_by is not None and find_factor(user.clinic_id, user.id) is None:
        require_reset_code(user, code)
    close_link(user)
    action = "user.join" if user.password_hash is None else "user.password"
    user.password_hash = password_hash
    end_sessions(user.clinic_id, LoginSession.user_id == user.id)
    record_audit(actor_of(user), action, "user", user.id)
    db.session.flush()
    return user


def require_reset_code(user: User, code: str | None) -> None:
    """Raises SecondFactorNeeded without a code, WrongCode for another one, or while no second person has confirmed."""
    if not code:
        raise SecondFactorNeeded(N_("A second person confirms this under People and devices, and gives you a code."))
    if user.reset_code_hash is None or not is_same(user.reset_code_hash, hash_code(code)):
        raise WrongCode(N_("This is not the code that the second person was given."))
