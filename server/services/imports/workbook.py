"""The first sheet of an XLSX workbook, row by row. The file may have been made to do harm.

A workbook is a ZIP of XML. What is in it is measured before openpyxl sees it: how many parts, how much, how many
elements, how long a text, and that nothing defines entities. So what reading it costs is bounded. Nothing in it is run
or fetched: macros and links stay unread. What a reader would leave out in silence (the cells under a merged one, a
formula that was never calculated, what stands far to the right or below) is refused.
"""

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse

from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import CellCoordinatesException, InvalidFileException  # type: ignore[import-untyped]

from server.domain.imports.targets import MOST_COLUMNS
from server.domain.translation import N_
from server.services.imports.bad_file import BEYOND, MOST_LINES, TOO_MANY_COLUMNS, BadFile

MOST_PARTS, MOST_UNPACKED, MOST_ELEMENTS = 2_000, 60_000_000, 500_000
LONGEST_TEXT = 250_000  # bytes between two tags; a cell holds 32,767 characters
STYLES, LONGEST_STYLE, MOST_STYLES = "xl/styles.xml", 600, 2_000_000  # openpyxl is slow on long number formats
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")  # two bytes for each character: no tag would be found
ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
ENCODINGS = (b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252")
UNREADABLE = N_("This workbook cannot be read: save it again as XLSX, or as CSV UTF-8.")
TOO_LARGE = N_("This workbook is too large once it is unpacked.")
# What zipfile raises for a broken archive, and openpyxl for XML that is no workbook: it checks little by itself.
BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)
BROKEN_BOOK = (
    CellCoordinatesException, InvalidFileException, SyntaxError, LookupError, ValueError, TypeError, AttributeError,
    ArithmeticError, RecursionError, OSError, EOFError,
)  # fmt: skip


def workbook_lines(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    """The values that formulas had when it was saved. Raises BadFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            check_parts(packed)
    except BROKEN_ARCHIVE:
        raise BadFile(UNREADABLE) from None
    try:
        yield from first_sheet(data)
    except BROKEN_BOOK:
        raise BadFile(UNREADABLE) from None


def check_parts(packed: zipfile.ZipFile) -> None:
    parts, elements = packed.infolist(), 0
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadFile(TOO_LARGE)
    for part in parts:
        is_encrypted = part.flag_bits & 1
        if is_encrypted or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadFile(UNREADABLE)
        elements += check_part(part.filename, packed.read(part))
        if elements > MOST_ELEMENTS:
            raise BadFile(TOO_LARGE)


def check_part(name: str, data: bytes) -> int:
    """How many elements are in it; none where it is no XML, such as a picture."""
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(WIDE):
        raise BadFile(UNREADABLE)
    if not begins.startswith(b"<"):
        return 0
    encoding = ENCODING.match(begins)
    if b"<!DOCTYPE" in data or (encoding and encoding[1].lower() not in ENCODINGS):
        raise BadFile(UNREADABLE)
    count, longest = data.count(b"<") - data.count(b"</"), LONGEST_STYLE if name == STYLES else LONGEST_TEXT
    if count > MOST_ELEMENTS or (name == STYLES and len(data) > MOST_STYLES):
        raise BadFile(TOO_LARGE)
    if max(map(len, data.split(b"<"))) > longest:
        raise BadFile(TOO_LARGE)
    return count


def first_sheet(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    warnings.filterwarnings("ignore", module="openpyxl")  # of what it leaves out: pictures, rules, extensions
    reader = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    places = [rel.target for _sheet, rel in reader.parser.find_sheets() if rel.Type.endswith("/worksheet")]
    with reader.archive.open(places[0]) as part:
        last = last_line(part)
    if not last:
        return
    rows = reader.wb.worksheets[0].iter_rows(min_row=1, max_row=last, max_col=MOST_COLUMNS + 1)
    for number, row in enumerate(rows, 1):
        if any(cell.data_type == "e" for cell in row):
            raise BadFile(N_("A cell shows an error such as #REF!: correct it first."), line=number)
        yield number, [cell.value for cell in row]


def last_line(part: IO[bytes]) -> int:
    """The last line in which anything stands. Raises BadFile for what would be left out in silence."""
    number = last = 0
    for _event, element in iterparse(part):  # noqa: S314 (without entities: ``check_part``)
        kind = element.tag.rpartition("}")[2]
        if kind == "mergeCell":
            raise BadFile(N_("This sheet has merged cells: unmerge them, so that each row says all of itself."))
        if kind != "row":
            continue
        above, number = number, int(element.get("r") or number + 1)
        if number <= above:
            raise BadFile(UNREADABLE)
        if says_anything(element, number):
            last = number
        element.clear()
    if last > MOST_LINES:
        raise BadFile(BEYOND)
    return last


def says_anything(row: Element, number: int) -> bool:
    column, found = 0, False
    for cell in row:
        place = cell.get("r")
        column = column_index_from_string(coordinate_from_string(place)[0]) if place else column + 1
        parts = {part.tag.rpartition("}")[2]: part for part in cell}
        has_value = any("".join(parts[name].itertext()).strip() for name in ("v", "is") if name in parts)
        if "f" in parts and not has_value and cell.get("t", "n") == "n":
            wanted = N_("A formula has no value yet: open the file in a spreadsheet program and save it there.")
            raise BadFile(wanted, line=number)
        if has_value and column > MOST_COLUMNS:
            raise BadFile(TOO_MANY_COLUMNS)
        found = found or has_value
    return found
