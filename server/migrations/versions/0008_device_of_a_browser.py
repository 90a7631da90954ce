"""Which device a known browser holds, so that nobody delivers or signs in under the name of another.

Where its person has used one device only, it is that of the sign-in that made the row; all others say it at the next sign-in,
because the storage of a tablet may have been erased meanwhile, with the id it had.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INDEX = "ix_known_device_clinic_id_device_id"
DEVICE_OF_FIRST_SIGN_IN = """
    UPDATE known_device SET device_id = (
        SELECT max(login_session.device_id) FROM login_session
        WHERE login_session.clinic_id = known_device.clinic_id AND login_session.user_id = known_device.user_id
        AND login_session.created_at = known_device.created_at
    )
    WHERE 1 = (
        SELECT count(DISTINCT login_session.device_id) FROM login_session
        WHERE login_session.clinic_id = known_device.clinic_id AND login_session.user_id = known_device.user_id
    )
"""


def upgrade() -> None:
    op.add_column("known_device", sa.Column("device_id", sa.Text()))
    op.execute(DEVICE_OF_FIRST_SIGN_IN)
    op.create_index(INDEX, "known_device", ["clinic_id", "device_id"])


def downgrade() -> None:
    op.drop_index(INDEX, "known_device")
    op.drop_column("known_device", "device_id")
