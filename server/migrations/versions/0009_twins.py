"""Patients who may be the same person, until somebody says that they are two.

Those of before are compared when their name or birth date changes.
"""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = "twins"


def to_record(column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{TABLE}_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], ["record.clinic_id", "record.id"], name=name)


def upgrade() -> None:
    op.create_table(
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


def downgrade() -> None:
    op.drop_table(TABLE)
