"""Who wrote each record, for the second person of a note; and no link left that replaces a password."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PAGE = 500
WRITING = ("create", "patch", "amend")
RECORD = sa.table("record", sa.column("id", sa.Text()), sa.column("writers", types.Json()))
REVISION = sa.table(
    "revision",
    sa.column("record_id", sa.Text()),
    sa.column("rev", sa.BigInteger()),
    sa.column("kind", sa.Text()),
    sa.column("author_id", sa.Text()),
    sa.column("before", types.Json()),
    sa.column("after", types.Json()),
)
USER = sa.table(
    "user_account",
    sa.column("password_hash", sa.Text()),
    sa.column("invite_hash", sa.Text()),
    sa.column("invite_expires_at", types.UtcTime()),
)


def upgrade() -> None:
    op.add_column("record", sa.Column("writers", types.Json(), nullable=False, server_default="[]"))
    backfill()
    op.execute(USER.update().where(USER.c.password_hash.is_not(None)).values(invite_hash=None, invite_expires_at=None))


def backfill() -> None:
    """The writers of the records that are there already, a page of records at a time."""
    last = ""
    while True:
        query = sa.select(RECORD.c.id).where(RECORD.c.id > last).order_by(RECORD.c.id).limit(PAGE)
        ids = list(op.get_bind().execute(query).scalars())
        if not ids:
            return
        found = writers_of(ids)
        for record_id, writers in found.items():
            op.execute(RECORD.update().where(RECORD.c.id == record_id).values(writers=writers))
        last = ids[-1]


def writers_of(ids: list[str]) -> dict[str, list[str]]:
    query = sa.select(REVISION).where(REVISION.c.record_id.in_(ids), REVISION.c.kind.in_(WRITING))
    found: dict[str, list[str]] = {}
    for row in op.get_bind().execute(query.order_by(REVISION.c.record_id, REVISION.c.rev)).mappings():
        writers = found.setdefault(row["record_id"], [])
        if row["author_id"] not in writers and wrote(row):
            writers.append(row["author_id"])
    return found


def wrote(row: Any) -> bool:
    return any(not unit.startswith("override:") for unit in {**row["before"], **row["after"]})


def downgrade() -> None:
    op.drop_column("record", "writers")
