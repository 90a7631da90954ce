"""Request bodies: what is not clean UTF-8 JSON of a sane size and depth is refused before it is read.

Both databases and both languages then see the same text: no NUL, no lone surrogate, no number a browser would round,
no key given twice. A view may have the items of one list judged each by itself (``body_items.py``).
"""

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, current_app, request
from flask.json.provider import DefaultJSONProvider

from server.auth.body_items import MAX_TOTAL_DEPTH, Unclean, cut_items
from server.domain.errors import Refusal
from server.domain.jpeg import MOST_BYTES
from server.domain.translation import N_

MAX_BODY = 256 * 1024
MAX_FORM = 1024
MAX_DEPTH = 32
MAX_KEYS = 1000  # more than a note has sections, or a clinic limits
MAX_INT = 2**53
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}

STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
ROUND = bytes.maketrans(b"[]{}", b"()()")
NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
LONG = re.compile(rb"\d{16}|[eE][+-]?\d{3}")  # numbers that may be too large for a browser
ESCAPES = re.compile(rb"\\[ubfr]")
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
CONTROLS = re.compile(rb"[\x00-\x08\x0b-\x1f]")

BODY = "needlepoint.body"

View = TypeVar("View", bound=Callable[..., Any])


class BadJson(Refusal):
    """The body is not JSON as the API takes it. Says why in general terms, never repeats what was sent."""

    status, code = 400, "bad_json"


class BadAddress(Refusal):
    status, code = 400, "bad_address"


class NotJson(Refusal):
    status, code = 415, "not_json"


class NotJpeg(Refusal):
    status, code = 415, "not_jpeg"


def parse_json(raw: bytes) -> Any:
    """The value of a JSON text in UTF-8, or BadJson."""
    plain = STRINGS.sub(b"", raw)
    check_depth(plain)
    numbers: dict[str, Any] = {"parse_float": read_float, "parse_int": read_int} if LONG.search(plain) else {}
    try:
        value = json.loads(
            raw.decode("utf-8"), parse_constant=refuse_constant, object_pairs_hook=read_object, **numbers
        )
    except UnicodeDecodeError:
        raise BadJson("the body is not UTF-8") from None
    except ValueError:
        raise BadJson("the body is not JSON") from None
    if ESCAPES.search(raw):  # raw control characters and surrogates cannot get this far, escaped ones can
        check_text(value)
    return value


def parse_items(raw: bytes, name: str) -> Any:
    """The same, but each item of the body's list ``name`` is validated alone: an invalid item becomes an Unclean."""
    try:
        return parse_json(raw)
    except BadJson:
        check_depth(STRINGS.sub(b"", raw), MAX_TOTAL_DEPTH)
    try:
        around, items = cut_items(raw.decode("utf-8"), name)
    except ValueError:
        raise BadJson("the body is not JSON") from None
    body = parse_json(around.encode())
    body[name] = [parse_item(item) for item in items]
    return body


def parse_item(text: str) -> Any:
    try:
        return parse_json(text.encode())
    except BadJson as refusal:
        return Unclean(text, refusal.detail)


def check_depth(plain: bytes, most: int = MAX_DEPTH) -> None:
    """Take away the innermost pairs of brackets as often as there may be levels. ``plain`` has no strings."""
    brackets = plain.translate(ROUND, NO_BRACKETS)
    for _level in range(most):
        brackets = brackets.replace(b"()", b"")
        if not brackets:
            return
    if b"()" in brackets or brackets.count(b"(") > most:  # else they do not match, which the parser says
        raise BadJson(f"the body is nested deeper than {most} levels")


def check_text(value: Any) -> None:
    if isinstance(value, str):
        if FORBIDDEN.search(value):
            raise BadJson("a text holds a control character or half a character")
    elif isinstance(value, list):
        for item in value:
            check_text(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            check_text(key)
            check_text(item)


def refuse_constant(_text: str) -> NoReturn:
    raise BadJson("NaN and Infinity are not numbers")


def read_float(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise BadJson("a number is too large")
    return number


def read_int(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_INT:
        raise BadJson("a whole number is too large")
    return int(text)


def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_KEYS:
        raise BadJson(f"an object has more than {MAX_KEYS} members")
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJson("an object has the same key twice")
    return found


class StrictJson(DefaultJSONProvider):
    """Flask's JSON with request validation on the way in, and plain UTF-8 without NaN on the way out."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:
        return parse_json(s.encode() if isinstance(s, str) else s)

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        return super().dumps(obj, allow_nan=False, **kwargs)


def body_limit(size: int) -> Callable[[View], View]:
    """Let one view take a larger body than the rest."""

    def mark(view: View) -> View:
        view.body_limit = size  # type: ignore[attr-defined]
        return view

    return mark


def each_alone(name: str) -> Callable[[View], View]:
    """Judge the items of the body's list ``name`` one by one, so that none of them spoils the others."""

    def mark(view: View) -> View:
        view.each_alone = name  # type: ignore[attr-defined]
        return view

    return mark


def form(view: View) -> View:
    """The view takes a form of a page without script, for somebody without a login: no header can go with that, and
    with our Referrer-Policy its Origin is ``null``. What the form says has to be all that opens anything."""
    view.takes_form = True  # type: ignore[attr-defined]
    return view


def takes_jpeg(view: View) -> View:
    """The view takes the bytes of a photo, and reads them itself."""
    view.takes_jpeg = True  # type: ignore[attr-defined]
    return view


def takes_form(endpoint: str) -> bool:
    return getattr(current_app.view_functions[endpoint], "takes_form", False)


def read_body(asked: Request) -> Any:
    """The value of the body, read once for each request."""
    if BODY not in asked.environ:
        name = getattr(current_app.view_functions[str(asked.endpoint)], "each_alone", None)
        asked.environ[BODY] = parse_items(asked.get_data(cache=True), name) if name else asked.get_json()
    return asked.environ[BODY]


def check_address() -> None:
    """Refuse a path or query that is not UTF-8 or hides control characters."""
    path = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    for raw in (path, unquote_to_bytes(request.query_string.replace(b"+", b" "))):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            raise BadAddress("the address is not UTF-8") from None
        if CONTROLS.search(raw):
            raise BadAddress("the address holds a control character")


def check_body() -> None:
    """Take nothing but JSON, and read it now, so that a view without arguments refuses a bad body as well."""
    if request.method not in UNSAFE or request.endpoint is None:
        return
    if takes_form(request.endpoint):
        return check_form()
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "takes_jpeg", False):
        return check_jpeg()
    request.max_content_length = getattr(view, "body_limit", MAX_BODY)
    if request.mimetype == "application/json":
        if request.mimetype_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            raise NotJson("the charset must be UTF-8")
        if request.get_data(cache=True):
            read_body(request)
    elif request.mimetype or request.get_data(cache=True):
        raise NotJson("the body must be application/json")


def check_jpeg() -> None:
    request.max_content_length = MOST_BYTES
    if request.mimetype != "image/jpeg":
        raise NotJpeg(N_("A photo is sent as image/jpeg."))
    request.get_data(cache=True)


def check_form() -> None:
    request.max_content_length = MAX_FORM
    if request.mimetype not in {"", "application/x-www-form-urlencoded"}:
        raise NotJson("the body must be a form")
    request.get_data(cache=True, parse_form_data=True)


def install_gate(app: Flask) -> None:
    app.json = StrictJson(app)
    app.before_request(check_address)
