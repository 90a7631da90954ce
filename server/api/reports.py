"""What waits, what the rules found, what went wrong, and how long a review takes: counts of a clinic."""

from typing import Any

from flask import Response

from server.api.answers import CSV, download
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import db, utc_now
from server.domain.permissions import Action
from server.exports import csv
from server.schemas.reports import ReportIn, ReportOut
from server.schemas.summaries import TEXT
from server.services import reports

blueprint = Blueprint("reports", __name__, description="Counts of a clinic")
WORDS = {
    "waiting": "What is unsent, unsigned or not reviewed, by how many days it waits.",
    "rules": "In how many signed notes each rule found something, and was answered.",
    "events": "Adverse events by device, depth, lot and PRP of the session that they name.",
    "approval": "The time from a signature to its approval, by month.",
}


def add_routes(name: str) -> None:
    @blueprint.route(f"/reports/{name}", endpoint=name)
    @requires(Action.READ_AUDIT)
    @blueprint.arguments(ReportIn, location="query")
    @blueprint.response(200, ReportOut)
    def read(query: dict[str, Any]) -> dict[str, Any]:
        found = reports.read_report(current_actor(), name, query["first"], utc_now())
        db.session.commit()
        return found

    @blueprint.route(f"/reports/{name}.csv", endpoint=f"{name}_csv")
    @requires(Action.READ_AUDIT)
    @blueprint.arguments(ReportIn, location="query")
    @blueprint.response(200, TEXT, content_type="text/csv")
    def as_table(query: dict[str, Any]) -> Response:
        found = reports.read_report(current_actor(), name, query["first"], utc_now(), "report.export")
        db.session.commit()
        return download(csv.table(tuple(found["columns"]), found["rows"]), CSV, f"{name}.csv")

    read.__doc__, as_table.__doc__ = WORDS[name], f"{WORDS[name]} As a table; the export is a row of the trail."


for each in WORDS:
    add_routes(each)
