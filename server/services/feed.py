"""The clinic's row that every writer locks first: order of numbers equals order of commits, on both databases."""

from sqlalchemy import bindparam, select

from server.db import db
from server.domain.errors import NotFound
from server.models import ClinicFeed, ServerMeta
from server.services.verify.heads import note_head

# Statements that every request runs are built once: building one costs several times what running it does.
LOCKED_FEED = (
    select(ClinicFeed)
    .where(ClinicFeed.clinic_id == bindparam("clinic_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
EPOCH = select(ServerMeta.value).where(ServerMeta.key == "epoch")


def lock_clinic(clinic_id: str) -> ClinicFeed:
    """Lock the clinic until the end of this transaction. Call it right after ``begin_write()``."""
    feed = db.session.scalar(LOCKED_FEED, {"clinic_id": clinic_id})
    if feed is None:
        raise NotFound
    note_head(clinic_id, feed.audit_n, feed.audit_hash)
    db.session.info["clinic_feed"] = feed  # a session holds what it read weakly, and the audit asks for this row again
    return feed


def next_seq(feed: ClinicFeed) -> int:
    """The number of the next change. Without gaps: a rolled back transaction gives its numbers back."""
    feed.seq += 1
    return feed.seq


def read_epoch() -> str:
    """The id of this life of the database; a restore from a backup gives it another one."""
    return str(db.session.scalars(EPOCH).one()["id"])
