"""Patients who may be the same person, until somebody says that they are two.

The patients that are there already are compared once, so that tablets go on telling what they told.
"""

from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = "twins"
NEAREST = 20  # of the many who are alike each is a pair with so many others, and with all once they change
PAGE = 500

INDEX = sa.table(
    "patient_index", *(sa.column(name, sa.Text()) for name in ("clinic_id", "record_id", "mrn", "sort_name"))
)
RECORD = sa.table(
    "record", sa.column("clinic_id", sa.Text()), sa.column("id", sa.Text()), sa.column("content", types.Json())
)


def to_record(column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], ["record.clinic_id", "record.id"], name=name)


def upgrade() -> None:
    twins = op.create_table(
        TABLE,
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("clinic_id", "first_id", "second_id")),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", types.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{TABLE}_clinic_id")),
        to_record("first_id"),
        to_record("second_id"),
        sa.PrimaryKeyConstraint("clinic_id", "first_id", "second_id", name=op.f(f"pk_{TABLE}")),
        sqlite_strict=True,
    )
    op.create_index("ix_twins_second", TABLE, ["clinic_id", "second_id"])
    pairs = sorted(set(pairs_of(sharing("mrn"))) | set(pairs_of(sharing("sort_name"))))
    for at in range(0, len(pairs), PAGE):
        page = [dict(zip(("clinic_id", "first_id", "second_id"), pair, strict=True)) for pair in pairs[at : at + PAGE]]
        op.bulk_insert(twins, page)


def sharing(name: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """What makes patients alike, and the id, of those that have their record number or name in common with another."""
    value = INDEX.c[name]
    twice = sa.select(INDEX.c.clinic_id, value).where(value != "").group_by(INDEX.c.clinic_id, value)
    several = twice.having(sa.func.count() > 1).subquery("several")
    found = INDEX.join(several, sa.and_(several.c.clinic_id == INDEX.c.clinic_id, several.c[name] == value))
    found = found.join(RECORD, sa.and_(RECORD.c.clinic_id == INDEX.c.clinic_id, RECORD.c.id == INDEX.c.record_id))
    query = sa.select(INDEX.c.clinic_id, value, INDEX.c.record_id, RECORD.c.content).select_from(found)
    for clinic_id, shared, record_id, content in op.get_bind().execute(query.execution_options(yield_per=PAGE)):
        born = content.get("identity", {}).get("birth_date")
        if name == "mrn":
            yield (clinic_id, shared), record_id
        elif born:
            yield (clinic_id, shared, born), record_id


def pairs_of(patients: Iterator[tuple[tuple[str, ...], str]]) -> Iterator[tuple[str, str, str]]:
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, record_id in patients:
        alike[key].append(record_id)
    for (clinic_id, *_), ids in alike.items():
        ids.sort()
        for at, first in enumerate(ids, 1):
            yield from ((clinic_id, first, second) for second in ids[at : at + NEAREST])


def downgrade() -> None:
    op.drop_table(TABLE)
