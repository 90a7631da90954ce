"""The PDFs: ``patient.py`` sets the patient's page, ``pages.py`` composes the clinical record; ``set_pages.py`` runs
typst on them. Both are tagged (PDF/UA-1) and use the bundled fonts alone. The record is PDF/A-3, with itself as data.
"""

from server.exports import fhir
from server.exports.document import ExportDocument
from server.exports.formatting import times_of
from server.exports.pdf.appendix import codes
from server.exports.pdf.pages import ATTACHED, tell
from server.exports.pdf.set_pages import FONTS, TEMPLATES, PagesNotSet, set_pages

__all__ = ["FONTS", "TEMPLATE", "PagesNotSet", "render", "set_pages"]

TEMPLATE = TEMPLATES / "summary.typ"


def render(document: ExportDocument) -> bytes:
    """The clinical record, with the same record as FHIR attached."""
    attached = {"name": ATTACHED, "type": "application/fhir+json", "body": fhir.render(document).decode()}
    with times_of(document.time_zone):
        pages = tell(document)
    return set_pages(TEMPLATE, pages, kept={"attached": attached, "codes": codes(document)})
