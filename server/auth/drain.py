"""The door for those who may only deliver: their browser's mark and the ids it names, before the body is read."""

from flask import g, request

from server.auth.guards import NotSignedIn
from server.auth.login import read_device_token
from server.db import utc_now
from server.services.accounts.drain import Drain, find_drain


def may_drain() -> None:
    """Somebody disabled, or on a blocked device, in the browser they worked in."""
    token, user_id, device_id = read_device_token(), request.args.get("user_id"), request.args.get("device_id")
    found = find_drain(token, user_id, device_id, utc_now()) if token and user_id and device_id else None
    if found is None:
        raise NotSignedIn
    g.drain = found


def current_drain() -> Drain:
    found: Drain = g.drain
    return found
