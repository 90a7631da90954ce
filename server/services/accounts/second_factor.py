"""One-time codes (TOTP, RFC 6238) as a second factor, and recovery codes for somebody who has lost the telephone.

Passkeys (``passkeys.py``) are the other second factor; the recovery codes serve both."""

import hmac
from datetime import datetime
from typing import Any

import pyotp
import segno
from sqlalchemy import Select, func, select

from server.db import db
from server.domain.errors import Invalid, NotAllowed, Refusal, WrongState
from server.domain.permissions import Actor
from server.domain.translation import N_
from server.models import Clinic, Passkey, SecondFactor, User
from server.services.accounts.codes import hash_code, new_code, plain
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.keys.wrapping import Unreadable, unwrap, wrap
from server.services.settings import read_settings

STEP_S, DIGITS, NEIGHBOURS = 30, 6, 1
RECOVERY_CODES = 10
ISSUER = "Needlepoint"
LEADS = ("supervisor", "admin")


class SecondFactorNeeded(NotAllowed):
    """The password was right, and a one-time code is needed as well."""

    status, code = 401, "second_factor_needed"


class WrongCode(Refusal):
    """Not the current code, or one that was used already."""

    status, code = 401, "wrong_code"


def passkeys_of(clinic_id: str, user_id: str) -> Select[Passkey]:
    """Those in use."""
    mine = (Passkey.clinic_id == clinic_id, Passkey.user_id == user_id)
    return select(Passkey).where(*mine, Passkey.removed_at.is_(None))


def has_passkey(clinic_id: str, user_id: str) -> bool:
    return db.session.scalar(passkeys_of(clinic_id, user_id).limit(1)) is not None


def find_factor(clinic_id: str, user_id: str) -> SecondFactor | None:
    """For somebody of whom a code or a passkey is asked; None for who signs in with the password alone."""
    found = db.session.get(SecondFactor, (clinic_id, user_id), populate_existing=True)
    return found if found is not None and count_factors(found) else None


def count_factors(factor: SecondFactor) -> int:
    """Ways beside the password: one-time codes, and each passkey. Recovery codes are none of their own."""
    passkeys = passkeys_of(factor.clinic_id, factor.user_id).with_only_columns(func.count())
    return int(factor.is_on) + db.session.execute(passkeys).scalar_one()


def is_asked(actor: Actor) -> bool:
    """Whether the clinic wants a second factor of this person."""
    return actor.role in LEADS or read_settings(actor.clinic_id)["second_factor"] == "everybody"


def describe_factor(actor: Actor) -> dict[str, Any]:
    """For the person themselves. ``asked``: the clinic asks people of their role to set one up."""
    factor = find_factor(actor.clinic_id, actor.id)
    return {
        "since": factor.since if factor else None,
        "codes_left": len(factor.codes) if factor else 0,
        "passkeys": count_factors(factor) - factor.is_on if factor else 0,
        "asked": factor is None and is_asked(actor),
    }


def begin_factor(actor: Actor) -> dict[str, str]:
    """A new secret, shown once. Nothing changes until its first code is entered (``turn_on``)."""
    lock_clinic(actor.clinic_id)
    factor = db.session.get(SecondFactor, (actor.clinic_id, actor.id))
    if factor is None:
        factor = SecondFactor(clinic_id=actor.clinic_id, user_id=actor.id, last_step=0, codes=[])
        db.session.add(factor)
    secret = pyotp.random_base32()
    factor.pending = wrap(purpose_of(actor.id), secret.encode())
    record_audit(actor, "second_factor.begin", "user", actor.id)
    db.session.flush()
    uri = pyotp.TOTP(secret).provisioning_uri(name=label_of(actor), issuer_name=ISSUER)
    return {
        "secret": secret,
        "uri": uri,
        "picture": segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="white"),
    }


def label_of(actor: Actor) -> str:
    """What the authenticator app shows beside the code: whose it is, and of which clinic."""
    email = db.session.get_one(User, (actor.clinic_id, actor.id)).email
    return f"{email} ({db.session.get_one(Clinic, actor.clinic_id).name})"


def turn_on(actor: Actor, code: str, now: datetime) -> list[str]:
    """Put the pending secret to use. Returns new recovery codes, which are shown only now."""
    lock_clinic(actor.clinic_id)
    factor = db.session.get(SecondFactor, (actor.clinic_id, actor.id), populate_existing=True)
    if factor is None or factor.pending is None:
        raise WrongState(N_("Start again: there is no new secret to confirm."), reason="not_begun")
    step = matching_step(factor, factor.pending, code, now, after=0)
    if step is None:
        raise Invalid(N_("This is not the code that your app shows now."), fields={"code": ["wrong"]})
    factor.secret, factor.pending, factor.last_step, factor.since = factor.pending, None, step, now
    codes = new_codes(factor)
    record_audit(actor, "second_factor.on", "user", actor.id)
    db.session.flush()
    return codes


def renew_codes(actor: Actor) -> list[str]:
    """New recovery codes; the earlier ones are no longer valid."""
    lock_clinic(actor.clinic_id)
    factor = require_factor(actor.clinic_id, actor.id)
    codes = new_codes(factor)
    record_audit(actor, "second_factor.codes", "user", actor.id)
    db.session.flush()
    return codes


def require_factor(clinic_id: str, user_id: str) -> SecondFactor:
    factor = find_factor(clinic_id, user_id)
    if factor is None:
        raise WrongState(N_("One-time codes are not in use."), reason="off")
    return factor


def turn_off(actor: Actor, user_id: str) -> None:
    """Ask for no one-time codes from now on. ``actor`` is the person, or the console for somebody locked out."""
    lock_clinic(actor.clinic_id)
    factor = require_factor(actor.clinic_id, user_id)
    if not factor.is_on:
        raise WrongState(N_("One-time codes are not in use."), reason="off")
    factor.secret, factor.pending, factor.since = None, None, None
    if not count_factors(factor):
        factor.codes = []
    record_audit(actor, "second_factor.off", "user", user_id)
    db.session.flush()


def require_code(actor: Actor, factor: SecondFactor, code: str | None, now: datetime) -> None:
    """Take a one-time or a recovery code, once: the caller holds the clinic's row, so no other request can take it."""
    if not code:
        if factor.is_on:
            raise SecondFactorNeeded(N_("Enter the code from your app, or a recovery code."))
        raise SecondFactorNeeded(N_("Use your passkey, or enter a recovery code."))
    given = plain(code)
    step = matching_step(factor, factor.secret, given, now, after=factor.last_step) if factor.secret else None
    if step is not None:
        factor.last_step = step
    elif (hashed := hash_code(given)) in factor.codes:
        factor.codes = [one for one in factor.codes if one != hashed]
        record_audit(actor, "second_factor.recovery", "user", actor.id, left=len(factor.codes))
    else:
        raise WrongCode(N_("This code is wrong or was used already. Wait for the next one."))
    db.session.flush()


def matching_step(factor: SecondFactor, wrapped: str, code: str, now: datetime, after: int) -> int | None:
    """The 30 s step whose code this is: the current one or a neighbour, and later than ``after``; else None."""
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    try:
        totp = pyotp.TOTP(unwrap(purpose_of(factor.user_id), wrapped).decode())
    except Unreadable:
        return None  # another SECRET_KEY: only the recovery codes work then
    current = int(now.timestamp()) // STEP_S
    near = range(max(after + 1, current - NEIGHBOURS), current + NEIGHBOURS + 1)
    return next((step for step in near if hmac.compare_digest(totp.generate_otp(step), code)), None)


def new_codes(factor: SecondFactor) -> list[str]:
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    factor.codes = [hash_code(code) for code in codes]
    return codes


def purpose_of(user_id: str) -> str:
    return f"second-factor:{user_id}"
