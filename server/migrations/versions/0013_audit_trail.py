"""Indexes for reading the audit trail by person and by day, and a table that counts refusals by hour."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "audit_entry"
INDEXES = {
    "ix_audit_entry_clinic_id_actor_id_n": ["clinic_id", "actor_id", "n"],
    "ix_audit_entry_clinic_id_at": ["clinic_id", "at"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, TABLE, columns)
    op.create_table(
        "refusal_count",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("hour", types.UtcTime(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "source")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("actor_id", "device_id", "object_type", "object_id")),
        sa.Column("detail", types.Json(), nullable=False),
        *(sa.Column(name, types.BigInt, nullable=False) for name in ("count", "told")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_refusal_count_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "hour", "kind", "source", name=op.f("pk_refusal_count")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("refusal_count")
    for name in INDEXES:
        op.drop_index(name, TABLE)
