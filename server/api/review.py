"""The queue of notes that wait to be countersigned, what was covered by it, and what treatments came to."""

from typing import Any

from flask import Response

from server.api.answers import list_answer
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.schemas.notes import PageIn, QueueOut
from server.schemas.outcomes import OutcomesIn, OutcomesOut
from server.schemas.review import CoverageIn, CoverageOut
from server.services import coverage, outcomes, reviews

blueprint = Blueprint("review", __name__, description="The second look")


@blueprint.route("/review/queue")
@requires(Action.READ_QUEUE)
@blueprint.arguments(PageIn, location="query")
@blueprint.response(200, QueueOut)
def list_queue(query: dict[str, Any]) -> Response:
    """Signed notes that wait to be countersigned, the oldest visit first."""
    items, following = reviews.list_queue(current_actor(), **query)
    db.session.commit()
    return list_answer(items, following)


@blueprint.route("/review/coverage")
@requires(Action.READ_QUEUE)
@blueprint.arguments(CoverageIn, location="query")
@blueprint.response(200, CoverageOut)
def read_coverage(query: dict[str, Any]) -> dict[str, Any]:
    """What was signed in these days: how much of it was to be reviewed and why, was reviewed, and waits too long."""
    begin_write()
    found = coverage.read_coverage(current_actor(), **query, now=utc_now())
    db.session.commit()
    return found


@blueprint.route("/outcomes")
@requires(Action.READ_QUEUE)
@blueprint.arguments(OutcomesIn, location="query")
@blueprint.response(200, OutcomesOut)
def read_outcomes(query: dict[str, Any]) -> dict[str, Any]:
    """What the signed visits of these days came to, session by session. Of few patients only their number is told."""
    found = outcomes.read_outcomes(current_actor(), **query, now=utc_now())
    db.session.commit()
    return found
