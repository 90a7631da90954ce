"""Which patients tablets hold without asking, for how long after the last visit, and who may be there twice.

A patient of before is in scope until somebody looks, as after a change.
"""

import sqlalchemy as sa
from alembic import op

from server import db as types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RECORD = sa.table(
    "record",
    *(sa.column(name, sa.Text()) for name in ("clinic_id", "id", "type", "patient_id")),
    sa.column("happened_at", types.UtcTime()),
    sa.column("updated_at", types.UtcTime()),
)
SCOPE = sa.table(
    "patient_scope",
    sa.column("clinic_id", sa.Text()),
    sa.column("record_id", sa.Text()),
    sa.column("last_at", types.UtcTime()),
)


def upgrade() -> None:
    op.add_column("clinic", sa.Column("scope_months", BIG, nullable=False, server_default="24"))
    op.create_table(
        "patient_scope",
        sa.Column("clinic_id", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("last_at", types.UtcTime(), nullable=False),
        sa.Column("kept", types.Flag(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinic.id"], name=op.f("fk_patient_scope_clinic_id")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "record_id"],
            ["record.clinic_id", "record.id"],
            name=op.f("fk_patient_scope_clinic_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("clinic_id", "record_id", name=op.f("pk_patient_scope")),
        sqlite_strict=True,
    )
    op.create_index("ix_patient_scope_last", "patient_scope", ["clinic_id", "last_at"])
    op.create_index("ix_patient_index_mrn", "patient_index", ["clinic_id", "mrn"])
    backfill()


def backfill() -> None:
    """The latest change or visit of each patient."""
    latest = sa.case((RECORD.c.happened_at > RECORD.c.updated_at, RECORD.c.happened_at), else_=RECORD.c.updated_at)
    owner = sa.func.coalesce(RECORD.c.patient_id, RECORD.c.id)
    dates = sa.select(RECORD.c.clinic_id, owner.label("owner"), sa.func.max(latest).label("last_at"))
    last = dates.group_by(RECORD.c.clinic_id, owner).subquery("last")
    patient = RECORD.alias("patient")
    here = sa.and_(patient.c.clinic_id == last.c.clinic_id, patient.c.id == last.c.owner, patient.c.type == "patient")
    found = sa.select(last.c.clinic_id, last.c.owner, last.c.last_at).select_from(last.join(patient, here))
    op.execute(SCOPE.insert().from_select(["clinic_id", "record_id", "last_at"], found))


def downgrade() -> None:
    op.drop_index("ix_patient_index_mrn", "patient_index")
    op.drop_table("patient_scope")
    op.drop_column("clinic", "scope_months")
