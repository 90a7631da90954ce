"""Every rejected op waits for a person: who wrote it, what it is about, and what became of it."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PAGE = 500
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECEIPT = sa.table(
    "applied_op",
    sa.column("clinic_id", sa.Text()),
    sa.column("op_id", sa.Text()),
    sa.column("device_id", sa.Text()),
    sa.column("user_id", sa.Text()),
    sa.column("body", types.Json()),
    sa.column("created_at", types.UtcTime()),
)
QUARANTINE = sa.table(
    "quarantine",
    *(sa.column(name, sa.Text()) for name in ("clinic_id", "op_id", "source", "author_id", "device_id", "status")),
    sa.column("record_type", sa.Text()),
    sa.column("record_id", sa.Text()),
    sa.column("is_stated", types.Flag()),
    sa.column("size", BIG),
    sa.column("created_at", types.UtcTime()),
)


def upgrade() -> None:
    op.create_table(
        "quarantine",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("is_stated", types.Flag(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("record_type", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", types.UtcTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_quarantine_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "op_id", name=op.f("pk_quarantine")),
        sqlite_strict=True,
    )
    status = ["clinic_id", "status", "author_id", "created_at", "op_id"]
    op.create_index("ix_quarantine_status", "quarantine", status)
    op.create_index("ix_quarantine_device", "quarantine", ["clinic_id", "device_id", "status"])
    backfill()


def backfill() -> None:
    """What was refused before this version waits as well. ``body`` is JSON null for what was applied."""
    last = ("", "")
    key = sa.tuple_(RECEIPT.c.clinic_id, RECEIPT.c.op_id)
    while True:
        query = sa.select(RECEIPT).where(RECEIPT.c.body.is_not(None), key > sa.tuple_(*map(sa.literal, last)))
        found = op.get_bind().execute(query.order_by(RECEIPT.c.clinic_id, RECEIPT.c.op_id).limit(PAGE)).mappings().all()
        if not found:
            return
        op.bulk_insert(QUARANTINE, [row_of(row) for row in found])
        last = (found[-1]["clinic_id"], found[-1]["op_id"])


def row_of(receipt: Any) -> dict[str, Any]:
    raw = receipt["body"]["op"]
    said = raw if isinstance(raw, dict) else {}
    about = {name: said.get(name) if isinstance(said.get(name), str) else None for name in ("type", "id")}
    return {
        "clinic_id": receipt["clinic_id"], "op_id": receipt["op_id"], "source": "refused",
        "author_id": receipt["user_id"], "is_stated": False, "device_id": receipt["device_id"],
        "size": len(json.dumps(raw)), "record_type": about["type"], "record_id": about["id"], "status": "open",
        "created_at": receipt["created_at"],
    }  # fmt: skip


def downgrade() -> None:
    op.drop_table("quarantine")
