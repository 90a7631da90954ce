"""A patient's summary as pages, as a table and as JSON."""

from dataclasses import asdict
from json import dumps
from typing import Any
from urllib.parse import quote

from flask import Response, current_app

from server.api.answers import CSV, download
from server.api.blueprint import Blueprint
from server.auth.guards import current_actor, requires
from server.db import db, utc_now
from server.domain.permissions import Action
from server.exports import csv, fhir, json, pdf, tidy, xlsx
from server.exports.document import ExportDocument
from server.exports.formatting import file_stem
from server.exports.letters import Rewritten, noting
from server.exports.pdf import patient
from server.schemas.summaries import BINARY, DECIMALS, SEPARATORS, TEXT, SummaryCsvIn, SummaryOut, SummaryPdfIn
from server.services.summaries.export import export_summary, export_told
from server.services.summaries.patient import PatientPage, export_patient_page

PDF = "application/pdf"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LETTERS = 40
MOST_HEADER = 2000  # bytes; what stands before a server takes about 4,000 in all headers
blueprint = Blueprint("summaries", __name__, description="A patient's record on its way out of the clinic")


@blueprint.route("/patients/<uuid:patient_id>/summary.pdf")
@requires(Action.EXPORT_SUMMARY)
@blueprint.arguments(SummaryPdfIn, location="query")
@blueprint.response(200, BINARY, content_type=PDF)
def summary_pdf(query: dict[str, Any], patient_id: str) -> Response:
    """The patient's page about the last signed visit, or with audience=clinician the record for a colleague.

    What no font of the PDF can draw stands on it in Latin letters; the header Needlepoint-In-Latin then names each
    such text, so that it is read before the page is printed.
    """
    with noting() as in_latin:
        made = record(patient_id) if query["audience"] == "clinician" else page(patient_id, query)
    return file(*made, named(in_latin))


def record(patient_id: str) -> tuple[bytes, str, str, str]:
    document = export(patient_id, "pdf")
    return pdf.render(document), PDF, "record.pdf", number_of(document)


def page(patient_id: str, query: dict[str, Any]) -> tuple[bytes, str, str, str]:
    found = patient_page(patient_id, query["lang"], query["name_pregnancy"])
    body = patient.render(found.facts, found.names, found.words, found.language)
    return body, PDF, f"page-{found.language}.pdf", found.names.mrn


@blueprint.route("/patients/<uuid:patient_id>/summary.csv")
@requires(Action.EXPORT_SUMMARY)
@blueprint.arguments(SummaryCsvIn, location="query")
@blueprint.response(200, TEXT, content_type="text/csv")
def summary_csv(query: dict[str, Any], patient_id: str) -> Response:
    """One row for each note, one column for each field; with ``table`` one of the tidy tables."""
    document = export(patient_id, "csv")
    marks = {"separator": SEPARATORS[query["separator"]], "decimal": DECIMALS[query["decimal"]]}
    body = tidy.as_csv(document, query["table"], **marks) if query["table"] else csv.render(document, **marks)
    return file(body, CSV, f"{query['table'] or 'record'}.csv", number_of(document))


@blueprint.route("/patients/<uuid:patient_id>/summary.xlsx")
@requires(Action.EXPORT_SUMMARY)
@blueprint.response(200, BINARY, content_type=WORKBOOK)
def summary_xlsx(patient_id: str) -> Response:
    """A workbook: visits, sites, observations, and the dictionary of their columns. Text cells are text."""
    document = export(patient_id, "xlsx")
    return file(xlsx.render(document), WORKBOOK, "record.xlsx", number_of(document))


@blueprint.route("/patients/<uuid:patient_id>/summary.fhir.json")
@requires(Action.EXPORT_SUMMARY)
@blueprint.response(200, {"type": "object"}, content_type="application/fhir+json")
def summary_fhir(patient_id: str) -> Response:
    """The signed record as a FHIR R4 document, shaped as an International Patient Summary where its sections fit."""
    document = export(patient_id, "fhir")
    return file(fhir.render(document), "application/fhir+json", "record.fhir.json", number_of(document))


@blueprint.route("/patients/<uuid:patient_id>/summary.json")
@requires(Action.EXPORT_SUMMARY)
@blueprint.response(200, SummaryOut)
def summary_json(patient_id: str) -> Response:
    """The same for another program; ``format`` and ``format_version`` name the shape."""
    actor, demo, now = current_actor(), current_app.config["NEEDLEPOINT"].demo, utc_now()
    found = export_told(actor, str(patient_id), "json", now, json.tell)
    db.session.commit()
    return file(json.whole(found.text, now, actor.name, demo), "application/json", "record.json", found.number)


def export(patient_id: str, form: str) -> ExportDocument:
    """The audit row is on disk before the first byte leaves."""
    actor, demo = current_actor(), current_app.config["NEEDLEPOINT"].demo
    document = export_summary(actor, str(patient_id), form, utc_now(), demo)
    db.session.commit()
    return document


def patient_page(patient_id: str, language: str | None, private: bool) -> PatientPage:
    actor, demo = current_actor(), current_app.config["NEEDLEPOINT"].demo
    page = export_patient_page(actor, str(patient_id), language, private, utc_now(), demo)
    db.session.commit()
    return page


def number_of(document: ExportDocument) -> str:
    return document.patient.shown("identity", "mrn")


def named(in_latin: list[Rewritten]) -> dict[str, str]:
    """As JSON in percent signs, for a header holds ASCII: ``texts``, and how many ``more`` would make it too long."""
    for n in range(len(in_latin), 0, -1):
        texts = [{key: value[:MOST_LETTERS] for key, value in asdict(one).items()} for one in in_latin[:n]]
        header = quote(dumps({"texts": texts, "more": len(in_latin) - n}, ensure_ascii=False), safe=" ")
        if n == 1 or len(header) <= MOST_HEADER:
            return {"Needlepoint-In-Latin": header}
    return {}


def file(body: bytes, content_type: str, ending: str, number: str, headers: dict[str, str] | None = None) -> Response:
    """A download named after the patient's number and the moment it was made, never after the person."""
    name = f"{file_stem(number)}_{utc_now():%Y-%m-%d_%H%M%S}_{ending}"
    return download(body, content_type, name, headers)
