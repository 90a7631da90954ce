"""Patients are found and compared by one folding: rebuild the index with keys of name and record number.

Pairs that may be the same person are worked out again; decisions about a pair are kept.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from server import db as types
from server.domain import search

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLE = "patient_index"
NEAREST = 20  # of many alike, each is paired with at most so many others until its record changes
PAGE = 500
MAX_SORT_NAME = 120

RECORD = sa.table(
    "record",
    *(sa.column(name, sa.Text()) for name in ("clinic_id", "id", "type", "state")),
    sa.column("content", types.Json()),
)
TWINS = sa.table(
    "twins",
    *(sa.column(name, sa.Text()) for name in ("clinic_id", "first_id", "second_id")),
    sa.column("settled_at", types.UtcTime()),
)
PAIR = ("clinic_id", "first_id", "second_id")


def upgrade() -> None:
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    index = make_index("mrn_key", "name_key", "sort_name", "search")
    for page in pages():
        rows = [
            {"clinic_id": clinic_id, "record_id": record_id, **new_columns(who)} for clinic_id, record_id, who in page
        ]
        op.bulk_insert(index, rows)
        for (clinic_id, record_id, who), row in zip(page, rows, strict=True):
            if row["mrn_key"]:
                alike[clinic_id, row["mrn_key"]].append(record_id)
            if row["name_key"] and who.get("birth_date"):
                alike[clinic_id, row["name_key"], who["birth_date"]].append(record_id)
    compare(alike)


def downgrade() -> None:
    index = make_index("mrn", "sort_name", "search")
    for page in pages():
        op.bulk_insert(
            index, [{"clinic_id": clinic, "record_id": record, **old_columns(who)} for clinic, record, who in page]
        )


def make_index(*columns: str) -> sa.Table:
    op.drop_table(TABLE)
    index = op.create_table(
        TABLE,
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("clinic_id", "record_id", *columns)),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{TABLE}_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "record_id"], ["record.clinic_id", "record.id"], name=op.f(f"fk_{TABLE}_clinic_id_record_id")
        ),
        sa.PrimaryKeyConstraint("clinic_id", "record_id", name=op.f(f"pk_{TABLE}")),
        sqlite_strict=True,
    )
    op.create_index(f"ix_{TABLE}_name", TABLE, ["clinic_id", "sort_name", "record_id"])
    for key in columns:
        if key not in {"sort_name", "search"}:
            op.create_index(f"ix_{TABLE}_{key}", TABLE, ["clinic_id", key])
    return index


def pages() -> Iterator[list[tuple[str, str, dict[str, Any]]]]:
    """The patients that are not void, each with the clinic, the id and the identity."""
    query = sa.select(RECORD.c.clinic_id, RECORD.c.id, RECORD.c.content).order_by(RECORD.c.clinic_id, RECORD.c.id)
    query = query.where(RECORD.c.type == "patient", RECORD.c.state != "void").limit(PAGE)
    after: tuple[str, str] | None = None
    while True:
        here = sa.tuple_(RECORD.c.clinic_id, RECORD.c.id)
        found = op.get_bind().execute(query if after is None else query.where(here > after)).all()
        if not found:
            return
        yield [(row.clinic_id, row.id, row.content.get("identity") or {}) for row in found]
        after = (found[-1].clinic_id, found[-1].id)


def new_columns(who: dict[str, Any]) -> dict[str, str]:
    return {
        "mrn_key": search.mrn_key(who),
        "name_key": search.name_key(who),
        "sort_name": sort_name(who),
        "search": search.search_text(who),
    }


def old_columns(who: dict[str, Any]) -> dict[str, str]:
    given, family, mrn, born = (str(who.get(name) or "") for name in ("given", "family", "mrn", "birth_date"))
    words = (search.fold(given), search.fold(family), search.fold(given), search.fold(mrn), born)
    return {"mrn": mrn, "sort_name": sort_name(who), "search": " ".join(filter(None, words))}


def sort_name(who: dict[str, Any]) -> str:
    family, given = (search.fold(str(who.get(name) or "")) for name in ("family", "given"))
    return f"{family} {given}".strip()[:MAX_SORT_NAME]


def compare(alike: dict[tuple[str, ...], list[str]]) -> None:
    op.execute(TWINS.delete().where(TWINS.c.settled_at.is_(None)))
    settled = {tuple(row) for row in op.get_bind().execute(sa.select(*(TWINS.c[name] for name in PAIR)))}
    pairs = sorted(set(pairs_of(alike)) - settled)
    for at in range(0, len(pairs), PAGE):
        op.bulk_insert(TWINS, [dict(zip(PAIR, pair, strict=True)) for pair in pairs[at : at + PAGE]])


def pairs_of(alike: dict[tuple[str, ...], list[str]]) -> Iterator[tuple[str, str, str]]:
    for (clinic_id, *_), ids in alike.items():
        ids.sort()
        for at, first in enumerate(ids, 1):
            yield from ((clinic_id, first, second) for second in ids[at : at + NEAREST])
