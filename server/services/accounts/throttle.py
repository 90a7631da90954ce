"""Guessing is slowed down, nobody is locked out.

Each try is counted before the password is looked at, so a thousand guesses at once count as a thousand. Strangers'
guesses at an account delay other strangers only: a browser the person has signed in from before has its own bucket.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server.db import db
from server.domain.errors import Refusal
from server.domain.translation import N_
from server.models import KnownDevice, Throttle, User
from server.services.accounts.passwords import hash_token

FORGET_AFTER = timedelta(hours=24)


class TooMany(Refusal):
    """Too many wrong tries; ``Retry-After`` says when the next one is looked at."""

    status, code = 429, "too_many"


@dataclass(frozen=True, slots=True)
class Limit:
    """``free`` tries without delay, then 1, 2, 4 ... seconds up to ``longest_s``."""

    free: int
    longest_s: int

    def delay(self, failures: int) -> timedelta:
        over = failures - self.free
        return timedelta(seconds=0 if over < 0 else min(2 ** min(over, 16), self.longest_s))


ACCOUNT = Limit(free=5, longest_s=1800)  # at most about 60 guesses of strangers a day
KNOWN_DEVICE = Limit(free=10, longest_s=300)
ADDRESS = Limit(free=100, longest_s=300)  # a whole clinic may stand behind one address
LINK = Limit(free=3, longest_s=900)  # one that is tried again and again is locked besides
LINK_ADDRESS = Limit(free=50, longest_s=300)  # many telephones may stand behind one address


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that is being looked at: the person's own bucket, the address's, and how many tries failed before."""

    own: str
    address: str | None
    failed_before: int


def known_hash(device_token: str, user_id: str) -> str:
    """One browser serves several people: it is known to each of them separately."""
    return hash_token(f"{device_token}:{user_id}")


def is_known_device(device_token: str | None, email: str) -> bool:
    user = db.session.execute(select(User.clinic_id, User.id).where(User.email == email)).one_or_none()
    if not device_token or user is None:
        return False
    return db.session.get(KnownDevice, (user.clinic_id, known_hash(device_token, user.id))) is not None


def reserve_attempt(email: str, address: str, device_token: str | None, key: str, now: datetime) -> Attempt:
    """Count a try before it is looked at, or raise TooMany. ``key`` hides what was typed from readers of the table."""
    db.session.execute(delete(Throttle).where(Throttle.free_at < now - FORGET_AFTER))
    if is_known_device(device_token, email):
        own = bucket_name("known", f"{device_token}:{email}", key)
        return Attempt(own, None, count_try(own, KNOWN_DEVICE, now))
    own, place = bucket_name("account", email, key), bucket_name("address", address, key)
    failed_before = count_try(own, ACCOUNT, now)
    count_try(place, ADDRESS, now)
    return Attempt(own, place, failed_before)


def reserve_visit(link: str, address: str, key: str, now: datetime) -> Attempt:
    """The same for a try at a link for a patient. ``link`` is the hash of what was typed, whether there is such a link
    or not; empty while it is only looked at."""
    own, place = bucket_name("link", link, key) if link else "", bucket_name("link address", address, key)
    if own:
        count_try(own, LINK, now)
    return Attempt(own, place, count_try(place, LINK_ADDRESS, now))


def forgive_attempt(attempt: Attempt) -> None:
    """The password was right. The address is let off this one try only, else one account would clear it for all."""
    db.session.execute(delete(Throttle).where(Throttle.bucket == attempt.own))
    if attempt.address:
        lower(attempt.address)


def uncount_attempt(attempt: Attempt, now: datetime) -> None:
    """The password was right and the device was refused: only the wrong tries before this one count."""
    lower(attempt.own, free_at=now)
    if attempt.address:
        lower(attempt.address, free_at=now)


def lower(bucket: str, **more: datetime) -> None:
    counted = update(Throttle).where(Throttle.bucket == bucket, Throttle.failures > 0)
    db.session.execute(counted.values(failures=Throttle.failures - 1, **more))


def count_try(bucket: str, limit: Limit, now: datetime) -> int:
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    empty = dialect.insert(Throttle).values(bucket=bucket, failures=0, free_at=now)
    db.session.execute(empty.on_conflict_do_nothing())
    query = select(Throttle).where(Throttle.bucket == bucket).with_for_update()
    row = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if row.free_at > now:
        wait = int((row.free_at - now).total_seconds()) + 1
        raise TooMany(N_("Too many wrong attempts. Try again later."), retry_after=wait)
    row.failures += 1
    row.free_at = now + limit.delay(row.failures)
    return row.failures - 1


def bucket_name(kind: str, value: str, key: str) -> str:
    return f"{kind}:{hmac.new(key.encode(), value.encode(), 'sha256').hexdigest()}"
