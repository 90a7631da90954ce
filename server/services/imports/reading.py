"""A CSV or XLSX file as texts: a header, and rows with the line they stand in."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.domain.errors import Invalid
from server.domain.imports.targets import MOST_COLUMNS
from server.domain.translation import N_

MOST_ROWS, MOST_CELL = 2_000, 20_000
MOST_UNPACKED, MOST_MEMBERS = 100_000_000, 2_000
SEPARATORS = ";,\t|"
MARK = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class BadFile(Invalid):
    code = "bad_file"


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` by the number of their line in the file, without empty ones. The figures of a workbook are numbers, so
    their decimal sign is known."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    is_workbook: bool


def read_sheet(data: bytes) -> Sheet:
    """Raises BadFile with what to do."""
    lines = xlsx_lines(data) if data[:2] == b"PK" else csv_lines(data)
    found: list[tuple[int, tuple[str, ...]]] = []
    header: tuple[str, ...] | None = None
    for number, cells in lines:
        cut = tuple(clean(cell) for cell in cells)
        if not any(cut):
            continue
        if header is None:
            header = without_trailing(cut)
            check_header(header)
            continue
        if any(cut[len(header) :]):
            raise BadFile(N_("A row has more cells than the header: check the separator."), line=number)
        found.append((number, (*cut, *[""] * len(header))[: len(header)]))
        if len(found) > MOST_ROWS:
            raise BadFile(N_("This file has more than 2,000 rows: cut it into several."))
    if header is None or not found:
        raise BadFile(N_("This file has no rows below its header."))
    return Sheet(header, tuple(found), is_workbook=data[:2] == b"PK")


def check_header(header: tuple[str, ...]) -> None:
    if len(header) > MOST_COLUMNS:
        raise BadFile(N_("This file has more than 100 columns."))
    if len({name for name in header if name}) != len(header):
        raise BadFile(N_("Each column needs a name of its own in the first row."))


def without_trailing(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = max((n for n, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:end]


def clean(cell: Any) -> str:
    text = " ".join(as_text(cell).split("\u00a0")).strip()
    if len(text) > MOST_CELL or any(ord(sign) < 32 and sign not in "\n\t\r" for sign in text):
        raise BadFile(N_("A cell holds too much, or signs that are no text."))
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
        for row in reader:
            yield reader.line_num, list(row)
    except csv.Error:
        raise BadFile(N_("A quotation mark is not closed."), line=reader.line_num) from None


def xlsx_lines(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    """The first sheet, with the values that its formulas had when it was saved."""
    check_packed(data)
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # slow to load, and seldom needed

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for number, row in enumerate(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), 1):
            yield number, list(row)
    except BadFile:
        raise
    except Exception:  # noqa: BLE001 (whatever a broken workbook makes of the reader)
        raise BadFile(N_("This workbook cannot be read: save it again as XLSX, or as CSV UTF-8.")) from None


def check_packed(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
    except zipfile.BadZipFile:
        raise BadFile(N_("This workbook cannot be read: save it again as XLSX, or as CSV UTF-8.")) from None
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise BadFile(N_("This workbook is too large once it is unpacked."))
