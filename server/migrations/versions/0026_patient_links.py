"""Links with which patients open the page about a visit."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "patient_link",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("note_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("agreed_at", types.UtcTime(), nullable=False),
        sa.Column("expires_at", types.UtcTime(), nullable=False),
        sa.Column("ended_at", types.UtcTime(), nullable=True),
        sa.Column("locked_at", types.UtcTime(), nullable=True),
        sa.Column("failures", types.BigInt, nullable=False),
        sa.Column("opened", types.BigInt, nullable=False),
        sa.Column("opened_at", types.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_patient_link_clinic_id")),
        pointing("record", "patient_id"),
        pointing("record", "note_id"),
        pointing("user_account", "made_by"),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_patient_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_patient_link_token_hash")),
        sqlite_strict=True,
    )
    op.create_index("ix_patient_link_patient", "patient_link", ["clinic_id", "patient_id"])


def downgrade() -> None:
    op.drop_table("patient_link")


def pointing(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_patient_link_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{table}.clinic_id", f"{table}.id"], name=name)
