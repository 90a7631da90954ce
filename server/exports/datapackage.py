"""``datapackage.json``: the schema of CSV files for a program that would else guess by what a cell looks like.

A Tabular Data Package (Frictionless): for each file its columns, each ``string`` or ``number``. In the files every text
is quoted and every number bare; a program that ignores quotes and this schema turns LOT 00451 into 451. A column
that may hold both is a string.
"""

import json
from collections.abc import Iterable
from typing import Any

from server.domain.translation import _
from server.exports.csv import DECIMAL, END, SEPARATOR
from server.exports.document import Column
from server.exports.tidy import Table, heading

NAME = "datapackage.json"


def render(described: Iterable[Table]) -> bytes:
    """Of tables that lie beside it as CSV files of their names."""
    package = {
        "profile": "tabular-data-package",
        "name": "needlepoint-tables",
        "description": _(
            "Every text is in quotes, and no number is. Read each column as its type says: a program that "
            "guesses by what a cell looks like turns 00451 into 451. Where a text begins with an apostrophe, take one "
            "away: it keeps a spreadsheet from taking the text for a formula."
        ),
        "resources": [resource(table) for table in described],
    }
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": SEPARATOR, "lineTerminator": END, "quoteChar": '"', "doubleQuote": True},
        "schema": {"missingValues": [""], "fields": [field(column) for column in table.columns]},
    }


def field(column: Column) -> dict[str, Any]:
    known = {"name": heading(column), "title": column.label, "type": type_of(column)}
    return known | {"decimalChar": DECIMAL} if known["type"] == "number" else known


def type_of(column: Column) -> str:
    return "number" if column.holds == "number" else "string"
