"""Acts on a record that leave its content as it is, such as proposing to declare it void."""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("record", sa.Column("trace", types.Json(), nullable=True))


def downgrade() -> None:
    op.drop_column("record", "trace")
