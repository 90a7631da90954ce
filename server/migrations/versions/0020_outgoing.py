"""Messages that the server sends to others by itself, until they have left."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "outgoing"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.Text(), nullable=False),
        sa.Column("value", types.Json(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("due_at", types.UtcTime(), nullable=False),
        sa.Column("attempts", BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_outgoing_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_outgoing")),
        sqlite_strict=True,
    )
    op.create_index("ix_outgoing_due", TABLE, ["clinic_id", "state", "due_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
