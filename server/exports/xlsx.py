"""The tables as a workbook: text stays text, numbers are numbers, and nothing is a formula or a link.

A LOT 00451, a serial of 19 digits, 2E5 and 03/04 arrive as they were written, because their cells say that they are
text. A text that is longer than a cell may hold is cut and says so; the CSV has it whole.
"""

import io
import math
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from server.domain.translation import _
from server.exports.document import ExportDocument
from server.exports.tidy import Table, tables

LONGEST = 32_767
EXACT = 2**53  # a workbook keeps numbers as doubles
OPTIONS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


def render(document: ExportDocument) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": document.clinic[:200], "created": document.exported_at.replace(tzinfo=None)})
        text, head = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        for table in tables(document):
            write(book.add_worksheet(table.name), table, text, head)
    return out.getvalue()


def write(sheet: Any, table: Table, text: Any, head: Any) -> None:
    for place, name in enumerate(table.header):
        sheet.write_string(0, place, fitting(name), head)
    for line, cells in enumerate(table.cells(), 1):
        for place, value in enumerate(cells):
            write_cell(sheet, line, place, value, text)
    sheet.freeze_panes(1, 0)


def write_cell(sheet: Any, line: int, place: int, value: Any, text: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(line, place, "yes" if value else "no", text)
    elif isinstance(value, (int, float)) and math.isfinite(value) and abs(value) <= EXACT:
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, fitting(str(value)), text)


def fitting(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")
    if len(whole.encode("utf-16-le")) // 2 <= LONGEST:
        return whole
    mark = _(" [cut here; the CSV has all of it]")
    return whole.encode("utf-16-le")[: 2 * (LONGEST - len(mark))].decode("utf-16-le", "ignore") + mark
