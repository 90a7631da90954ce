"""Which browser holds a device: one from which somebody has signed in on it, known by the mark the server gave it.

A device that nobody has signed in on from a known browser is held by whoever is the first to name it.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import literal, select

from server.db import Flag, db
from server.domain.errors import NotAllowed
from server.domain.translation import N_
from server.models import KnownDevice, User
from server.services.accounts.throttle import known_hash


class HeldElsewhere(NotAllowed):
    """The sign-in names a device of another browser, on which this person has never worked."""

    code = "device_held"


def remember_browser(mark: str | None, user: User, device_id: str, now: datetime) -> str:
    """The browser holds the device for this person from now on. Returns its mark, a new one if it brought none of ours:
    with another one, what others have written there could no longer be delivered.

    Whoever has worked on the device may take it up from a browser that has lost its mark.
    """
    holders = holders_of(user.clinic_id, device_id, now)
    is_holder = mark is not None and any(row.token_hash == known_hash(mark, row.user_id) for row in holders)
    if holders and not is_holder and user.id not in {row.user_id for row in holders}:
        raise HeldElsewhere(
            N_("The server knows this tablet from another browser. Somebody who has worked on it must sign in first.")
        )
    known = find_known(mark, user)
    if mark is None or not (known or is_holder or is_ours(mark)):
        mark = secrets.token_urlsafe(32)
    if known is None:
        token_hash = known_hash(mark, user.id)
        known = KnownDevice(clinic_id=user.clinic_id, token_hash=token_hash, user_id=user.id, created_at=now)
        db.session.add(known)
    known.device_id = device_id
    return mark


def holders_of(clinic_id: str, device_id: str, now: datetime) -> Sequence[KnownDevice]:
    """Those who can still sign in or deliver: a tablet of people who have left is free."""
    here = (KnownDevice.clinic_id == clinic_id) & (KnownDevice.device_id == device_id)
    works = (User.active == literal(True, Flag)) | (User.drains_until > now)
    person = (User.clinic_id == KnownDevice.clinic_id) & (User.id == KnownDevice.user_id)
    return db.session.scalars(select(KnownDevice).join(User, person).where(here, works)).all()


def is_ours(mark: str) -> bool:
    """Whether the server gave this mark, to anybody of any clinic."""
    rows = db.session.execute(select(KnownDevice.token_hash, KnownDevice.user_id))
    return any(token_hash == known_hash(mark, user_id) for token_hash, user_id in rows)


def find_known(mark: str | None, user: User) -> KnownDevice | None:
    return db.session.get(KnownDevice, (user.clinic_id, known_hash(mark, user.id))) if mark else None
