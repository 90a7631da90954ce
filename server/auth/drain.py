"""The guard for those who may only deliver: checks their browser's token and ids before the body is read."""

from flask import g, request

from server.auth.guards import NotSignedIn, check_login, current_actor, is_signed_in
from server.auth.login import read_device_token
from server.db import utc_now
from server.domain.permissions import Action, Actor
from server.services.accounts.drain import LOGIN, Drain, find_drain


def may_drain() -> None:
    """Somebody who is disabled, on a blocked device, or whose login ran out, in the browser they worked in."""
    token, user_id, device_id = read_device_token(), request.args.get("user_id"), request.args.get("device_id")
    found = find_drain(token, user_id, device_id, utc_now()) if token and user_id and device_id else None
    if found is None or (found.reason == LOGIN and is_signed_in()):
        raise NotSignedIn
    g.drain = found


def current_drain() -> Drain:
    found: Drain = g.drain
    return found


def may_send_sealed() -> None:
    """Anybody signed in, and whoever may deliver: sealed ops name their own author."""
    if not is_signed_in():
        may_drain()


def may_send_pictures() -> None:
    """Whoever syncs, and whoever may deliver: they say whose photos these are, whatever login the browser has."""
    if request.args.get("user_id"):
        may_drain()
    else:
        check_login(Action.SYNC)


def sender_of_picture() -> Actor:
    return current_drain().actor if "drain" in g else current_actor()


def sender_of_sealed() -> tuple[Actor, bool]:
    """Who delivers, and whether all of it waits for a supervisor."""
    if is_signed_in():
        return current_actor(), False
    return current_drain().actor, current_drain().reason != LOGIN
