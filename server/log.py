"""Logs for operators: one JSON line per event, and only keys of this list. No paths, no bodies, no names."""

import logging
import time
import traceback
from typing import Any

import structlog
from flask import Flask, Response, g, has_app_context, request
from structlog.typing import EventDict

ALLOWED = {
    "event",
    "level",
    "timestamp",
    "request_id",
    "method",
    "route",
    "status",
    "ms",
    "user_id",
    "error",
    "where",
    "faults",
}

log = structlog.get_logger("needlepoint.requests")


def keep_allowed(_logger: Any, _name: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if key in ALLOWED}


def add_request_id(_logger: Any, _name: str, event: EventDict) -> EventDict:
    if has_app_context() and "request_id" in g:
        event["request_id"] = g.request_id
    return event


def configure_logs(level: str) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            add_request_id,
            keep_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
    )


def start_clock() -> None:
    g.started = time.perf_counter()


def log_request(response: Response) -> Response:
    log.info(
        "request",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        user_id=known_user_id(),
    )
    return response


def places_of(error: BaseException) -> list[str]:
    """The lines of the program it came through, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}:{frame.name}" for frame in frames]


def known_user_id() -> str | None:
    """Who asked, if the guard had to find out; the log never causes a lookup of its own."""
    person = g.get("_login_user")
    return person.get_id() if person is not None and person.is_authenticated else None


def install_log(app: Flask, level: str) -> None:
    configure_logs(level)
    app.before_request(start_clock)
    app.after_request(log_request)
