"""The patient for whom a record was written that was moved to another one."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("record", sa.Column("signed_patient_id", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("record", "signed_patient_id")
