"""What exports say of a patient, kept while nothing that it was composed from has changed."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "composed",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("made_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "record_id"],
            ["record.clinic_id", "record.id"],
            name=op.f("fk_composed_clinic_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("clinic_id", "record_id", "form", name=op.f("pk_composed")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("composed")
