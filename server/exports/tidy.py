"""The tables of a patient's record: one row a visit, a site, an observation, and the dictionary of their columns.

Rows name the visit they are of and whether it is part of the signed record (``note.state``). The unit of measure stands
in the header: ``numbing.amount_g [g]``. ``csv`` and ``xlsx`` write the same tables. The dictionary says of each column
whether it ``holds`` text or numbers, for a program that would guess by what a column looks like (``datapackage`` says
the same in a form that programs read).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from server.domain.translation import _, language
from server.exports import csv
from server.exports.blocks import plans_in
from server.exports.columns import every_column
from server.exports.document import Block, Column, ExportDocument, Visit
from server.exports.values import holds

APART = ("zone", "other_site", "obs")
NAMES = ("visits", "sites", "observations")
SEEN, NOT_SEEN = ("about", "seen"), ("point", "reached")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def header(self) -> list[str]:
        return [heading(column) for column in self.columns]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def cells(self) -> Iterable[list[Any]]:
        return ([row.get(name) for name in self.names] for row in self.rows)


def heading(column: Column) -> str:
    return f"{column.name} [{column.measure}]" if column.measure else column.name


def tables(document: ExportDocument) -> tuple[Table, ...]:
    found = tables_of_visits(document)
    return (*found, dictionary(found))


def tables_of_visits(document: ExportDocument) -> tuple[Table, ...]:
    return visits(document), sites(document), observations(document)


def as_csv(document: ExportDocument, name: str, separator: str, decimal: str) -> bytes:
    """One of the tables by its name."""
    chosen = next(table for table in tables(document) if table.name == name)
    rows = (csv.finished(row, decimal) for row in chosen.rows)
    return b"".join(csv.lines(chosen.header, chosen.names, rows, separator))


def visits(document: ExportDocument) -> Table:
    rows = csv.visit_rows(document)
    names = {column.name for column in document.columns} | {csv.PATIENT_ID, *csv.NOTE_COLUMNS}
    extra = sorted(name for name in set().union(*rows) - names if name.partition(".")[0] not in APART)
    more = [Column(name, name, "", kept_kind(rows, name)) for name in extra]
    return Table("visits", (*visit_columns(language.get()), *more), tuple(rows))


def kept_kind(rows: Iterable[Row], name: str) -> str:
    """Of a column that the catalogue does not foresee, such as of a fifth serum."""
    kinds = {"number" if is_number(row[name]) else "text" for row in rows if row.get(name) is not None}
    return kinds.pop() if len(kinds) == 1 else "number or text"


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def record(document: ExportDocument) -> Table:
    """The wide table of ``csv.render``, one row a visit, whose header names no units."""
    rows = csv.visit_rows(document)
    known = [*lead_of_visits(), *document.columns]
    names = {column.name for column in known}
    more = [Column(name, name, "", kept_kind(rows, name)) for name in sorted(set().union(*rows) - names)]
    return Table("record", tuple(replace(column, measure="") for column in (*known, *more)), tuple(rows))


@cache
def visit_columns(_language: str) -> tuple[Column, ...]:
    """Those of the visits, whatever a record fills."""
    return (*lead_of_visits(), *(column for column in every_column() if column.name.partition(".")[0] not in APART))


def lead_of_visits() -> tuple[Column, ...]:
    counts = {"note.version": "number", "note.amendments": "number"}
    names = (csv.PATIENT_ID, *csv.NOTE_COLUMNS)
    return tuple(Column(name, note_label(name), "", counts.get(name, "text")) for name in names)


@cache
def standing_columns(name: str, in_language: str) -> tuple[Column, ...]:
    """Those of a table by its name, whatever records fill: for the rows of many patients."""
    if name == "visits":
        return visit_columns(in_language)
    if name == "sites":
        return (*lead_columns(), *site_lead(), *fields_of("note", "zone", "other_site"))
    known = (*lead_columns(), *look_lead(), *fields_of("note", "obs"))
    names = {column.name for column in known} | set(NOT_SEEN)
    return (*known, *(one for one in fields_of("follow_up", *SEEN) if one.name not in names))


def fields_of(record_type: str, *sections: str) -> tuple[Column, ...]:
    """Each field of these sections that the table form has, once."""
    found: dict[str, Column] = {}
    for plan in plans_in(language.get(), record_type):
        for one in plan.fields if plan.section.unit in sections else ():
            if "csv" in one.formats:
                found.setdefault(one.name, Column(one.name, one.label, one.measure, holds(one.kind)))
    return tuple(found.values())


def note_label(name: str) -> str:
    labels = {
        "patient.id": _("Patient"), "note.id": _("Visit"), "note.state": _("State"), "note.version": _("Version"),
        "note.author": _("Author"), "note.signed_at": _("Signed at"), "note.signed_by": _("Signed by"),
        "note.approved_at": _("Approved at"), "note.approved_by": _("Approved by"),
        "note.review_comment": _("Comment of the review"), "note.amendments": _("Corrections"),
        "note.content_hash": _("Content hash"), "note.given": _("What was given"),
    }  # fmt: skip
    return labels.get(name, name)


def of_visit(document: ExportDocument, visit: Visit) -> Row:
    day = visit.value("visit", "session_date")
    return {"patient.id": document.patient.id, "note.id": visit.id, "note.state": visit.state, "visit.date": day}


def lead_columns() -> tuple[Column, ...]:
    return (
        *(Column(name, note_label(name), "") for name in ("patient.id", "note.id", "note.state")),
        Column("visit.date", _("Date of the visit"), ""),
    )


def sites(document: ExportDocument) -> Table:
    """One row for each site, as entered; ``site.given`` says whether its needling reached the patient."""
    found, rows = gathered(
        (of_visit(document, visit) | {"site.key": block.key, "site.label": place(block), "site.given": is_given}, block)
        for visit in document.visits
        for section in ("zone", "other_site")
        for is_given in [section in visit.given]
        for block in visit.repeated(section)
    )
    return Table("sites", (*lead_columns(), *site_lead(), *found), rows)


def site_lead() -> tuple[Column, ...]:
    return (
        Column("site.key", _("Site"), ""),
        Column("site.label", _("Site in words"), ""),
        Column("site.given", _("Given"), ""),
    )


def place(block: Block) -> str:
    return block.shown("site_text") or block.label


def observations(document: ExportDocument) -> Table:
    """One row for each look at the skin: those of the note, and the signed follow-ups that reached somebody."""
    found, rows = gathered(looks(document))
    return Table("observations", (*lead_columns(), *look_lead(), *found), rows)


def look_lead() -> tuple[Column, ...]:
    return tuple(
        Column(name, label, "")
        for name, label in (
            ("obs.point", _("Time point")), ("obs.source", _("Recorded in")), ("obs.by", _("Recorded by")))
    )  # fmt: skip


def looks(document: ExportDocument) -> Iterable[tuple[Row, Block]]:
    for visit in document.visits:
        mine = of_visit(document, visit)
        for block in visit.repeated("obs"):
            yield mine | {"obs.point": block.key, "obs.source": "note", "obs.by": visit.author}, block
        for one in visit.follow_ups:
            blocks = [block for block in one.blocks if block.unit in SEEN] if one.reached else []
            lines = tuple(line for block in blocks for line in block.lines if line.field not in NOT_SEEN)
            if lines:
                head = {"obs.point": one.point, "obs.source": "follow_up", "obs.by": one.by}
                yield mine | head, Block("obs", "obs", one.point, "obs", "", "", lines)


def gathered(found: Iterable[tuple[Row, Block]]) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Rows with the values of their block, and the columns these fill, in the order they first stood in."""
    columns: dict[str, Column] = {}
    rows = []
    for head, block in found:
        row = dict(head)
        for line in block.lines:
            if "csv" in line.formats:
                columns.setdefault(line.field, Column(line.field, line.label, line.measure, holds(line.kind)))
                row[line.field] = csv.value_of(line)
        rows.append(row)
    return tuple(columns.values()), tuple(rows)


def dictionary(described: Iterable[Table]) -> Table:
    columns = tuple(Column(name, name, "") for name in ("table", "column", "label", "unit", "holds", "note"))
    as_text = _("Read it as text. A program that ignores quotes and cell types turns 00451 into 451.")
    rows = tuple(
        {
            "table": table.name, "column": heading(one), "label": one.label, "unit": one.measure, "holds": one.holds,
            "note": "" if one.holds == "number" else as_text,
        }
        for table in described
        for one in table.columns
    )  # fmt: skip
    return Table("dictionary", columns, rows)
