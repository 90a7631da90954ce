"""The workbook and the CSV as LibreOffice reads them: the same rows, the same text, no formula. Needs ``soffice``."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from server.exports import csv, tidy, xlsx
from server.exports.document import ExportDocument
from tests.exports.samples import SERUM, document, follow_up, note, patient
from tests.exports.test_tidy import TRICKY

pytestmark = pytest.mark.slow

OFFICE, TABLE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))
# As its dialogue offers it: comma, quotation mark, UTF-8, from the first line; a quoted field is text.
CSV_AS_TEXT = "--infilter=CSV:44,34,76,1,,0,true,false,false"
CSV_GUESSED = "--infilter=CSV:44,34,76,1,,0,true,true,false"  # and of what is not quoted dates
MOST_REPEATED = 1000  # a sheet ends in empty cells and lines that stand for all that follow

Cell = tuple[str, str]  # its type in the sheet, "string" or "float", and what it holds
Sheets = dict[str, list[list[Cell]]]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Sheets]:
    """Opens a file and gives what its sheets hold."""
    program = shutil.which("soffice") or pytest.skip("needs LibreOffice")
    room = tmp_path_factory.mktemp("office")

    def read(name: str, content: bytes, *options: str) -> Sheets:
        (room / name).write_bytes(content)
        where = [f"-env:UserInstallation={(room / 'profile').as_uri()}", "--headless"]
        subprocess.run(
            [program, *where, *options, "--convert-to", "fods", "--outdir", str(room), str(room / name)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return sheets_of((room / name).with_suffix(".fods"))

    return read


def sheets_of(file: Path) -> Sheets:
    tree = ElementTree.parse(file)
    assert [cell for cell in tree.iter() if f"{TABLE}formula" in cell.attrib] == []
    return {
        str(sheet.get(f"{TABLE}name")): without_empty_end([cells_of(row) for row in repeated(sheet, "table-row")])
        for sheet in tree.iter(f"{TABLE}table")
    }


def repeated(parent: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    attribute = f"{TABLE}number-{'rows' if name == 'table-row' else 'columns'}-repeated"
    found: list[ElementTree.Element] = []
    for child in parent.iter(f"{TABLE}{name}"):
        count = int(child.get(attribute, 1))
        found += [child] * (count if count < MOST_REPEATED else 1)
    return found


def cells_of(row: ElementTree.Element) -> list[Cell]:
    return without_empty_end([cell_of(cell) for cell in repeated(row, "table-cell")])


def cell_of(cell: ElementTree.Element) -> Cell:
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind == "float":
        return kind, str(float(cell.get(f"{OFFICE}value", "")))
    return kind, "\n".join("".join(lines_of(part)) for part in cell.iter(f"{TEXT}p"))


def lines_of(part: ElementTree.Element) -> list[str]:
    """The text of a paragraph; several blanks in a row are an element of their own."""
    found = [part.text or ""]
    for child in part:
        found += [" " * int(child.get(f"{TEXT}c", 1)) if child.tag == f"{TEXT}s" else "".join(child.itertext())]
        found += [child.tail or ""]
    return found


def without_empty_end(items: list[Any]) -> list[Any]:
    while items and items[-1] in (("", ""), []):
        items = items[:-1]
    return items


@pytest.fixture(scope="module")
def record() -> ExportDocument:
    """A visit for each text that a spreadsheet would like to take for something else, and calls."""
    visits = [
        note(n, **{SERUM: {"lot": text, "timing": "during"}, "text:plan": {"text": f"{text} and on"}})
        for n, text in enumerate(TRICKY, 1)
    ]
    return document(*visits, who=patient(given="00451", family="=1+1"), calls=[follow_up(visits[0])])


def test_a_workbook_holds_what_was_written_and_no_formula(
    opened: Callable[..., Sheets], record: ExportDocument
) -> None:
    content = xlsx.render(record)
    written = {
        sheet.title: [without_empty_end([as_read(value) for value in row]) for row in sheet.iter_rows(values_only=True)]
        for sheet in openpyxl.load_workbook(io.BytesIO(content))
    }
    assert opened("record.xlsx", content) == written


def as_read(value: object) -> Cell:
    if value is None:
        return "", ""
    return ("float", str(float(value))) if isinstance(value, int | float) else ("string", str(value))


@pytest.mark.parametrize(
    ("name", "options"),
    [("visits", CSV_AS_TEXT), ("visits", CSV_GUESSED), ("sites", CSV_GUESSED), ("observations", CSV_GUESSED)],
)
def test_a_csv_holds_the_same_and_no_formula(
    opened: Callable[..., Sheets], record: ExportDocument, name: str, options: str
) -> None:
    content = tidy.as_csv(record, name, csv.SEPARATOR, csv.DECIMAL)
    table = next(each for each in tidy.tables(record) if each.name == name)
    (rows,) = opened(f"{name}.csv", content, options).values()
    assert [[text for _kind, text in row] for row in rows[:1]] == [list(table.header)]
    for row, cells in zip(rows[1:], table.cells(), strict=True):
        assert [(kind, csv.plain(text)) for kind, text in row] == without_empty_end([as_told(cell) for cell in cells])


def test_a_csv_that_is_opened_without_a_word_about_text_holds_no_formula_either(
    opened: Callable[..., Sheets], record: ExportDocument
) -> None:
    content = tidy.as_csv(record, "visits", csv.SEPARATOR, csv.DECIMAL)
    (rows,) = opened("guessed.csv", content).values()
    assert len(rows) == len(TRICKY) + 1


def as_told(value: object) -> Cell:
    if value is None or value == "":
        return "", ""
    if isinstance(value, bool):
        return "string", "yes" if value else "no"
    return as_read(value)
