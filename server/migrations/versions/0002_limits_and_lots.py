"""Limits of each clinic, version by version, and where each lot went."""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PAGE = 500

# As they were when this migration was written, so that it goes on making what it made.
SOURCES = (
    ("cartridge", "device", "cartridge_lot", "unit_code"),
    ("anaesthetic", "numbing", "lot", ""),
    ("serum", "serum", "lot", ""),
    ("prp_kit", "prp", "kit_lot", ""),
    ("glide", "needling", "glide_lot", ""),
)
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212_]+")

RECORD = sa.table(
    "record",
    sa.column("id", sa.Text()),
    sa.column("clinic_id", sa.Text()),
    sa.column("type", sa.Text()),
    sa.column("patient_id", sa.Text()),
    sa.column("state", sa.Text()),
    sa.column("content", types.Json()),
    sa.column("happened_at", types.UtcTime()),
)


def freeze(table: str) -> None:
    """Make a table append-only for everyone, the application included."""
    refusal = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_frozen()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_frozen()"
    )


def upgrade() -> None:
    op.create_table(
        "limits_version",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("body", types.Json(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", types.UtcTime(), nullable=True),
        sa.Column("approved_name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_limits_version_author_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_limits_version_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "version", name=op.f("pk_limits_version")),
        sqlite_strict=True,
    )
    freeze("limits_version")
    note_lot = op.create_table(
        "note_lot",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("n", BIG, nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("lot_key", sa.Text(), nullable=False),
        sa.Column("unit_code", sa.Text(), nullable=False),
        sa.Column("unit_key", sa.Text(), nullable=False),
        sa.Column("happened_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_note_lot_clinic_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_note_lot_record_id")),
        sa.PrimaryKeyConstraint("record_id", "n", name=op.f("pk_note_lot")),
        sqlite_strict=True,
    )
    op.create_index("ix_note_lot_lot", "note_lot", ["clinic_id", "lot_key", "happened_at", "record_id", "n"])
    op.create_index("ix_note_lot_unit", "note_lot", ["clinic_id", "unit_key"])
    backfill(note_lot)


def backfill(note_lot: sa.Table) -> None:
    """The lots of the notes that are there already, a page of notes at a time."""
    last = ""
    while True:
        query = sa.select(RECORD).where(RECORD.c.type == "note", RECORD.c.state != "void", RECORD.c.id > last)
        notes = op.get_bind().execute(query.order_by(RECORD.c.id).limit(PAGE)).all()
        if not notes:
            return
        rows = [row for note in notes for row in rows_of(note)]
        if rows:
            op.bulk_insert(note_lot, rows)
        last = notes[-1].id


def rows_of(note: Any) -> list[dict[str, Any]]:
    head = {"record_id": note.id, "clinic_id": note.clinic_id, "patient_id": note.patient_id}
    head |= {"happened_at": note.happened_at, "operator_id": text_of(note.content.get("visit", {}), "operator") or None}
    found = [
        (kind, text_of(fields, lot), text_of(fields, code))
        for kind, section, lot, code in SOURCES
        for unit, fields in sorted(note.content.items())
        if unit.partition(":")[0] == section
    ]
    named = [(kind, lot, code, key(lot), key(code)) for kind, lot, code in found if key(lot) or key(code)]
    return [
        {**head, "n": n, "kind": kind, "lot": lot, "unit_code": code, "lot_key": lot_key, "unit_key": unit_key}
        for n, (kind, lot, code, lot_key, unit_key) in enumerate(named)
    ]


def text_of(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name) if name else None
    return value.strip() if isinstance(value, str) else ""


def key(text: str) -> str:
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text).lower())


def downgrade() -> None:
    op.drop_table("note_lot")
    op.drop_table("limits_version")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION limits_version_frozen()")
