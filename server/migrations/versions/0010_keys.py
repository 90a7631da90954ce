"""Keys of clinics and people, the signature of each op, tablets that the clinic manages, and the clinic's settings.

The keys of clinics that are there already are made after the last migration (``env.py``).
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def to(table: str, target: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_clinic_id_{column}")
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{target}.clinic_id", f"{target}.id"], name=name)


def to_clinic(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f(f"fk_{table}_clinic_id"))


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("clinic_id", *columns, name=op.f(f"pk_{table}"))


def created() -> sa.Column[Any]:
    return sa.Column("created_at", types.UtcTime(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "clinic_key",
        *texts("clinic_id", "id", "public", "private", "wrapped_by"),
        created(),
        to_clinic("clinic_key"),
        key("clinic_key", "id"),
        sqlite_strict=True,
    )
    op.create_table(
        "signing_key",
        *texts("clinic_id", "id", "user_id", "device_id", "public"),
        created(),
        sa.Column("retired_at", types.UtcTime(), nullable=True),
        to("signing_key", "user_account", "user_id"),
        to("signing_key", "device", "device_id"),
        key("signing_key", "id"),
        sqlite_strict=True,
    )
    op.create_index("ix_signing_key_clinic_id_user_id_device_id", "signing_key", ["clinic_id", "user_id", "device_id"])
    op.create_table(
        "data_key_copy",
        *texts("clinic_id", "user_id", "device_id", "clinic_key_id", "sealed"),
        created(),
        to("data_key_copy", "user_account", "user_id"),
        to("data_key_copy", "device", "device_id"),
        to("data_key_copy", "clinic_key", "clinic_key_id"),
        key("data_key_copy", "user_id", "device_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "clinic_setting",
        *texts("clinic_id", "name"),
        sa.Column("value", types.Json(), nullable=False),
        *texts("changed_by"),
        sa.Column("changed_at", types.UtcTime(), nullable=False),
        to_clinic("clinic_setting"),
        key("clinic_setting", "name"),
        sqlite_strict=True,
    )
    op.add_column("device", sa.Column("managed", types.Flag(), nullable=True))
    op.add_column("revision", sa.Column("signature", types.Json(), nullable=True))


def downgrade() -> None:
    op.drop_column("revision", "signature")
    op.drop_column("device", "managed")
    for table in ("clinic_setting", "data_key_copy", "signing_key", "clinic_key"):
        op.drop_table(table)
