"""One-time codes as the telephone of one of the cast would show them. The application context is open."""

import time

import pyotp

from server.db import db
from server.models import SecondFactor
from server.services.accounts.second_factor import STEP_S, purpose_of
from server.services.keys.wrapping import unwrap
from tests.cast import Person


def code_of(person: Person, pending: bool = False, steps: int = 0) -> str:
    """The code of now, or of so many steps later."""
    factor = db.session.get_one(SecondFactor, (person.actor.clinic_id, person.id), populate_existing=True)
    wrapped = factor.pending if pending else factor.secret
    secret = unwrap(purpose_of(person.id), wrapped or "").decode()
    db.session.rollback()
    return pyotp.TOTP(secret).generate_otp(int(time.time()) // STEP_S + steps)
