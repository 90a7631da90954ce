"""For somebody locked out: the password alone is asked again."""

from server.db import db, utc_now
from server.domain.permissions import Actor
from server.services.accounts.passkeys import remove_passkey
from server.services.accounts.second_factor import passkeys_of, require_factor, turn_off
from server.services.feed import lock_clinic


def drop_factors(actor: Actor, user_id: str) -> None:
    """End one-time codes and every passkey of this person. ``actor`` is the console."""
    lock_clinic(actor.clinic_id)
    if require_factor(actor.clinic_id, user_id).is_on:
        turn_off(actor, user_id)
    for passkey in db.session.scalars(passkeys_of(actor.clinic_id, user_id)).all():
        remove_passkey(actor, passkey, utc_now())
