"""One-time codes, and when the person of a login last entered the password or a code again."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("pending", sa.Text(), nullable=True),
        sa.Column("since", types.UtcTime(), nullable=True),
        sa.Column("last_step", types.BigInt, nullable=False),
        sa.Column("codes", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "user_id"],
            ["user_account.clinic_id", "user_account.id"],
            name=op.f("fk_second_factor_clinic_id_user_id"),
        ),
        sa.PrimaryKeyConstraint("clinic_id", "user_id", name=op.f("pk_second_factor")),
        sqlite_strict=True,
    )
    op.add_column("login_session", sa.Column("proved_at", types.UtcTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("login_session", "proved_at")
    op.drop_table("second_factor")
