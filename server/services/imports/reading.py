"""A CSV or XLSX file as texts: a header, and rows with the line they stand in."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.domain.imports.targets import MOST_COLUMNS
from server.domain.translation import N_
from server.services.imports.bad_file import BEYOND, MOST_LINES, TOO_MANY_COLUMNS, BadFile

MOST_ROWS, MOST_CELL, MOST_TEXT = 2_000, 20_000, 8_000_000  # characters; one text may stand in many cells
MOST_CELLS, MOST_EMPTY = 1_000, 200_000  # cells of a row and lines, with the empty ones at their end
SEPARATORS = ";,\t|"
MARK = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` by the number of their line in the file, without empty ones. The figures of a workbook are numbers, so
    their decimal sign is known."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    is_workbook: bool


def read_sheet(data: bytes) -> Sheet:
    """Raises BadFile with what to do."""
    held, is_workbook = 0, data.startswith(b"PK")
    found: list[tuple[int, tuple[str, ...]]] = []
    header: tuple[str, ...] | None = None
    for number, cells in xlsx_lines(data) if is_workbook else csv_lines(data):
        cut = without_trailing(tuple(clean(cell) for cell in cells)) if any(cells) else ()
        if not cut:
            continue
        if header is None:
            header = cut
            check_header(header)
            continue
        if len(cut) > len(header):
            raise BadFile(N_("A row has more cells than the header: check the separator."), line=number)
        found.append((number, cut + ("",) * (len(header) - len(cut))))
        held += sum(map(len, cut))
        if len(found) > MOST_ROWS:
            raise BadFile(N_("This file has more than 2,000 rows: cut it into several."))
        if held > MOST_TEXT:
            raise BadFile(N_("This file holds too much text: cut it into several."))
    if header is None or not found:
        raise BadFile(N_("This file has no rows below its header."))
    return Sheet(header, tuple(found), is_workbook)


def check_header(header: tuple[str, ...]) -> None:
    if len(header) > MOST_COLUMNS:
        raise BadFile(TOO_MANY_COLUMNS)
    if len({name for name in header if name}) != len(header):
        raise BadFile(N_("Each column needs a name of its own in the first row."))


def without_trailing(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:end]


def clean(cell: Any) -> str:
    text = " ".join(as_text(cell).split("\u00a0")).strip()
    if len(text) > MOST_CELL or any(ord(sign) < 32 and sign not in "\n\t\r" for sign in text):
        raise BadFile(N_("A cell is too long, or contains characters that are not text."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def csv_lines(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    try:
        text = data.decode(MARK.get(data[:2], "utf-8-sig"))
    except UnicodeDecodeError:
        raise BadFile(N_("This file is not in UTF-8: save it as “CSV UTF-8” or as XLSX.")) from None
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for count, row in enumerate(reader, 1):
            if count > MOST_LINES and (any(row) or count > MOST_EMPTY):
                raise BadFile(BEYOND)
            if len(row) > MOST_CELLS:
                raise BadFile(TOO_MANY_COLUMNS)
            yield reader.line_num, list(row)
    except csv.Error:
        raise BadFile(N_("A quotation mark is not closed."), line=reader.line_num) from None


def xlsx_lines(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    from server.services.imports.workbook import workbook_lines  # openpyxl is slow to load, and seldom needed

    return workbook_lines(data)
