"""Tables made to do harm, or that a reader would read otherwise than they look: a sentence, and nothing kept."""

import base64
import io
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.db import db
from server.models import AuditEntry, DataImport, Record
from server.services.imports.bad_file import BadFile
from server.services.imports.reading import read_sheet
from tests.conftest import API

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/{SHEET}" ContentType="{SPREADSHEET}.worksheet+xml"/>'
    f'<Override PartName="/{STRINGS}" ContentType="{SPREADSHEET}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="A" sheetId="1" r:id="r"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    STRINGS: f"<sst {MAIN}/>",
}


def pack(parts: dict[str, Any], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as packed:
        for name, body in parts.items():
            packed.writestr(name, body)
    return out.getvalue()


def text(place: str, said: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


HEAD = f"<row r='1'>{text('A1', 'MRN')}{text('B1', 'Name')}</row>"


def sheet(cells: str, before: str = "", after: str = "") -> str:
    """With a second row that begins with these cells and names Ruiz."""
    row = f"<row r='2'>{cells}{text('B2', 'Ruiz')}</row>"
    return f"<worksheet {MAIN}>{before}<sheetData>{HEAD}{row}</sheetData>{after}</worksheet>"


def book(cells: str = text("A2", "7"), **how: str) -> bytes:
    return pack({**PARTS, SHEET: sheet(cells, **how)})


def with_part(name: str, body: str | bytes) -> bytes:
    return pack({**PARTS, SHEET: sheet(text("A2", "7")), name: body})


def rows_of(*rows: str) -> bytes:
    return pack({**PARTS, SHEET: f"<worksheet {MAIN}><sheetData>{HEAD}{''.join(rows)}</sheetData></worksheet>"})


ENTITIES = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
READ = {
    "as it should be": book(),
    "a size of all there is": book(before='<dimension ref="A1:XFD1048576"/>'),
    "an empty row at the very end": rows_of(f"<row>{text('A2', '7')}{text('B2', 'Ruiz')}</row>", '<row r="1048576"/>'),
    "a formula that was calculated": book('<c r="A2"><f>3+4</f><v>7</v></c>'),
    "macros": with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(300_000)),
    "a link to another machine": with_part("xl/externalLinks/externalLink1.xml", f"<externalLink {MAIN}/>"),
}
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: with_part("xl/a.xml", b"<a>" + bytes(70_000_000)), "too large"),
    "a long text": (lambda: with_part("xl/a.xml", b"<a>" + b" " * 300_000), "too large"),
    "very many elements": (lambda: with_part(STRINGS, f"<sst {MAIN}>{'<si/>' * 510_000}</sst>"), "too large"),
    "a format that is hard to match": (lambda: with_part(STYLES, f"<styleSheet a='{'[' * 700}'/>"), "too large"),
    "very many parts": (lambda: pack(PARTS | {f"xl/{n}.bin": "" for n in range(2001)}), "too large"),
    "entities": (lambda: pack({**PARTS, SHEET: ENTITIES + sheet(text("A2", "&b;"))}), "cannot be read"),
    "entities in UTF-16": (lambda: with_part(SHEET, (ENTITIES + sheet("")).encode("utf-16")), "cannot be read"),
    "entities in EBCDIC": (
        lambda: with_part(SHEET, b'<?xml version="1.0" encoding="cp037"?>' + ENTITIES.encode("cp037")),
        "cannot be read",
    ),
    "cut off": (lambda: book()[:700], "cannot be read"),
    "another way of packing": (lambda: pack(PARTS, zipfile.ZIP_LZMA), "cannot be read"),
    "no sheet": (lambda: pack({"[Content_Types].xml": PARTS["[Content_Types].xml"]}), "cannot be read"),
    "a chart alone": (
        lambda: with_part("xl/_rels/workbook.xml.rels", PARTS["xl/_rels/workbook.xml.rels"].replace("/work", "/chart")),
        "cannot be read",
    ),
    "another archive": (lambda: pack({"word/document.xml": "<a/>"}), "cannot be read"),
    "a row twice": (lambda: rows_of("<row r='2'/>", "<row r='2'/>"), "cannot be read"),
    "no place of a cell": (lambda: book("<c r='1e9'><v>1</v></c>"), "cannot be read"),
    "a text that is not there": (lambda: book("<c r='A2' t='s'><v>9</v></c>"), "cannot be read"),
    "something far below": (lambda: rows_of(f"<row r='1048576'>{text('A1048576', 'x')}</row>"), "below line 20,000"),
    "something far to the right": (lambda: book(text("XFD2", "x")), "100 columns"),
    "100,000 columns": (lambda: rows_of(f"<row>{'<c><v>1</v></c>' * 100_000}</row>"), "100 columns"),
    "a formula without a value": (lambda: book('<c r="A2"><f>3+4</f></c>'), "A formula has no value"),
    "an error": (lambda: book('<c r="A2" t="e"><v>#REF!</v></c>'), "shows an error"),
    "merged cells": (lambda: book(after="<mergeCells><mergeCell ref='A2:A4'/></mergeCells>"), "merged cells"),
    "one text in very many cells": (
        lambda: pack(
            {
                **PARTS,
                SHEET: sheet("").replace("</sheetData>", "<row><c t='s'><v>0</v></c></row>" * 600 + "</sheetData>"),
                STRINGS: f"<sst {MAIN}><si><t>{'x' * 19_999}</t></si></sst>",
            }
        ),
        "too much text",
    ),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "not in UTF-8"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(5000), "not in UTF-8"),
    "CSV with very many columns": (lambda: ";".join(map(str, range(100_000))).encode() + b"\n1\n", "100 columns"),
    "CSV with very many empty cells": (lambda: b"a;b\n" + b";" * 3_000_000, "100 columns"),
    "CSV with very many empty lines": (lambda: b"a\n" + b"\n" * 300_000, "below line 20,000"),
    "CSV that goes on far below": (lambda: b"a\n" + b"\n" * 20_000 + b"1\n", "below line 20,000"),
    "CSV with one very long cell": (lambda: b"a\n" + b"x" * 200_000, "quotation mark"),
}
CHILD = """
import sys
from pathlib import Path
from server.services.imports.bad_file import BadFile
from server.services.imports.reading import read_sheet
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        read_sheet(path.read_bytes())
    except BadFile as fault:
        print(path.name, fault.detail, sep="\\t")
"""


@pytest.mark.parametrize("name", READ)
def test_what_does_no_harm_is_read(name: str) -> None:
    found = read_sheet(READ[name])
    assert (found.columns, [cells for _line, cells in found.rows]) == (("MRN", "Name"), [("7", "Ruiz")])


def test_what_does_harm_is_refused_within_bounds(tmp_path: Path) -> None:
    """All of them in one process that may use a gigabyte of addresses and half a minute of its processor."""
    files = tmp_path / "files"
    files.mkdir()
    for name, (make, _why) in REFUSED.items():
        (files / name.replace("/", " ")).write_bytes(make())

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
        resource.setrlimit(resource.RLIMIT_CPU, (30, 30))

    command = [sys.executable, "-c", CHILD, str(files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=bound)
    assert done.returncode == 0, done.stderr[-3000:]
    said = dict(line.split("\t") for line in done.stdout.splitlines() if "\t" in line)
    assert {name: why in said.get(name, "") for name, (_make, why) in REFUSED.items()} == dict.fromkeys(REFUSED, True)


def test_a_formula_that_says_nothing_is_an_empty_cell() -> None:
    found = read_sheet(book('<c r="A2" t="str"><f>""</f><v></v></c>'))
    assert found.rows[0][1] == ("", "Ruiz")


@pytest.mark.parametrize("name", ["a bomb", "merged cells", "cut off"])
def test_nothing_of_it_is_kept(cast, inside: Flask, name: str) -> None:
    somebody = cast.supervisor  # whose sign-in is in the audit trail
    before = counts()
    mapping = ["patient.identity.mrn", "patient.identity.family"]
    body = {"name": "table.xlsx", "data": base64.b64encode(REFUSED[name][0]()).decode(), "mapping": mapping}
    for path, more in (("imports/preview", {}), ("imports", {"seen": "0" * 64})):
        answer = somebody.post(f"{API}/{path}", json=body | more)
        assert (answer.status_code, answer.json["code"]) == (422, "bad_file"), answer.text
    assert counts() == before


def counts() -> list[int]:
    db.session.rollback()
    tables = (Record, DataImport, AuditEntry)
    return [db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_the_reader_has_no_other_way_to_fail() -> None:
    """Whatever a broken archive or XML makes of it, it is said to be unreadable."""
    good = book()
    for place in range(0, len(good), 7):
        broken = b"PK" + (good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :])[2:]
        try:
            read_sheet(broken)
        except BadFile:
            continue
