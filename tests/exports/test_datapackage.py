"""A column of LOT 00451 alone stays text for a reader that looks at quotes, and for one that is told by the schema."""

import csv as reader
import importlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from server.exports import csv, datapackage, tidy
from server.exports.document import ExportDocument
from tests.domain.strategies import content
from tests.exports.samples import SERUM, document, note, patient
from tests.exports.test_tidy import TRICKY

LOT, GIVEN, GRAMS = "serum.1.lot", "patient.identity.given", "numbing.amount_g [g]"
MARK = "\ufeff"
LOOKS = ("00451", "2E5", "1234567890123456789", "1,5", "3.0", "TRUE", "NaN", "NA", "2026-03-04", "0x1F", "1_000")


def lots(text: str) -> ExportDocument:
    """Every lot of the record, and the name, are this."""
    visits = [note(n, **{SERUM: {"lot": text, "timing": "during"}}) for n in (1, 2)]
    return document(*visits, who=patient(given=text))


def read(body: bytes, **options: Any) -> list[list[Any]]:
    text = body.decode("utf-8").removeprefix(MARK)
    return list(reader.reader(io.StringIO(text, newline=""), **options))


def told(name: str, packed: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = next(
        one["schema"]["fields"] for one in json.loads(packed)["resources"] if one["name"] == name
    )
    return found


@pytest.mark.parametrize("text", [*TRICKY, *LOOKS])
def test_a_reader_that_looks_at_quotes_keeps_each_text_and_each_number(text: str) -> None:
    made = lots(text)
    for table in tidy.tables(made):
        header, *rows = read(tidy.as_csv(made, table.name, ",", "."), quoting=reader.QUOTE_NONNUMERIC)
        assert header == table.header
        for row, cells in zip(rows, table.cells(), strict=True):
            assert [as_written(cell) for cell in row] == [plain(cell) for cell in cells]


def plain(cell: Any) -> Any:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return cell if isinstance(cell, int | float) else str(cell or "")


def as_written(cell: Any) -> Any:
    return csv.plain(cell) if isinstance(cell, str) else cell


@settings(max_examples=30, deadline=None)
@given(about=content("patient"), found=content("note"))
def test_the_schema_names_each_column_in_its_order_and_no_text_is_called_a_number(about: Any, found: Any) -> None:
    visit, who = note(1), patient()
    visit.content, who.content = found, about
    made = document(visit, who=who)
    tables = tidy.tables(made)
    files = {table.name: tidy.as_csv(made, table.name, ",", ".") for table in tables}
    for packed, bodies in (
        (datapackage.render(tables), files),
        (datapackage.render([tidy.record(made)]), {"record": csv.render(made)}),
    ):
        assert [one["path"] for one in json.loads(packed)["resources"]] == [f"{name}.csv" for name in bodies]
        for name, body in bodies.items():
            header, *rows = read(body, quoting=reader.QUOTE_NONNUMERIC)
            fields = told(name, packed)
            assert [field["name"] for field in fields] == header
            for row in rows:
                for field, cell in zip(fields, row, strict=True):
                    assert cell == "" or field["type"] == "string" or isinstance(cell, float), (field, cell)


def test_the_schema_of_the_wide_table_has_the_columns_that_only_this_record_has() -> None:
    made = document(note(1, **{f"serum:{n}3333333-3333-4333-8333-333333333333": {"lot": "00451"} for n in range(1, 6)}))
    fields = told("record", datapackage.render([tidy.record(made)]))
    assert [one["name"] for one in fields] == read(csv.render(made))[0]
    assert next(one for one in fields if one["name"] == "serum.5.lot")["type"] == "string"


def test_the_dictionary_says_what_a_program_that_guesses_does() -> None:
    words = tidy.tables(lots("00451"))[-1]
    notes = {row["column"]: row["note"] for row in words.rows}
    assert ("turns 00451 into 451" in notes[LOT], notes[GRAMS]) == (True, "")


def module(name: str) -> Any:
    pytest.importorskip(name)
    return importlib.import_module(name)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    made = lots("00451")
    (tmp_path / "visits.csv").write_bytes(tidy.as_csv(made, "visits", ",", "."))
    (tmp_path / datapackage.NAME).write_bytes(datapackage.render(tidy.tables(made)))
    return tmp_path


def test_pandas_told_by_the_schema_keeps_them(files: Path) -> None:
    """Where it is installed. Untold, it takes both columns for numbers."""
    pandas = module("pandas")
    fields = told("visits", (files / datapackage.NAME).read_bytes())
    kinds = {one["name"]: {"string": "string", "number": "float64"}[one["type"]] for one in fields}
    found = pandas.read_csv(files / "visits.csv", dtype=kinds, keep_default_na=False, na_values=[""])
    assert (found[LOT].tolist(), found[GIVEN][0], found[GRAMS][0]) == (["00451"] * 2, "00451", 35)


def test_frictionless_keeps_them(files: Path) -> None:
    """Where it is installed: it reads the schema itself."""
    resource = module("frictionless").Package(str(files / datapackage.NAME)).get_resource("visits")
    assert resource.validate(limit_errors=5).valid
    row = resource.read_rows()[0]
    assert (row[LOT], row[GIVEN], float(row[GRAMS])) == ("00451", "00451", 35)
