"""One-time codes as the telephone of one of the cast would show them. The application context is open.

The server takes the code of the current 30 s step and of the steps beside it, each once. What a test enters is counted
from the last code the server took, so that it means the same when a step ends in the middle of the test.
"""

import time

import pyotp
from sqlalchemy import Row, select

from server.db import db
from server.models import SecondFactor
from server.services.accounts.second_factor import STEP_S, purpose_of
from server.services.keys.wrapping import unwrap
from tests.cast import Person


def first_code(person: Person) -> str:
    """The current code of the secret that is being set up."""
    pending, _secret, _last = stored_factor(person)
    return code_at(person, pending, int(time.time()) // STEP_S)


def code_after(person: Person, steps: int) -> str:
    """The code so many steps after the last one taken. 0: that one again; 1: one that is good."""
    _pending, secret, last = stored_factor(person)
    return code_at(person, secret, last + steps)


def stored_factor(person: Person) -> Row[tuple[str | None, str | None, int]]:
    this = (SecondFactor.clinic_id == person.actor.clinic_id, SecondFactor.user_id == person.id)
    columns = (SecondFactor.pending, SecondFactor.secret, SecondFactor.last_step)
    found = db.session.execute(select(*columns).where(*this)).one()
    db.session.rollback()
    return found


def code_at(person: Person, wrapped: str | None, step: int) -> str:
    return pyotp.TOTP(unwrap(purpose_of(person.id), wrapped or "").decode()).generate_otp(step)
