"""A lot is recalled: who had it."""

from typing import Any

from flask import Response

from server.api.answers import CSV, download
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db
from server.domain.permissions import Action
from server.exports import recall as table
from server.schemas.recall import RecallCsvIn, RecallIn, RecallOut
from server.schemas.summaries import TEXT
from server.services import recall

blueprint = Blueprint("recall", __name__, description="Where a lot went")


@blueprint.route("/recall")
@requires(Action.READ_RECALL)
@blueprint.arguments(RecallIn, location="query")
@blueprint.response(200, RecallOut)
def find_lot(query: dict[str, Any]) -> recall.Found:
    """The visits at which a lot was used, the latest first, each with its patient."""
    begin_write()
    found = recall.find_lot(current_actor(), **query)
    db.session.commit()
    return found


@blueprint.route("/recall.csv")
@requires(Action.READ_RECALL)
@blueprint.arguments(RecallCsvIn, location="query")
@blueprint.response(200, TEXT, content_type="text/csv")
def lot_csv(query: dict[str, Any]) -> Response:
    """The whole recall as a table."""
    begin_write()
    found = recall.find_lot(current_actor(), query["lot"], None)
    db.session.commit()
    return download(table.render(found.items), CSV, "recall.csv")
