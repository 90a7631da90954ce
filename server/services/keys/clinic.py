"""The clinic's own key: tablets seal to its public half; the private half is in the database, wrapped.

With another SECRET_KEY it cannot be opened: then a new one is made at the next start, and the old row stays, so that
what was sealed to it can be opened again once the old SECRET_KEY is back.
"""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from sqlalchemy import func, select

from server.db import db, utc_now
from server.domain.errors import WrongState
from server.domain.translation import N_
from server.models import ClinicKey, DataKeyCopy
from server.services.audit import SERVER, own_actor, record_audit
from server.services.feed import lock_clinic
from server.services.keys.sealing import CURVE, NotSealed, key_id, point_of, to_text, unseal
from server.services.keys.wrapping import Unreadable, secret_fingerprint, unwrap, wrap


class KeyLost(WrongState):
    """What was sealed cannot be opened with the SECRET_KEY of today."""

    code = "key_lost"


def add_clinic_key(clinic_id: str) -> ClinicKey:
    private = ec.generate_private_key(CURVE)
    public = point_of(private)
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    row = {"clinic_id": clinic_id, "id": key_id(public), "public": to_text(public), "created_at": utc_now()}
    key = ClinicKey(**row, private=wrap(purpose_of(clinic_id), der), wrapped_by=secret_fingerprint())
    db.session.add(key)
    return key


def provide_clinic_key(clinic_id: str) -> bool:
    """Make one where there is none that can be opened; the caller has begun to write. Whether there is something to
    commit."""
    lock_clinic(clinic_id)
    if current_key(clinic_id) is not None:
        return False
    key = add_clinic_key(clinic_id)
    record_audit(own_actor(clinic_id, SERVER), "clinic.key", "clinic", clinic_id, key=key.id)
    db.session.flush()
    return True


def keys_of(clinic_id: str) -> list[ClinicKey]:
    """The newest first."""
    query = select(ClinicKey).where(ClinicKey.clinic_id == clinic_id)
    return list(db.session.scalars(query.order_by(ClinicKey.created_at.desc(), ClinicKey.id)))


def current_key(clinic_id: str) -> ClinicKey | None:
    """What tablets seal to; None when none of them could be opened again."""
    mine = secret_fingerprint()
    return next((key for key in keys_of(clinic_id) if key.wrapped_by == mine), None)


def open_sealed(clinic_id: str, purpose: str, sealed: bytes) -> tuple[bytes, str]:
    """What was sealed to the clinic, and to which key. Raises NotSealed, or KeyLost if it may be one of another
    SECRET_KEY."""
    keys, mine = keys_of(clinic_id), secret_fingerprint()
    for key in keys:
        try:
            return unseal(private_half(key), purpose, sealed), key.id
        except (NotSealed, Unreadable):
            continue
    if any(key.wrapped_by != mine for key in keys):
        raise KeyLost(N_("This was encrypted under another secret key of the server. Whoever runs the server has it."))
    raise NotSealed


def private_half(key: ClinicKey) -> ec.EllipticCurvePrivateKey:
    private = load_der_private_key(unwrap(purpose_of(key.clinic_id), key.private), password=None)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise Unreadable
    return private


def purpose_of(clinic_id: str) -> str:
    return f"clinic key {clinic_id}"


def unreadable_keys(clinic_id: str) -> list[str]:
    """A sentence for each key that the SECRET_KEY of today does not open."""
    copies = select(DataKeyCopy.clinic_key_id, func.count()).where(DataKeyCopy.clinic_id == clinic_id)
    counts = {row[0]: row[1] for row in db.session.execute(copies.group_by(DataKeyCopy.clinic_key_id))}
    return [
        f"clinic key {key.id} of {key.created_at:%Y-%m-%d %H:%M} UTC was wrapped under another SECRET_KEY "
        f"(fingerprint {key.wrapped_by}): {counts.get(key.id, 0)} copies of data keys open only with that one"
        for key in keys_of(clinic_id)
        if key.wrapped_by != secret_fingerprint()
    ]
