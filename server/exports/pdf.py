"""The page form: a tagged PDF (PDF/UA-1) set by typst from ``templates/summary.typ`` with the bundled fonts alone.

The template is fixed; everything of the record travels as one JSON string in ``sys.inputs`` and is never read as
markup. The compiler sees no directory but the template's, no system fonts and no network. A character that no bundled
font can draw is an error of PDF/UA: then the same pages are made without that claim, so an odd name never holds up a
summary.
"""

import json
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from server.exports.document import ExportDocument
from server.exports.story import tell

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).parents[2] / "templates" / "summary.typ"
FONTS = Path(__file__).parent / "fonts"
_one_at_a_time = Lock()


def render(document: ExportDocument) -> bytes:
    return compile_pages(tell(document))


def compile_pages(payload: dict[str, Any]) -> bytes:
    """The template filled with the payload of ``story.tell``."""
    import typst

    inputs = {"payload": json.dumps(payload, ensure_ascii=False)}
    with _one_at_a_time:
        try:
            return _bytes(_compiler().compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"]))
        except typst.TypstError:
            return _bytes(_compiler().compile(format="pdf", sys_inputs=inputs))


@cache
def _compiler() -> "typst.Compiler":
    """Loaded on first use: reading the fonts takes a moment and most processes never make a page."""
    import typst

    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=[str(FONTS)], ignore_system_fonts=True)


def _bytes(result: Any) -> bytes:
    if not isinstance(result, bytes):
        raise TypeError("typst returned no document")
    return result
