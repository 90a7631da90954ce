"""The tables of many patients joined to one file each: ``visits.csv``, ``sites.csv``, ``observations.csv`` and the
dictionary of their columns.

The rows of each patient wait beside their files until all are there: a file for each table, a line of JSON for each
row. Joining reads them line by line, so the memory it takes does not grow with the clinic.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from server.domain.translation import language
from server.exports import csv
from server.exports.document import Column, ExportDocument
from server.exports.tidy import Row, Table, dictionary, tables_of_visits, visit_columns

END = ".rows"


def tell(document: ExportDocument) -> bytes:
    """The lines of each file. The first one names the columns, but for those that every record has; then each row, its
    cells finished."""
    return json.dumps(
        {table.name: "".join(map(as_line, lines_of(table))) for table in tables_of_visits(document)}
    ).encode()


def lines_of(table: Table) -> Iterator[Any]:
    standing = {column.name for column in standing_columns(table.name)}
    yield [[one.name, one.label, one.measure] for one in table.columns if one.name not in standing]
    names = set(table.names)
    yield from (csv.finished({name: value for name, value in row.items() if name in names}) for row in table.rows)


def as_line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def keep_rows(told: bytes, folder: Path) -> None:
    for name, lines in json.loads(told).items():
        (folder / f"{name}{END}").write_text(lines, encoding="utf-8")


def write_joined(packed: zipfile.ZipFile, folder: Path) -> None:
    """Every column that some patient has, and the rows of all, patient by patient."""
    joined = []
    made = sorted(path for path in folder.glob(f"*/*{END}") if path.parent.suffix != ".part")
    for name in sorted({path.stem for path in made}):
        files = [path for path in made if path.stem == name]
        columns = columns_of(name, files)
        joined.append(Table(name, columns, ()))
        write_table(packed, joined[-1], (row for file in files for row in rows_of(file)))
    if joined:
        words = dictionary(joined)
        write_table(packed, words, map(csv.finished, words.rows))


def standing_columns(table: str) -> tuple[Column, ...]:
    return visit_columns(language.get()) if table == "visits" else ()


def columns_of(table: str, files: Iterable[Path]) -> tuple[Column, ...]:
    found = {column.name: column for column in standing_columns(table)}
    for line in dict.fromkeys(map(first_line, files)):  # most have the same
        for name, label, measure in json.loads(line):
            found.setdefault(name, Column(name, label, measure))
    return tuple(found.values())


def first_line(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline()


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        file.readline()
        for line in file:
            yield json.loads(line)


def write_table(packed: zipfile.ZipFile, table: Table, rows: Iterable[Row]) -> None:
    with packed.open(f"tables/{table.name}.csv", "w", force_zip64=True) as out:
        out.writelines(csv.lines(table.header, table.names, rows))
