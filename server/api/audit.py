"""Who saw and did what."""

from typing import Any

from flask import Response

from server.api.answers import CSV, download
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.exports import audit as table
from server.schemas.audit import SeenListIn, SeenOut, TrailCsvIn, TrailIn, TrailOut
from server.schemas.summaries import TEXT
from server.services import seen, trail

blueprint = Blueprint("audit", __name__, description="Who saw and did what")


@blueprint.route("/audit")
@requires(Action.READ_AUDIT)
@blueprint.arguments(TrailIn, location="query")
@blueprint.response(200, TrailOut)
def read_trail(query: dict[str, Any]) -> dict[str, Any]:
    """The audit trail, the latest first: of a patient, of a person, of a day, or all of it."""
    page = {name: query.pop(name) for name in ("limit", "cursor")}
    begin_write()
    items, following = trail.read_trail(current_actor(), trail.Wanted(**query), **page)
    db.session.commit()
    return {"items": items, "next": following}


@blueprint.route("/audit.csv")
@requires(Action.READ_AUDIT)
@blueprint.arguments(TrailCsvIn, location="query")
@blueprint.response(200, TEXT, content_type="text/csv")
def trail_csv(query: dict[str, Any]) -> Response:
    """The same as a table. The export is itself a row of the trail."""
    begin_write()
    items = trail.export_trail(current_actor(), trail.Wanted(**query))
    db.session.commit()
    return download(table.render(items), CSV, "audit.csv")


@blueprint.route("/audit/seen", methods=["POST"])
@requires(Action.SYNC)
@blueprint.arguments(SeenListIn)
@blueprint.response(200, SeenOut)
def report_seen(body: dict[str, Any]) -> dict[str, Any]:
    """What the person opened or printed on the tablet. What was reported before, or is not the clinic's, is ignored."""
    begin_write()
    new = seen.record_seen(current_actor(), body["items"], utc_now())
    db.session.commit()
    return {"kept": new}
