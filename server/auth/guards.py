"""Deny by default: a view says ``@public``, ``@requires(Action.X)`` or ``@admits(check)``, or nobody gets in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user

from server.auth.request_validation import UNSAFE, check_body, takes_form
from server.db import utc_now
from server.domain.errors import NotAllowed, Refusal
from server.domain.permissions import Action, Actor, can
from server.domain.translation import N_
from server.services.keys.opening import is_opened

PUBLIC = "public"
FRESH = timedelta(minutes=5)

View = TypeVar("View", bound=Callable[..., Any])


class NotSignedIn(Refusal):
    status, code = 401, "not_signed_in"


class OtherLogin(Refusal):
    """The request was made for somebody else than the login it arrives with: another person signed in meanwhile."""

    status, code = 401, "other_login"


class FreshSignIn(NotAllowed):
    """The password or a one-time code was last entered too long ago for this. ``POST /me/proof`` takes it again."""

    code = "fresh_sign_in"


class Locked(NotAllowed):
    """The login is that of a device on which its person has not given their secret."""

    code = "locked"


class CrossSite(NotAllowed):
    """The request did not come from our own pages or from a program that says so."""

    code = "cross_site"


def public(view: View) -> View:
    """Open to everyone, signed in or not."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(action: Action, fresh: bool = False, locked: bool = False) -> Callable[[View], View]:
    """Open to people whose role holds ``action``; what it may be done to is asked of ``can`` in the service.

    ``fresh``: only within ``FRESH`` after the person entered their password or a one-time code. ``locked``: also while
    their device is locked (``has_opened``)."""

    def mark(view: View) -> View:
        view.access, view.fresh, view.locked = action, fresh, locked  # type: ignore[attr-defined]
        return view

    return mark


def admits(check: Callable[[], None]) -> Callable[[View], View]:
    """Open to whom ``check`` does not refuse: people without a login, for one purpose."""

    def mark(view: View) -> View:
        view.access = check  # type: ignore[attr-defined]
        return view

    return mark


def declared_access(endpoint: str) -> Action | str | Callable[[], None] | None:
    """What a view declared of itself; None means nothing, and nobody gets in."""
    return getattr(current_app.view_functions[endpoint], "access", None)


def current_actor() -> Actor:
    """The person asking. Only in views that ``@requires`` an action."""
    if not current_user.is_authenticated:
        raise NotSignedIn
    actor: Actor = current_user.actor
    return actor


def is_signed_in() -> bool:
    return bool(current_user.is_authenticated)


def check_access() -> None:
    if request.endpoint is None:
        return
    access = declared_access(request.endpoint)
    if access == PUBLIC:
        return
    if callable(access):
        return access()
    if not isinstance(access, Action):
        raise NotAllowed
    check_login(access, needs_open(request.endpoint))
    if getattr(current_app.view_functions[request.endpoint], "fresh", False) and not is_fresh():
        raise FreshSignIn(N_("Enter your password or a one-time code again to do this."))


def check_login(action: Action, is_for_open: bool = True) -> None:
    """Whether the person asking may do this, with this login; ``is_for_open``: only on a device that they opened."""
    actor = current_actor()
    if request.headers.get("X-Needlepoint-For") not in (None, f"{actor.clinic_id}:{actor.id}"):
        raise OtherLogin
    if is_for_open and not has_opened():
        raise Locked(N_("This device is locked: its person opens it with their device secret."))
    if not can(actor, action):
        raise NotAllowed


def is_fresh() -> bool:
    return bool(utc_now() - current_user.proved_at <= FRESH)


def needs_open(endpoint: str) -> bool:
    """Whether the view is closed to a login whose device is locked."""
    is_also_locked = getattr(current_app.view_functions[endpoint], "locked", False)
    return isinstance(declared_access(endpoint), Action) and not is_also_locked


def has_opened() -> bool:
    """Whether the person has given their device secret, where they have keys on the device of this login."""
    return current_user.key is None or has_opened_key()


def has_opened_key() -> bool:
    """Whether they have keys on it, and have given their secret."""
    key = current_user.key
    said = request.headers.get("X-Needlepoint-Open", "")
    return key is not None and is_opened(key, current_user.session_id, said)


def check_same_site() -> None:
    """A foreign page can neither set the header nor hide where it comes from."""
    if request.method not in UNSAFE or request.endpoint is None:
        return
    is_form = takes_form(request.endpoint)
    if not is_form and request.headers.get("X-Requested-With") != "needlepoint":
        raise CrossSite("the header X-Requested-With: needlepoint is missing")
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        raise CrossSite("the request comes from another site")
    if site is None and not is_form and not is_own_origin(request.headers.get("Origin")):
        raise CrossSite("the request comes from another site")


def is_own_origin(origin: str | None) -> bool:
    """Programs send no Origin; a browser's must be ours, or this very host when it is plain http on loopback."""
    if origin is None:
        return True
    public_url = current_app.config["NEEDLEPOINT"].public_url
    own = {public_url} if public_url.startswith("https://") else {public_url, f"http://{request.host}"}
    return origin in own


def install_guards(app: Flask) -> None:
    app.before_request(check_same_site)
    app.before_request(check_access)
    app.before_request(check_body)
