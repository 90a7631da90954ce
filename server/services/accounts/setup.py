"""The first boot: a token shown on the console, once, makes the clinic and its first person."""

import secrets
from typing import Any
from uuid import uuid4

from sqlalchemy import exists, select

from server.db import db, utc_now
from server.domain.errors import NotAllowed
from server.domain.translation import N_
from server.models import Clinic, ClinicFeed, ServerMeta, User
from server.services.accounts.actors import actor_of
from server.services.accounts.passwords import check_password, hash_token, is_same, passwords
from server.services.accounts.users import add_user
from server.services.audit import console_actor, record_audit
from server.services.keys.clinic import add_clinic_key


class BadSetupToken(NotAllowed):
    """The token is not the one on the console, or the set-up has been done."""

    code = "invalid_token"


def needs_setup() -> bool:
    return not db.session.scalar(select(exists().select_from(User)))


def renew_setup_token() -> str | None:
    """A new one-time token, which replaces any earlier one; None when somebody is here already."""
    if not needs_setup():
        return None
    token = secrets.token_urlsafe(32)
    db.session.merge(ServerMeta(key="setup_token", value={"hash": hash_token(token)}))
    db.session.flush()
    return token


def check_setup_token(token: str) -> ServerMeta:
    """The row that holds the token, locked until the end of the transaction, or BadSetupToken."""
    kept = db.session.scalar(select(ServerMeta).where(ServerMeta.key == "setup_token").with_for_update())
    if kept is None or not is_same(kept.value["hash"], hash_token(token)) or not needs_setup():
        raise BadSetupToken(N_("This set-up code is not valid. A new one is shown when the server starts."))
    return kept


def prepare_setup(token: str, clinic_name: str, person: dict[str, Any]) -> str:
    """The hash of the first person's password, worked out before anything is locked."""
    check_setup_token(token)
    db.session.rollback()
    check_password(person["password"], person["email"], person["name"], clinic_name)
    return passwords.hash(person["password"])


def set_up_clinic(token: str, clinic_name: str, person: dict[str, Any], password_hash: str) -> User:
    """Make the clinic and its first administrator. The token is spent: two at once cannot both use it."""
    db.session.delete(check_setup_token(token))
    user = open_clinic(clinic_name, person)
    user.password_hash = password_hash
    record_audit(actor_of(user), "clinic.create", "clinic", user.clinic_id)
    db.session.flush()
    return user


def add_at_console(clinic_name: str, person: dict[str, Any]) -> User:
    """Another clinic beside those that the server holds, and its first administrator, who has no password yet."""
    user = open_clinic(clinic_name, person)
    record_audit(console_actor(user.clinic_id), "clinic.create", "clinic", user.clinic_id)
    return user


def open_clinic(name: str, person: dict[str, Any]) -> User:
    return add_user(add_clinic(name).id, person["email"], person["name"], "admin", person["treats"])


def add_clinic(name: str) -> Clinic:
    clinic = Clinic(id=str(uuid4()), name=name, created_at=utc_now())
    db.session.add(clinic)
    db.session.flush()
    db.session.add(ClinicFeed(clinic_id=clinic.id, seq=0, audit_n=0, audit_hash=""))
    add_clinic_key(clinic.id)
    db.session.flush()
    return clinic
