"""The imports of patients and past visits from tables."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = "data_import"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("value", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_data_import_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_data_import")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table(TABLE)
