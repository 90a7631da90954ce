"""The patient's page as a PDF: the document of ``exports/patient_page``, set by ``templates/patient.typ``."""

from dataclasses import replace
from typing import Any

from server.exports.formatting import safe
from server.exports.letters import noting
from server.exports.patient_page import Names, page_of
from server.exports.pdf.set_pages import TEMPLATES, rewritten, set_pages

TEMPLATE = TEMPLATES / "patient.typ"


def render(facts: dict[str, Any], names: Names, words: dict[str, Any], code: str) -> bytes:
    """Raises PagesNotSet. Every text of the record passes ``safe`` once, wherever it stands in the facts."""
    with noting() as in_latin:
        page = page_of(rewritten(facts, safe), safe_names(names), words, code)
    page["ids"] += [words["latin"]] if in_latin else []
    return set_pages(TEMPLATE, page)


def safe_names(names: Names) -> Names:
    return replace(
        names,
        patient=safe(names.patient),
        mrn=safe(names.mrn),
        operator=safe(names.operator),
        clinic=safe(names.clinic),
        phone=safe(names.phone),
        emergency=safe(names.emergency),
    )
