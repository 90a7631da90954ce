"""Which browser holds a device: one from which somebody has signed in on it, known by the mark the server gave it.

A device that nobody has signed in on from a known browser is held by whoever is the first to name it.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from server.db import db
from server.domain.errors import NotAllowed
from server.domain.translation import N_
from server.models import KnownDevice, User
from server.services.accounts.throttle import known_hash


class HeldElsewhere(NotAllowed):
    """The sign-in names a device of another browser, on which this person has never worked."""

    code = "device_held"


def remember_browser(mark: str | None, user: User, device_id: str, now: datetime) -> str:
    """The browser holds the device for this person from now on. Returns its mark, a new one if it brought none of ours.

    Whoever has worked on the device may take it up from a browser that has lost its mark.
    """
    holders = holders_of(user.clinic_id, device_id)
    is_holder = mark is not None and any(row.token_hash == known_hash(mark, row.user_id) for row in holders)
    if holders and not is_holder and user.id not in {row.user_id for row in holders}:
        raise HeldElsewhere(
            N_("The server knows this tablet from another browser. Somebody who has worked on it must sign in first.")
        )
    known = find_known(mark, user)
    if mark is None or not (known or is_holder):
        mark = secrets.token_urlsafe(32)
    if known is None:
        token_hash = known_hash(mark, user.id)
        known = KnownDevice(clinic_id=user.clinic_id, token_hash=token_hash, user_id=user.id, created_at=now)
        db.session.add(known)
    known.device_id = device_id
    return mark


def holders_of(clinic_id: str, device_id: str) -> Sequence[KnownDevice]:
    here = (KnownDevice.clinic_id == clinic_id) & (KnownDevice.device_id == device_id)
    return db.session.scalars(select(KnownDevice).where(here)).all()


def find_known(mark: str | None, user: User) -> KnownDevice | None:
    return db.session.get(KnownDevice, (user.clinic_id, known_hash(mark, user.id))) if mark else None
