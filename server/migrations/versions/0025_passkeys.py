"""Passkeys beside one-time codes, and what they are asked to sign."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passkey",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("counter", types.BigInt, nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("last_used_at", types.UtcTime(), nullable=True),
        sa.Column("removed_at", types.UtcTime(), nullable=True),
        of_person("passkey"),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_passkey")),
        sqlite_strict=True,
    )
    op.create_index("ix_passkey_person", "passkey", ["clinic_id", "user_id"])
    op.create_table(
        "passkey_challenge",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("expires_at", types.UtcTime(), nullable=False),
        of_person("passkey_challenge"),
        sa.PrimaryKeyConstraint("clinic_id", "user_id", "purpose", "asker", name=op.f("pk_passkey_challenge")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    op.drop_table("passkey_challenge")
    op.drop_table("passkey")


def of_person(table: str) -> sa.ForeignKeyConstraint:
    person = ["user_account.clinic_id", "user_account.id"]
    return sa.ForeignKeyConstraint(["clinic_id", "user_id"], person, name=op.f(f"fk_{table}_clinic_id_user_id"))
