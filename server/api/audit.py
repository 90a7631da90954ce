"""Who saw and did what."""

from typing import Any

from flask import Response

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
    """The same as a table; that it was taken out stands in the trail as well."""
    begin_write()
    items = trail.export_trail(current_actor(), trail.Wanted(**query))
    db.session.commit()
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
    return Response(table.render(items), content_type="text/csv; charset=utf-8", headers=headers)


@blueprint.route("/audit/seen", methods=["POST"])
@requires(Action.SYNC)
@blueprint.arguments(SeenListIn)
@blueprint.response(200, SeenOut)
def tell_seen(body: dict[str, Any]) -> dict[str, Any]:
    """What the person opened or printed on the tablet. What was told before, or is not of the clinic, adds nothing."""
    begin_write()
    kept = seen.note_seen(current_actor(), body["items"], utc_now())
    db.session.commit()
    return {"kept": kept}
