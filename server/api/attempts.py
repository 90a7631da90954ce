"""Tries at a password or a code, counted before they are looked at."""

from flask import current_app, request

from server.auth.login import read_device_token
from server.db import begin_write, db, utc_now
from server.services.accounts.throttle import Attempt, reserve_attempt


def count_attempt(email: str) -> Attempt:
    """Count a try at this account from this browser and address, and commit it. Raises TooMany."""
    key = str(current_app.secret_key)
    begin_write()
    attempt = reserve_attempt(email, request.remote_addr or "", read_device_token(), key, utc_now())
    db.session.commit()
    return attempt
