"""The table form: one row per note, a column for every exported field of the catalogue, safe to open in a spreadsheet.

UTF-8 with a byte order mark, comma separated, CRLF. Numbers stay numbers and stand bare; every text is quoted. A text
that a spreadsheet could take for a formula is led by an apostrophe (and so is one that begins with an apostrophe), so
taking one apostrophe away gives back what was typed: ``plain(neutral(text)) == text``. The first row holds the column
names: ``unit.field`` of the catalogue (``numbing.amount_g``, ``zone.chin.depth_mm``, ``obs.T30.pain_now``); the JSON
form lists label and unit of measure of each under ``columns``. A list is joined with ``;``, a table within a field is
written as JSON. The observations of one day and later are those of the newest signed follow-up, where there is one
(``obs.T72.source``, ``obs.T72.by``). A voided note keeps its row and says nothing but that. ``note.given`` names
the sections of the note whose treatment reached the patient: of the others a row holds what was planned.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any
from unicodedata import category

from server.exports.document import Block, ExportDocument, Visit, VoidedVisit
from server.exports.follow_ups import with_follow_ups
from server.exports.formatting import utc_text
from server.exports.line import Line

FORMULA = frozenset("=+-@|\t\r\n＝＋－＠｜﹢﹣﹦﹫−")
MARK = "'"
SEPARATOR, DECIMAL = ",", "."
END = "\r\n"
Row = dict[str, Any]
NOTE_COLUMNS = (
    "note.id",
    "note.state",
    "note.version",
    "note.author",
    "note.signed_at",
    "note.signed_by",
    "note.approved_at",
    "note.approved_by",
    "note.review_comment",
    "note.amendments",
    "note.content_hash",
    "note.given",
)
PATIENT_ID = "patient.id"


def neutral(text: str) -> str:
    """The text as a spreadsheet may hold it without taking it for a formula."""
    if text[:1].isalnum():  # what is neither blank nor a sign
        return text
    risky = text[:1] == MARK or text[:1] in FORMULA or first_visible(text) in FORMULA
    return MARK + text if risky else text


def first_visible(text: str) -> str:
    """The first character that is neither blank nor invisible."""
    return next((one for one in text if not one.isspace() and category(one) not in ("Cc", "Cf")), "")


def plain(cell: str) -> str:
    """What was typed, from a cell that ``neutral`` made."""
    return cell.removeprefix(MARK)


def render(document: ExportDocument, separator: str = SEPARATOR, decimal: str = DECIMAL) -> bytes:
    fields = [column.name for column in document.columns]
    rows = visit_rows(document)
    extra = sorted({name for row in rows for name in row} - {PATIENT_ID, *NOTE_COLUMNS, *fields})
    header = [PATIENT_ID, *NOTE_COLUMNS, *fields, *extra]
    return b"".join(lines(header, header, (finished(row, decimal) for row in rows), separator))


def visit_rows(document: ExportDocument) -> list[Row]:
    """By column name; the last are those of voided notes."""
    patient: Row = {PATIENT_ID: document.patient.id}
    for block in document.patient.blocks:
        patient |= _cells(block, "patient.")
    return [
        *(_visit_row(patient, visit) for visit in document.visits),
        *(_voided_row(document, voided) for voided in document.voided),
    ]


def table(
    header: Sequence[str], rows: Iterable[Sequence[Any]], separator: str = SEPARATOR, decimal: str = DECIMAL
) -> bytes:
    """Rows of values under their names, every cell safe. With another decimal mark than a point, figures are text."""
    return b"".join(_lines(header, ([_cell(value, decimal) for value in row] for row in rows), separator))


def lines(
    header: Sequence[str], names: Sequence[str], rows: Iterable[Row], separator: str = SEPARATOR
) -> Iterator[bytes]:
    """The same of finished rows by the names of their columns, a row at a time."""
    return _lines(header, _filled(names, rows), separator)


def head(header: Sequence[str]) -> bytes:
    """The mark and the first line, before lines that are written already."""
    return b"".join(_lines(header, (), SEPARATOR))


def texts(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """The lines of finished rows, without a header."""
    return _texts(_filled(names, rows), SEPARATOR)


def finished(row: Row, decimal: str = DECIMAL) -> Row:
    """Its cells, each safe."""
    return {name: _cell(value, decimal) for name, value in row.items()}


def _lines(header: Sequence[str], rows: Iterable[Sequence[Any]], separator: str) -> Iterator[bytes]:
    yield "\ufeff".encode()
    for line in _texts(chain([header], rows), separator):
        yield line.encode("utf-8", "replace")


def _texts(rows: Iterable[Sequence[Any]], separator: str) -> Iterator[str]:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator=END, delimiter=separator)
    for cells in rows:
        writer.writerow(cells)
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _filled(names: Sequence[str], rows: Iterable[Row]) -> Iterator[list[Any]]:
    """The cells of each row. Most are empty, so only those are looked at that are not."""
    places = {name: place for place, name in enumerate(names)}
    for row in rows:
        cells: list[Any] = [""] * len(names)
        for name, cell in row.items():
            if name in places:
                cells[places[name]] = cell
        yield cells


def _visit_row(patient: Row, visit: Visit) -> Row:
    row = _note_values(visit) | patient
    for block in visit.blocks:
        row |= _cells(block, "")
    row = with_follow_ups(row, visit, value_of)
    row |= {f"derived.{fact.name}": fact.value for fact in visit.facts}
    return row


def _cells(block: Block, prefix: str) -> Row:
    place = f"{prefix}{block.place}."
    return {place + line.known.name: value_of(line) for line in block.lines if "csv" in line.known.formats}


def _note_values(visit: Visit) -> Row:
    signed = [signature for signature in visit.signatures if signature.meaning != "countersign"]
    review = visit.review
    approved = review if review and review.outcome == "approved" and review.version == visit.version else None
    return {
        "note.id": visit.id,
        "note.state": visit.state,
        "note.version": visit.version,
        "note.author": visit.author,
        "note.signed_at": utc_text(signed[-1].at) if signed else None,
        "note.signed_by": signed[-1].by if signed else None,
        "note.approved_at": utc_text(approved.at) if approved else None,
        "note.approved_by": approved.by if approved else None,
        "note.review_comment": review.comment if review else None,
        "note.amendments": len(visit.amendments),
        "note.content_hash": visit.content_hash,
        "note.given": ";".join(visit.given_here) or None,
    }


def _voided_row(document: ExportDocument, voided: VoidedVisit) -> Row:
    return {PATIENT_ID: document.patient.id, "note.id": voided.id, "note.state": "void"}


def value_of(line: Line) -> Any:
    value = line.value
    if isinstance(value, list):
        if any(isinstance(item, dict) for item in value):
            return json.dumps(value, ensure_ascii=False)
        return value[0] if len(value) == 1 else ";".join(str(_number(item)) for item in value)
    return value


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def _cell(value: Any, decimal: str = DECIMAL) -> Any:
    """Numbers bare, yes and no as words, everything else as neutral text; nothing recorded is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        figure = _number(value)
        is_whole = decimal == DECIMAL or isinstance(figure, int)
        return figure if is_whole else repr(figure).replace(DECIMAL, decimal)
    return neutral(str(value))
