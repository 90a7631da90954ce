"""Roles wait for a second person. Existing accounts count as confirmed."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TIMES, NAMES = ("waits_since", "confirmed_at"), ("waits_by", "confirmed_by")


def upgrade() -> None:
    for name in TIMES:
        op.add_column("user_account", sa.Column(name, types.UtcTime(), nullable=True))
    for name in NAMES:
        op.add_column("user_account", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in (*NAMES, *TIMES):
        op.drop_column("user_account", name)
