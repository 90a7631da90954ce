"""Passwords: what a good one is, and argon2id, a few at a time, because each hash needs much memory."""

import hashlib
import hmac
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.domain.errors import Invalid, Refusal
from server.domain.translation import N_
from server.services.accounts.common_passwords import is_common

MIN_LENGTH, MAX_LENGTH = 15, 128
MIN_WITH_SECOND_FACTOR = 8
MIN_DIFFERENT = 5
AT_ONCE = 2
PATIENCE_S = 3.0


class TooBusy(Refusal):
    """Too many people are signing in at this moment."""

    status, code = 503, "busy"


class BadPassword(Invalid):
    """The password is too weak to be taken."""


class Passwords:
    """Hashes and checks. One per process; ``configure`` sets the cost before first use."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self.configure(3, 65536, 4)

    def configure(self, time_cost: int, memory_kib: int, parallelism: int) -> None:
        self._hasher = PasswordHasher(time_cost, memory_kib, parallelism)
        self._stand_in: str | None = None

    def hash(self, password: str) -> str:
        with self._place():
            return self._hasher.hash(normal(password))

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether it is the password. Takes the same time when there is none to compare with."""
        with self._place():
            try:
                self._hasher.verify(stored or self._nobody(), normal(password))
            except (VerificationError, InvalidHashError):
                return False
            return stored is not None

    def is_outdated(self, stored: str) -> bool:
        return self._hasher.check_needs_rehash(stored)

    def _nobody(self) -> str:
        if self._stand_in is None:
            self._stand_in = self._hasher.hash("nobody's password")
        return self._stand_in

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=PATIENCE_S):
            raise TooBusy(N_("Many people are signing in. Try again in a moment."), retry_after=2)
        try:
            yield
        finally:
            self._places.release()


passwords = Passwords()


def normal(password: str) -> str:
    """The same word typed on two keyboards is the same bytes."""
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *context: str, has_second_factor: bool = False) -> None:
    """Refuse a weak password. ``context`` are words an attacker would try first: the name, the address, the clinic."""
    text = normal(password)
    if len(text) < MIN_WITH_SECOND_FACTOR:
        raise BadPassword(N_("The password needs at least 8 characters."), fields={"password": ["too_short"]})
    if len(text) < MIN_LENGTH and not has_second_factor:
        raise BadPassword(N_("The password needs at least 15 characters."), fields={"password": ["too_short"]})
    if len(text) > MAX_LENGTH:
        raise BadPassword(N_("The password may have at most 128 characters."), fields={"password": ["too_long"]})
    is_easy = len(set(text)) < MIN_DIFFERENT or any(word in text.casefold() for word in context_words(context))
    if is_easy or is_common(text, MIN_DIFFERENT):
        raise BadPassword(N_("The password is too easy to guess."), fields={"password": ["too_easy"]})


def context_words(context: tuple[str, ...]) -> set[str]:
    whole = {part for text in context for part in (normal(text).casefold().partition("@")[0], normal(text).casefold())}
    words = {word for text in whole for word in text.split()}
    return {word for word in whole | words | {"needlepoint"} if len(word) >= 4}


def hash_token(token: str) -> str:
    """What the database keeps of a random token. It has 256 bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
