"""A patient's summary as pages, as a table and as JSON."""

from flask import Response, current_app

from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.exports import csv, json, pdf
from server.exports.document import ExportDocument
from server.schemas.summaries import BINARY, TEXT, SummaryOut
from server.services.summaries.export import export_summary

blueprint = Blueprint("summaries", __name__, description="A patient's record on its way out of the clinic")


@blueprint.route("/patients/<uuid:patient_id>/summary.pdf")
@requires(Action.EXPORT_SUMMARY)
@blueprint.response(200, BINARY, content_type="application/pdf")
def summary_pdf(patient_id: str) -> Response:
    """The summary to hand over: the last visit in plain words, then every visit."""
    return file(pdf.render(export(patient_id, "pdf")), "application/pdf", "pdf")


@blueprint.route("/patients/<uuid:patient_id>/summary.csv")
@requires(Action.EXPORT_SUMMARY)
@blueprint.response(200, TEXT, content_type="text/csv")
def summary_csv(patient_id: str) -> Response:
    """One row for each note, one column for each field."""
    return file(csv.render(export(patient_id, "csv")), "text/csv; charset=utf-8", "csv")


@blueprint.route("/patients/<uuid:patient_id>/summary.json")
@requires(Action.EXPORT_SUMMARY)
@blueprint.response(200, SummaryOut)
def summary_json(patient_id: str) -> Response:
    """The same for another program; ``format`` and ``format_version`` name the shape."""
    return file(json.render(export(patient_id, "json")), "application/json", "json")


def export(patient_id: str, form: str) -> ExportDocument:
    """The audit row is on disk before the first byte leaves."""
    actor, demo = current_actor(), current_app.config["NEEDLEPOINT"].demo
    begin_write()
    document = export_summary(actor, str(patient_id), form, utc_now(), demo)
    db.session.commit()
    return document


def file(body: bytes, content_type: str, ending: str) -> Response:
    """A download whose name says nothing about the patient."""
    headers = {"Content-Disposition": f'attachment; filename="summary.{ending}"', "Cache-Control": "no-store"}
    return Response(body, content_type=content_type, headers=headers)
