"""Domain refusal -> RFC 9457 problem: the one shape of every error, whoever made it."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from server.counters import errors_total
from server.domain.errors import Refusal
from server.domain.translation import N_, _
from server.log import places_of

log = structlog.get_logger("needlepoint.errors")

CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "not_json",
    422: "validation",
    429: "too_many",
    503: "unavailable",
    507: "disk_full",
}
DETAILS = {
    400: N_("The request could not be understood."),
    401: N_("Sign in first."),
    403: N_("You do not have permission for this."),
    404: N_("Not found, or you do not have permission to see it."),
    405: N_("This address does not take that method."),
    409: N_("Somebody did the same at this moment. Look again."),
    413: N_("The body is too large."),
    415: N_("The body must be application/json."),
    422: N_("Some fields are not as they should be."),
    429: N_("Too many attempts. Try again later."),
    500: N_("Something went wrong here. It has been noted."),
    503: N_("The server is busy. Try again in a moment."),
    507: N_("The server's disk is full. Nothing was saved."),
}
WRONG_HOST = N_(
    "This server goes by another name. Open its own address, or set PUBLIC_URL to this one and start it again."
)
KEPT_HEADERS = {"allow", "retry-after"}


def problem(
    status: int, code: str = "", detail: str = "", headers: dict[str, str] | None = None, **extra: Any
) -> Response:
    """An answer that says no. ``extra`` are further members, for programs."""
    body = {
        **extra,
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": _(detail or DETAILS.get(status, HTTPStatus(status).phrase)),
        "instance": quote(request.path),
        "request_id": g.get("request_id", ""),
        "code": code or CODES.get(status, "error"),
    }
    response = Response(current_app.json.dumps(body), status, mimetype="application/problem+json")
    response.headers.update(headers or {})
    return response


def on_refusal(error: Refusal) -> Response:
    g.refused = error.code
    wait = error.extra.get("retry_after")
    headers = {} if wait is None else {"Retry-After": str(wait)}
    return problem(error.status, error.code, error.detail, headers, **error.extra)


def on_http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return on_ready_response(error)
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name.lower() in KEPT_HEADERS}
    return problem(status, headers=headers, **find_field_errors(error))


def find_field_errors(error: HTTPException) -> dict[str, Any]:
    """What webargs found wrong, by field; whether it stood in the body or the query is plain from the name."""
    messages = (getattr(error, "data", None) or {}).get("messages") or {}
    found = {name: why for place in messages.values() if isinstance(place, dict) for name, why in place.items()}
    return {"fields": found} if found else {}


def on_wrong_host(_error: SecurityError) -> Response:
    """Somebody opened an address by which this server is not known; it may stand in a browser's window."""
    return problem(400, "wrong_host", WRONG_HOST, address=current_app.config["NEEDLEPOINT"].public_url)


def on_ready_response(error: HTTPException) -> Response:
    """A redirect of the router, the only error that comes with a finished answer."""
    return Response(status=error.code, headers={"Location": error.get_response().headers.get("Location", "/")})


def on_database_error(error: OperationalError | PoolTimeout) -> Response:
    log.error("database_unavailable", error=type(error).__name__)
    cause = getattr(error, "orig", None)
    if "disk is full" in str(cause) or getattr(cause, "sqlstate", "") == "53100":
        return problem(507)
    return problem(503, headers={"Retry-After": "2"})


def on_clash(_error: IntegrityError) -> Response:
    """Two requests wanted the same unique value; the other one was faster."""
    log.warning("clash", error="IntegrityError")
    return problem(409)


def on_unknown_error(error: Exception) -> Response:
    """The last resort. The log gets the place, never the message: it may quote what somebody wrote."""
    errors_total.labels(type(error).__name__).inc()
    log.error("unexpected", error=type(error).__name__, where=places_of(error))
    return problem(500)


def install_errors(app: Flask) -> None:
    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(SecurityError, on_wrong_host)
    app.register_error_handler(OperationalError, on_database_error)
    app.register_error_handler(IntegrityError, on_clash)
    app.register_error_handler(PoolTimeout, on_database_error)
    app.register_error_handler(Exception, on_unknown_error)
