"""The PDFs: ``patient.py`` sets the patient's page, ``pages.py`` composes the clinical record; ``set_pages.py`` runs
typst on them. Both are tagged (PDF/UA-1) and use the bundled fonts alone.
"""

from server.exports.document import ExportDocument
from server.exports.pdf.pages import tell
from server.exports.pdf.set_pages import FONTS, TEMPLATES, PagesNotSet, set_pages

__all__ = ["FONTS", "TEMPLATE", "PagesNotSet", "render", "set_pages"]

TEMPLATE = TEMPLATES / "summary.typ"


def render(document: ExportDocument) -> bytes:
    """The clinical record."""
    return set_pages(TEMPLATE, tell(document))
