"""First tables: clinics, people, devices, records with their revisions, and the audit chain."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FROZEN = ("revision", "audit_entry")


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


def begin_epoch() -> None:
    """Name this life of the database; what tablets know of it is good as long as the name is the same."""
    meta = sa.table("server_meta", sa.column("key", sa.Text()), sa.column("value", types.Json()))
    op.bulk_insert(meta, [{"key": "epoch", "value": {"id": str(uuid4())}}])


def upgrade() -> None:
    op.create_table(
        "clinic",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
        sqlite_strict=True,
    )
    op.create_table(
        "server_meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_server_meta")),
        sqlite_strict=True,
    )
    op.create_table(
        "throttle",
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("free_at", types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_throttle")),
        sqlite_strict=True,
    )
    op.create_index("ix_throttle_free_at", "throttle", ["free_at"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", types.UtcTime(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=True),
        sa.Column("object_id", sa.Text(), nullable=True),
        sa.Column("detail", types.Json(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_audit_entry_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "n", name=op.f("pk_audit_entry")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_entry_object_id"), "audit_entry", ["object_id"], unique=False)

    op.create_table(
        "clinic_feed",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("audit_n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("audit_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_clinic_feed_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", name=op.f("pk_clinic_feed")),
        sqlite_strict=True,
    )
    op.create_table(
        "device",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("last_seen_at", types.UtcTime(), nullable=False),
        sa.Column("app_version", sa.Text(), nullable=True),
        sa.Column("pending_ops", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("oldest_pending_at", types.UtcTime(), nullable=True),
        sa.Column("storage", types.Json(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_device_clinic_id")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_device")),
        sqlite_strict=True,
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("treats", types.Flag(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", types.Flag(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("invite_hash", sa.Text(), nullable=True),
        sa.Column("invite_expires_at", types.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_user_account_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
        sa.UniqueConstraint("invite_hash", name=op.f("uq_user_account_invite_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_user_account_clinic_id"), "user_account", ["clinic_id"], unique=False)

    op.create_table(
        "applied_op",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("result", types.Json(), nullable=False),
        sa.Column("body", types.Json(), nullable=True),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_applied_op_clinic_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_applied_op_user_id")),
        sa.PrimaryKeyConstraint("clinic_id", "op_id", name=op.f("pk_applied_op")),
        sqlite_strict=True,
    )
    op.create_table(
        "known_device",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_known_device_user_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_known_device")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_known_device_user_id"), "known_device", ["user_id"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("last_seen_at", types.UtcTime(), nullable=False),
        sa.Column("expires_at", types.UtcTime(), nullable=False),
        sa.Column("revoked_at", types.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_login_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_login_session_user_id"), "login_session", ["user_id"], unique=False)

    op.create_table(
        "record",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content", types.Json(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("signatures", types.Json(), nullable=False),
        sa.Column("review", types.Json(), nullable=True),
        sa.Column("findings", types.Json(), nullable=True),
        sa.Column("happened_at", types.UtcTime(), nullable=False),
        sa.Column("created_at", types.UtcTime(), nullable=False),
        sa.Column("updated_at", types.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_record_author_id")),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_record_clinic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sqlite_strict=True,
    )
    op.create_index("ix_record_feed", "record", ["clinic_id", "seq"], unique=True)
    op.create_index(
        "ix_record_patient", "record", ["clinic_id", "patient_id", "type", "happened_at", "id"], unique=False
    )
    op.create_index("ix_record_recent", "record", ["clinic_id", "type", "happened_at", "id"], unique=False)
    op.create_index("ix_record_state", "record", ["clinic_id", "type", "state", "happened_at", "id"], unique=False)

    op.create_table(
        "patient_index",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("mrn", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_patient_index_clinic_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_patient_index_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_patient_index")),
        sqlite_strict=True,
    )
    op.create_index("ix_patient_index_name", "patient_index", ["clinic_id", "sort_name", "record_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("rev", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("op_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("device_id", sa.Text(), nullable=True),
        sa.Column("client_time", types.UtcTime(), nullable=True),
        sa.Column("server_time", types.UtcTime(), nullable=False),
        sa.Column("before", types.Json(), nullable=False),
        sa.Column("after", types.Json(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_revision_author_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_revision_record_id")),
        sa.PrimaryKeyConstraint("record_id", "rev", name=op.f("pk_revision")),
        sa.UniqueConstraint("record_id", "op_id", name=op.f("uq_revision_record_id_op_id")),
        sqlite_strict=True,
    )
    for table in FROZEN:
        freeze(table)
    begin_epoch()


def downgrade() -> None:
    for table in (
        "revision",
        "patient_index",
        "record",
        "login_session",
        "known_device",
        "applied_op",
        "user_account",
        "device",
        "clinic_feed",
        "audit_entry",
        "throttle",
        "server_meta",
        "clinic",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in FROZEN:
            op.execute(f"DROP FUNCTION {table}_frozen()")
