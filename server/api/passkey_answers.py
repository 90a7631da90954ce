"""Passkeys at the sign-in and at a proof: what is asked, what is answered, and what a refusal leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from server.config import settings
from server.db import begin_write, db, utc_now
from server.domain.errors import Invalid
from server.services.accounts.passkeys import (
    SIGN_IN,
    Answer,
    CopiedPasskey,
    Site,
    WrongPasskey,
    ask_passkey,
    note_copy,
    take_challenge,
)
from server.services.accounts.second_factor import SecondFactorNeeded, has_passkey
from server.services.accounts.sessions import Given


def site() -> Site:
    """As ``PUBLIC_URL`` says, whatever the request says of itself."""
    url = settings().public_url
    return Site(str(urlsplit(url).hostname), url)


def taken(said: dict[str, str], clinic_id: str, user_id: str, purpose: str, asker: str) -> Answer:
    """The answer with what was asked, which is used up even when the answer is refused."""
    begin_write()
    challenge = take_challenge(clinic_id, user_id, purpose, asker, utc_now())
    db.session.commit()
    return Answer(said, site(), challenge)


def given_at_sign_in(body: dict[str, Any], clinic_id: str, user_id: str) -> Given:
    said = body.get("passkey")
    answer = taken(said, clinic_id, user_id, SIGN_IN, body["device"]["id"]) if said else None
    return Given(body.get("code"), answer)


@contextmanager
def asking(clinic_id: str, user_id: str, device_id: str) -> Iterator[None]:
    """Around a sign-in: whoever has a passkey gets with ``second_factor_needed`` what it is to sign (``passkey``)."""
    try:
        with noting_copies(clinic_id, user_id, device_id):
            yield
    except SecondFactorNeeded as needed:
        begin_write()
        if has_passkey(clinic_id, user_id):
            needed.extra["passkey"] = ask_passkey(clinic_id, user_id, site(), SIGN_IN, device_id, utc_now())
        db.session.commit()
        raise


@contextmanager
def noting_copies(clinic_id: str, user_id: str, device_id: str) -> Iterator[None]:
    try:
        yield
    except CopiedPasskey as copied:
        begin_write()
        note_copy(clinic_id, user_id, device_id, copied)
        db.session.commit()
        raise


@contextmanager
def as_field() -> Iterator[None]:
    """A wrong answer of somebody signed in is a wrong field: with 401 the app would take the login for ended."""
    try:
        yield
    except WrongPasskey as wrong:
        raise Invalid(wrong.detail, fields={"passkey": ["wrong"]}) from None
