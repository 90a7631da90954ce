"""Cookie -> person, or token -> program, at every request: Flask-Login on our own tables."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, jsonify, request
from marshmallow import Schema

from server.auth.guards import NotSignedIn
from server.config import Config
from server.db import utc_now
from server.domain.permissions import Actor
from server.extensions import login_manager
from server.services.accounts.sessions import (
    KNOWN_DEVICE_DAYS,
    SignedIn,
    SignIn,
    Visitor,
    describe_person,
    find_signed_in,
)
from server.services.keys.opening import proof_of
from server.services.tokens import find_program

POLLS = {f"/api/v1/{path}" for path in ("me", "sync/ping", "sync/pull", "sync/manifest", "sync/snapshot")}


def session_cookie_name() -> str:
    return "__Host-needlepoint" if current_app.config["NEEDLEPOINT"].is_https else "needlepoint"


def device_cookie_name() -> str:
    return session_cookie_name() + "-device"


def load_person(asking: Request) -> SignedIn | None:
    now = utc_now()
    if "Authorization" in asking.headers:  # a program; it is never taken for the person whose cookie came along
        given = asking.authorization
        return find_program(given.token or "", now) if given and given.type == "bearer" else None
    token = asking.cookies.get(session_cookie_name())
    idle = timedelta(minutes=current_app.config["NEEDLEPOINT"].idle_minutes)
    return find_signed_in(token, now, idle, acted_at(asking, now)) if token else None


def acted_at(asking: Request, now: datetime) -> datetime | None:
    """When the person last did something: the app says how many seconds ago, for most of its requests are its own.

    Without that, what only a clock asks for is no act; everything else is one of this moment.
    """
    said = asking.headers.get("X-Idle", "")
    if said.isascii() and said.isdigit() and len(said) < 7:
        return now - timedelta(seconds=int(said))
    return None if asking.path in POLLS or said else now


def refuse_stranger() -> None:
    raise NotSignedIn


def read_device_token() -> str | None:
    """The mark of a browser somebody has signed in from before."""
    return request.cookies.get(device_cookie_name())


def visitor(device: dict[str, str]) -> Visitor:
    """The browser that asks, with what it brought along."""
    hours = current_app.config["NEEDLEPOINT"].session_hours
    return Visitor(device, read_device_token(), request.cookies.get(session_cookie_name()), hours)


def describe_login(actor: Actor, login_id: str) -> dict[str, Any]:
    """The person signed in, the clinic and the device, and which server says so."""
    settings: Config = current_app.config["NEEDLEPOINT"]
    of_server = {"idle_minutes": settings.idle_minutes, "demo": settings.demo, "version": current_app.config["VERSION"]}
    return {**describe_person(actor), **of_server, "login": login_id}


def answer_signed_in(entry: SignIn, schema: Schema, status: int = 200) -> Response:
    told = describe_login(entry.actor, entry.login_id) | {"proof": proof_of(entry.login_id)}
    response = jsonify(schema.dump(told))
    response.status_code = status
    return set_cookies(response, entry)


def set_cookies(response: Response, entry: SignIn) -> Response:
    keep_token(response, entry.token)
    response.set_cookie(device_cookie_name(), entry.device_token, max_age=KNOWN_DEVICE_DAYS * 86400, **cookie_flags())
    return response


def keep_token(response: Response, token: str) -> Response:
    """Set the cookie with the token of the login."""
    hours = current_app.config["NEEDLEPOINT"].session_hours
    response.set_cookie(session_cookie_name(), token, max_age=hours * 3600, **cookie_flags())
    return response


def cookie_flags() -> dict[str, Any]:
    is_https = current_app.config["NEEDLEPOINT"].is_https
    return {"secure": is_https, "httponly": True, "samesite": "Lax", "path": "/"}


def drop_cookies(response: Response) -> Response:
    secure = current_app.config["NEEDLEPOINT"].is_https
    response.delete_cookie(session_cookie_name(), path="/", secure=secure, httponly=True, samesite="Lax")
    return response


def install_login(app: Flask) -> None:
    app.config.update(SESSION_PROTECTION=None)
    app.login_manager = login_manager  # type: ignore[attr-defined]  # not init_app: the session table has the only cookie
    login_manager.request_loader(load_person)
    login_manager.unauthorized_handler(refuse_stranger)
