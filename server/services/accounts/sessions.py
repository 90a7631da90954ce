"""Signing in and out. A cookie holds a random token, the table its hash; ending a session works at the next request."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import bindparam, delete, func, literal, select, update

from server.db import Flag, UtcTime, db, utc_now
from server.domain.errors import NotAllowed, Refusal
from server.domain.permissions import Actor
from server.domain.translation import N_
from server.models import Clinic, Device, LoginSession, SecondFactor, SigningKey, User
from server.prepared import Prepared
from server.services.accounts.actors import actor_of
from server.services.accounts.browsers import remember_browser
from server.services.accounts.devices import meet_device
from server.services.accounts.notices import notices_for
from server.services.accounts.passkeys import Answer, check_passkey
from server.services.accounts.passwords import hash_token, passwords
from server.services.accounts.second_factor import describe_factor, find_factor, require_code
from server.services.accounts.throttle import Attempt, forgive_attempt
from server.services.audit import record_audit
from server.services.feed import lock_clinic, read_epoch
from server.services.jobs import last_verified
from server.services.keys.own import describe_keys

TOUCH_EVERY = timedelta(minutes=1)
KNOWN_DEVICE_DAYS = 365
KEEP_ENDED = timedelta(days=30)

USER_COLUMNS = (User.id, User.clinic_id, User.name, User.role, User.treats, User.waits_since)
KEY_HERE = (
    select(SigningKey.public)
    .where(SigningKey.clinic_id == LoginSession.clinic_id, SigningKey.user_id == LoginSession.user_id)
    .where(SigningKey.device_id == LoginSession.device_id, SigningKey.retired_at.is_(None))
    .order_by(SigningKey.created_at.desc(), SigningKey.id)
    .limit(1)
    .scalar_subquery()
)
OPEN_SESSION = Prepared(
    select(
        LoginSession.id.label("session_id"),
        LoginSession.device_id,
        LoginSession.last_seen_at.label("acted_at"),
        func.coalesce(LoginSession.proved_at, LoginSession.created_at, type_=UtcTime()).label("proved_at"),
        Device.last_seen_at.label("device_seen_at"),
        KEY_HERE.label("key"),
        *USER_COLUMNS,
    )
    .join(User, (User.clinic_id == LoginSession.clinic_id) & (User.id == LoginSession.user_id))
    .join(Device, (Device.clinic_id == LoginSession.clinic_id) & (Device.id == LoginSession.device_id))
    .where(LoginSession.token_hash == bindparam("token_hash"), LoginSession.revoked_at.is_(None))
    .where(LoginSession.expires_at > bindparam("now"), LoginSession.last_seen_at > bindparam("seen_after"))
    .where(User.active == literal(True, Flag), Device.status == "active")
)
LAST_END = Prepared(
    select(func.max(LoginSession.expires_at).label("expires_at"))
    .where(LoginSession.clinic_id == bindparam("clinic_id"), LoginSession.user_id == bindparam("user_id"))
    .where(LoginSession.device_id == bindparam("device_id"), LoginSession.revoked_at.is_(None))
)


class WrongCredentials(Refusal):
    """Unknown, wrong or disabled: the answer does not tell which."""

    status, code = 401, "wrong_credentials"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a request comes from, with the members Flask-Login asks for. ``proved_at``: when they last gave the password
    or a one-time code on this login. ``key``: the public half of what they sign with on this device."""

    actor: Actor
    session_id: str
    proved_at: datetime
    key: str | None = None

    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    def get_id(self) -> str:
        return self.actor.id


@dataclass(frozen=True, slots=True)
class Credentials:
    """A person whose password was right; ``new_hash`` when it should be kept in a stronger form from now on."""

    clinic_id: str
    user_id: str
    new_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """The browser somebody signs in from: its id and name, its mark if it has one, and the token it held before."""

    device: dict[str, str]
    device_token: str | None
    old_token: str | None
    hours: int


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave beside the password, if anything: a code, or the answer of a passkey."""

    code: str | None = None
    answer: Answer | None = None

    @property
    def by(self) -> str | None:
        return "passkey" if self.answer else "code" if self.code else None


@dataclass(frozen=True, slots=True)
class SignIn:
    actor: Actor
    login_id: str
    token: str
    device_token: str


def check_credentials(email: str, password: str) -> Credentials:
    """The person, or WrongCredentials. No transaction is open while the password is worked out."""
    with db.engine.connect() as connection:
        found = connection.execute(
            select(User.clinic_id, User.id, User.password_hash, User.active).where(User.email == email)
        ).one_or_none()
    stored = found.password_hash if found and found.active else None
    if not passwords.verify(stored, password) or found is None or stored is None:
        raise WrongCredentials(N_("Wrong email or password."))
    new_hash = passwords.hash(password) if passwords.is_outdated(stored) else None
    return Credentials(found.clinic_id, found.id, new_hash)


def sign_in(
    person: Credentials, visitor: Visitor, attempt: Attempt | None = None, given: Given | None = None
) -> SignIn:
    """Open a session, end the one this browser held, and remember the browser. Whoever has a second factor gives a
    code, or a passkey answers."""
    now = utc_now()
    lock_clinic(person.clinic_id)
    user = db.session.get_one(User, (person.clinic_id, person.user_id), populate_existing=True)
    if not user.active:
        raise WrongCredentials(N_("Wrong email or password."))
    if person.new_hash:
        user.password_hash = person.new_hash
    device = meet_device(user.clinic_id, visitor.device["id"], visitor.device["name"], now)
    if device.status != "active":
        raise NotAllowed(N_("This device has been blocked by an administrator."), reason="device_revoked")
    actor = actor_of(user, device.id)
    factor = find_factor(user.clinic_id, user.id)
    if factor:
        require_second(actor, factor, given or Given(), now)
    if visitor.old_token:
        end_session_of(visitor.old_token)
    login_id, token = open_session(user, device.id, visitor.hours, now)
    device_token = remember_browser(visitor.device_token, user, device.id, now)
    how = {"failed_before": attempt.failed_before if attempt else 0, **({"by": given.by} if factor and given else {})}
    record_audit(actor, "session.open", "user", user.id, **how)
    if attempt:
        forgive_attempt(attempt)
    db.session.flush()
    return SignIn(actor, login_id, token, device_token)


def require_second(actor: Actor, factor: SecondFactor, given: Given, now: datetime) -> None:
    if given.answer:
        check_passkey(actor, given.answer, now)
    else:
        require_code(actor, factor, given.code, now)


def open_session(user: User, device_id: str, hours: int, now: datetime) -> tuple[str, str]:
    """Its id, and the token that the browser keeps."""
    ended = (LoginSession.clinic_id == user.clinic_id) & (LoginSession.expires_at < now - KEEP_ENDED)
    db.session.execute(delete(LoginSession).where(ended))
    token = secrets.token_urlsafe(32)
    expires_at = now + timedelta(hours=hours)
    row = {"id": secrets.token_hex(16), "token_hash": hash_token(token), "clinic_id": user.clinic_id}
    row |= {"user_id": user.id, "device_id": device_id}
    db.session.add(LoginSession(**row, created_at=now, last_seen_at=now, expires_at=expires_at))
    return row["id"], token


def find_signed_in(token: str, now: datetime, idle: timedelta, acted_at: datetime | None) -> SignedIn | None:
    """Who holds this token now. Uses its own short connection, so no read stays open in front of a write.

    ``acted_at``: when the person last did something, as far as this request says; only that renews the login.
    """
    sought = {"token_hash": hash_token(token), "now": now, "seen_after": now - idle}
    with db.engine.connect() as connection:
        row = OPEN_SESSION.read_one(connection, sought)
    if row is None:
        return None
    has_acted = acted_at is not None and acted_at - row.acted_at >= TOUCH_EVERY
    if has_acted or now - row.device_seen_at >= TOUCH_EVERY:
        touch_session(row.session_id, row.clinic_id, row.device_id, now, acted_at if has_acted else None)
    return SignedIn(actor_of(row, row.device_id), row.session_id, row.proved_at, row.key)


def touch_session(session_id: str, clinic_id: str, device_id: str, now: datetime, acted_at: datetime | None) -> None:
    mine = (Device.clinic_id == clinic_id) & (Device.id == device_id)
    with db.engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        connection.execute(update(Device).where(mine).values(last_seen_at=now))  # first, as everywhere: no deadlock
        this = (LoginSession.clinic_id == clinic_id) & (LoginSession.id == session_id)
        if acted_at:
            connection.execute(update(LoginSession).where(this).values(last_seen_at=acted_at))


def end_sessions(clinic_id: str, *which: Any) -> int:
    """End every open session of the clinic that fits ``which``. Returns how many there were."""
    return revoke(LoginSession.clinic_id == clinic_id, *which)


def end_session_of(token: str) -> None:
    """End the session of this token, whichever clinic it is of."""
    revoke(LoginSession.token_hash == hash_token(token))


def end_all_sessions() -> None:
    """End every open session of every clinic."""
    revoke()


def revoke(*which: Any) -> int:
    open_ones = update(LoginSession).where(LoginSession.revoked_at.is_(None), *which)
    ended = db.session.execute(open_ones.values(revoked_at=utc_now()).returning(LoginSession.id))
    return len(ended.all())


def sign_out(actor: Actor, session_id: str) -> None:
    lock_clinic(actor.clinic_id)
    end_sessions(actor.clinic_id, LoginSession.id == session_id)
    record_audit(actor, "session.close", "user", actor.id)


def describe_person(actor: Actor) -> dict[str, Any]:
    """What the app wants to know at its start about the person, the clinic and the device."""
    user = db.session.get_one(User, (actor.clinic_id, actor.id))
    device = db.session.get_one(Device, (actor.clinic_id, actor.device_id))
    clinic = db.session.get_one(Clinic, actor.clinic_id)
    found = {
        "user": user,
        "clinic": clinic,
        "device": device,
        "notices": notices_for(actor),
        "keys": describe_keys(actor),
        "second_factor": describe_factor(actor),
        "verified": last_verified(actor.clinic_id),
    }
    return {**found, "signed_in_until": end_of_session(actor), "epoch": read_epoch(), "server_time": utc_now()}


def end_of_session(actor: Actor) -> datetime:
    """When the password is asked for again on this device, however much it is used."""
    mine = {"clinic_id": actor.clinic_id, "user_id": actor.id, "device_id": actor.device_id}
    db.session.flush()
    ends: datetime = LAST_END.read_one(db.session.connection(), mine).expires_at
    return ends
