"""Counts refused requests of people who are signed in, for the audit trail."""

import structlog
from flask import Flask, Response, g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.auth.guards import current_actor, is_signed_in
from server.db import begin_write, db, utc_now
from server.services.refusals import DENIED, FOREIGN_PAGE, NOT_FOUND, Refused, count_refusal

log = structlog.get_logger("needlepoint.refusals")
KINDS = {"not_allowed": DENIED, "locked": DENIED, "cross_site": FOREIGN_PAGE, "not_found": NOT_FOUND}
NAMED_IN_QUERY = ("patient", "user")


def count_refused(response: Response) -> Response:
    """What was not found counts only if the request names it: it is not there, or belongs to another clinic."""
    kind = KINDS.get(g.get("refused", ""))
    sought = next(iter((request.view_args or {}).values()), None) or find_in_query()
    if kind is None or request.endpoint is None or not is_signed_in() or (kind == NOT_FOUND and sought is None):
        return response
    try:
        count(kind, str(request.endpoint), sought)
    except (OperationalError, PoolTimeout) as error:
        db.session.rollback()
        log.warning("refusal_not_counted", error=type(error).__name__)
    return response


def find_in_query() -> str | None:
    found = (request.args.get(name) for name in NAMED_IN_QUERY)
    return next((value for value in found if value), None)


def count(kind: str, endpoint: str, sought: str | None) -> None:
    actor = current_actor()
    subject, act = endpoint.partition(".")[::2]
    source = f"{actor.id} {actor.device_id} {endpoint}"
    about: tuple[str | None, str | None] = (subject, str(sought)[:36]) if sought else (None, None)
    begin_write()
    count_refusal(actor, Refused(kind, source, *about, {"subject": subject, "act": act}), utc_now())
    db.session.commit()


def install_refusals(app: Flask) -> None:
    app.after_request(count_refused)
