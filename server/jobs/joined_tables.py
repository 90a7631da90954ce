"""The tables of many patients joined to one file each: ``visits.csv``, ``sites.csv``, ``observations.csv`` and the
dictionary of their columns, and their schema.

The rows of some patients wait in a folder of their own until all are there: a file for each table, a line for each
patient, the rows in it as finished lines of CSV. Joining copies them and looks at no cell, and the memory it takes does
not grow with the clinic.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from server.domain.translation import language
from server.exports import csv, datapackage
from server.exports.document import Column, ExportDocument
from server.exports.tidy import NAMES, Table, dictionary, standing_columns, tables_of_visits

END = ".rows"
NO_MORE = b"[[],"


def tell(document: ExportDocument) -> bytes:
    """A line for each table, in the order of ``NAMES``: a JSON list of the columns that only some records have, of the
    rows as lines of CSV under the columns that every record has, and of their cells under the former."""
    return b"".join(map(told_table, tables_of_visits(document)))


def told_table(table: Table) -> bytes:
    standing = {column.name: column for column in standing_columns(table.name, language.get())}
    own = {column.name: column for column in table.columns}
    more = [column for name, column in own.items() if name not in standing]
    rows = [csv.finished({name: value for name, value in row.items() if name in own}) for row in table.rows]
    cells = [list(csv.texts([one.name], rows)) for one in more]
    shape = (
        [[one.name, one.label, one.measure, one.holds] for one in more],
        list(csv.texts(list(standing), rows)),
        cells,
    )
    return json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def keep_rows(told: Sequence[bytes], folder: Path) -> None:
    tables = zip(*(one.splitlines(keepends=True) for one in told), strict=True)
    for name, lines in zip(NAMES, tables, strict=True):
        (folder / f"{name}{END}").write_bytes(b"".join(lines))


def write_joined(packed: zipfile.ZipFile, folder: Path) -> None:
    """Every column that a record may have or some patient has, and the rows of all, patient by patient."""
    joined = []
    for name in sorted(NAMES):
        files = sorted(path for path in folder.glob(f"*/{name}{END}") if path.parent.suffix != ".part")
        more = more_columns(files)
        joined.append(Table(name, (*standing_columns(name, language.get()), *more.values()), ()))
        with packed.open(f"tables/{name}.csv", "w", force_zip64=True) as out:
            out.write(csv.head(joined[-1].header))
            out.writelines(rows_of(files, list(more)))
    words = dictionary(joined)
    packed.writestr("tables/dictionary.csv", b"".join(csv.lines(words.header, words.names, words.rows)))
    packed.writestr(f"tables/{datapackage.NAME}", datapackage.render([*joined, words]))


def more_columns(files: Iterable[Path]) -> dict[str, Column]:
    """Those that only some records have, by name."""
    found: dict[str, Column] = {}
    for told in lines_of(files):
        if not told.startswith(NO_MORE):
            for name, *words in json.loads(told)[0]:
                one = Column(name, *words)
                if found.setdefault(name, one).holds != one.holds:  # another record has a text there
                    found[name] = replace(one, holds="number or text")
    return found


def rows_of(files: Iterable[Path], more: list[str]) -> Iterator[bytes]:
    """The lines of each patient, with a cell for each of the ``more`` columns."""
    for told in lines_of(files):
        columns, rows, cells = json.loads(told)
        if more:
            mine = dict(zip((name for name, *_words in columns), cells, strict=True))
            rows = map(with_more, rows, *(mine.get(name, [EMPTY] * len(rows)) for name in more))
        yield "".join(rows).encode()


EMPTY = next(csv.texts(["none"], [{}]))


def with_more(row: str, *cells: str) -> str:
    return csv.SEPARATOR.join(one.removesuffix(csv.END) for one in (row, *cells)) + csv.END


def lines_of(files: Iterable[Path]) -> Iterator[bytes]:
    for path in files:
        with path.open("rb") as file:
            yield from file
