"""Who started the reset of a password, and the hash of the code that a second person was given for it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user_account", sa.Column("reset_by", sa.Text(), nullable=True))
    op.add_column("user_account", sa.Column("reset_code_hash", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("user_account", "reset_code_hash")
    op.drop_column("user_account", "reset_by")
