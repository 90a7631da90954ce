"""The search finds a patient also by the name of a record that was merged into theirs."""

import sqlalchemy as sa
from alembic import op

from server import db as types
from server.domain.search import search_text
from server.domain.trace import earlier_identities

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

RECORD = sa.table(
    "record", *map(sa.column, ("clinic_id", "id", "type", "state")),
    sa.column("content", types.Json()), sa.column("trace", types.Json()),
)  # fmt: skip
INDEX = sa.table("patient_index", *map(sa.column, ("clinic_id", "record_id", "search")))


def upgrade() -> None:
    write(with_earlier=True)


def downgrade() -> None:
    write(with_earlier=False)


def write(*, with_earlier: bool) -> None:
    """Only of patients with a trace; the rows of others say the same as before."""
    patients = sa.select(RECORD.c.clinic_id, RECORD.c.id, RECORD.c.content, RECORD.c.trace)
    patients = patients.where(RECORD.c.type == "patient", RECORD.c.trace.is_not(sa.null()))
    for row in op.get_bind().execute(patients).all():
        earlier = earlier_identities(row.trace, row.content) if with_earlier else []
        line = search_text(row.content.get("identity") or {}, earlier)
        of_row = (INDEX.c.clinic_id == row.clinic_id) & (INDEX.c.record_id == row.id)
        op.execute(INDEX.update().where(of_row).values(search=line))
