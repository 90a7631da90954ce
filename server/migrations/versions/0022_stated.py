"""Which signatures of a record came from another installation and are proven by no key."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("record", sa.Column("stated", types.Json(), nullable=True))


def downgrade() -> None:
    op.drop_column("record", "stated")
