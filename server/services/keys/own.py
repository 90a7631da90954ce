"""What a person does with their own keys on the device they are signed in on."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select

from server.db import db
from server.domain.errors import Invalid, NotAllowed, NotFound, WrongState
from server.domain.permissions import Actor
from server.domain.translation import N_
from server.models import DataKeyCopy, Device, LoginSession, SigningKey
from server.prepared import Prepared
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.keys.clinic import current_key, open_sealed
from server.services.keys.opening import is_proof
from server.services.keys.sealing import NotSealed, key_id, read_point, to_bytes, to_text
from server.services.settings import read_settings

RECENT = timedelta(minutes=5)
SIGN_IN_FIRST = N_("Sign in again first: this is possible in the first minutes after signing in only.")
DATA_KEY = 32
ACTIVE = Prepared(
    select(SigningKey.id)
    .where(SigningKey.clinic_id == bindparam("clinic_id"), SigningKey.user_id == bindparam("user_id"))
    .where(SigningKey.device_id == bindparam("device_id"), SigningKey.retired_at.is_(None))
    .order_by(SigningKey.created_at, SigningKey.id)
)


class NotRecent(NotAllowed):
    """The password was given too long ago for this, or not to the app that asks."""

    code = "not_recent"


def describe_keys(actor: Actor) -> dict[str, Any]:
    """What the app wants to know of them at its start, and how it is to lock."""
    clinic, copy = current_key(actor.clinic_id), find_copy(actor)
    device = db.session.get_one(Device, (actor.clinic_id, actor.device_id))
    settings = read_settings(actor.clinic_id)
    return {
        "clinic": clinic.public if clinic else None,
        "signing": active_key_ids(actor),
        "recovery": copy is not None and clinic is not None and copy.clinic_key_id == clinic.id,
        "managed": bool(device.managed),
        "lock_minutes": settings["lock_minutes"],
        "lease_days": settings["lease_days"],
    }


def active_key_ids(actor: Actor) -> list[str]:
    mine = {"clinic_id": actor.clinic_id, "user_id": actor.id, "device_id": actor.device_id}
    db.session.flush()
    return [row.id for row in ACTIVE.read(db.session.connection(), mine)]


def active_keys(actor: Actor) -> list[SigningKey]:
    """Those of this person on this device."""
    mine = (SigningKey.clinic_id == actor.clinic_id, SigningKey.user_id == actor.id)
    here = select(SigningKey).where(*mine, SigningKey.device_id == actor.device_id, SigningKey.retired_at.is_(None))
    return list(db.session.scalars(here.order_by(SigningKey.created_at, SigningKey.id)))


def find_copy(actor: Actor) -> DataKeyCopy | None:
    return db.session.get(DataKeyCopy, (actor.clinic_id, actor.id, actor.device_id))


def register_keys(actor: Actor, signing: str | None, recovery: str | None, now: datetime) -> str | None:
    """Keep a new signing key, a new copy of the data key, or both. Returns the id of the key that signs from now on."""
    lock_clinic(actor.clinic_id)
    earlier = active_keys(actor)
    if recovery is not None:
        keep_copy(actor, recovery, now)
    key = keep_signing_key(actor, signing, earlier, now) if signing is not None else None
    told = {"key": key.id, "is_first": not earlier} if key else {}
    record_audit(actor, "key.register", "user", actor.id, **told, recovery=recovery is not None)
    db.session.flush()
    return key.id if key else next((one.id for one in earlier), None)


def keep_signing_key(actor: Actor, signing: str, earlier: list[SigningKey], now: datetime) -> SigningKey:
    """The one of before is retired; the same one again changes nothing."""
    public_id = key_id(read_public(signing))
    known = db.session.get(SigningKey, (actor.clinic_id, public_id))
    if known is not None and (known not in earlier):
        raise WrongState(N_("This key was registered before. Make a new one."), reason="known_key")
    for key in earlier:
        key.retired_at = None if key is known else now
    if known is not None:
        return known
    row = {"clinic_id": actor.clinic_id, "id": public_id, "user_id": actor.id, "device_id": actor.device_id}
    made = SigningKey(**row, public=signing, created_at=now)
    db.session.add(made)
    return made


def read_public(text: str) -> bytes:
    try:
        read_point(raw := to_bytes(text))
    except ValueError:
        raise Invalid(N_("This is not a public key."), fields={"signing": ["not_a_key"]}) from None
    return raw


def keep_copy(actor: Actor, sealed: str, now: datetime) -> None:
    """Opened once, so that nobody learns only in need that it cannot be."""
    try:
        plain, clinic_key_id = open_sealed(actor.clinic_id, purpose_of(actor), to_bytes(sealed))
    except (NotSealed, ValueError):
        plain, clinic_key_id = b"", ""
    if len(plain) != DATA_KEY:
        raise Invalid(N_("This is not an encrypted data key."), fields={"recovery": ["not_sealed"]})
    copy = find_copy(actor)
    if copy is None:
        copy = DataKeyCopy(clinic_id=actor.clinic_id, user_id=actor.id, device_id=actor.device_id)
        db.session.add(copy)
    copy.clinic_key_id, copy.sealed, copy.created_at = clinic_key_id, sealed, now


def require_sign_in(actor: Actor, session_id: str, proof: str | None, now: datetime) -> None:
    """The app that asks has itself got the answer to the sign-in, and not long ago; the cookie alone says neither."""
    session = db.session.get_one(LoginSession, (actor.clinic_id, session_id))
    if now - session.created_at > RECENT or not is_proof(session_id, proof):
        raise NotRecent(SIGN_IN_FIRST)


def recover_data_key(actor: Actor, session_id: str, proof: str | None, now: datetime) -> str:
    """For whoever forgot the secret of this device, right after signing in with the password. They are told later."""
    lock_clinic(actor.clinic_id)
    copy = find_copy(actor)
    if copy is None:
        raise NotFound
    require_sign_in(actor, session_id, proof, now)
    try:
        plain, _key = open_sealed(actor.clinic_id, purpose_of(actor), to_bytes(copy.sealed))
    except NotSealed:
        raise NotFound from None
    record_audit(actor, "key.recover", "user", actor.id)
    db.session.flush()
    return to_text(plain)


def purpose_of(actor: Actor) -> str:
    return f"data-key:{actor.id}:{actor.device_id}"
