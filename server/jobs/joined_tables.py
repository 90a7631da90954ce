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

from server.exports import csv
from server.exports.document import Column, ExportDocument
from server.exports.tidy import Row, Table, dictionary, tables_of_visits

END = ".rows"


def keep_rows(document: ExportDocument, folder: Path) -> None:
    """The first line of each file names its columns."""
    for table in tables_of_visits(document):
        head = [[column.name, column.label, column.measure] for column in table.columns]
        names = set(table.names)
        lines = [head, *({name: row[name] for name in row.keys() & names} for row in table.rows)]
        with (folder / f"{table.name}{END}").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def write_joined(packed: zipfile.ZipFile, folder: Path) -> None:
    """Every column that some patient has, and the rows of all, patient by patient."""
    joined = []
    made = sorted(path for path in folder.glob(f"*/*{END}") if path.parent.suffix != ".part")
    for name in sorted({path.stem for path in made}):
        files = [path for path in made if path.stem == name]
        columns = columns_of(files)
        joined.append(Table(name, columns, ()))
        write_table(packed, joined[-1], (row for file in files for row in rows_of(file)))
    if joined:
        words = dictionary(joined)
        write_table(packed, words, words.rows)


def columns_of(files: Iterable[Path]) -> tuple[Column, ...]:
    found: dict[str, Column] = {}
    for path in files:
        with path.open(encoding="utf-8") as file:
            for name, label, measure in json.loads(file.readline()):
                found.setdefault(name, Column(name, label, measure))
    return tuple(found.values())


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        file.readline()
        for line in file:
            yield json.loads(line)


def write_table(packed: zipfile.ZipFile, table: Table, rows: Iterable[Row]) -> None:
    with packed.open(f"tables/{table.name}.csv", "w", force_zip64=True) as out:
        out.writelines(csv.lines(table.header, table.names, rows))
