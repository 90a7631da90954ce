"""How long a disabled person or a blocked device may still deliver what is unsent.

Whoever was disabled or blocked before has no such time, and stays shut out.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("user_account", "device"):
        op.add_column(table, sa.Column("drains_until", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")))


def downgrade() -> None:
    for table in ("device", "user_account"):
        op.drop_column(table, "drains_until")
