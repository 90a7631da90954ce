"""The exports of many records that people of a clinic have asked for."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "clinic_export"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("value", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_clinic_export_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_clinic_export")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table(TABLE)
