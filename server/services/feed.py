"""The clinic's row that every writer locks first: order of numbers equals order of commits, on both databases."""

from sqlalchemy import select

from server.db import db
from server.domain.errors import NotFound
from server.models import ClinicFeed, ServerMeta


def lock_clinic(clinic_id: str) -> ClinicFeed:
    """Lock the clinic until the end of this transaction. Call it right after ``begin_write()``."""
    query = select(ClinicFeed).where(ClinicFeed.clinic_id == clinic_id).with_for_update()
    feed = db.session.scalar(query.execution_options(populate_existing=True))
    if feed is None:
        raise NotFound
    db.session.info["clinic_feed"] = feed  # a session holds what it read weakly, and the audit asks for this row again
    return feed


def next_seq(feed: ClinicFeed) -> int:
    """The number of the next change. Without gaps: a rolled back transaction gives its numbers back."""
    feed.seq += 1
    return feed.seq


def read_epoch() -> str:
    """The id of this life of the database; a restore from a backup gives it another one."""
    return str(db.session.get_one(ServerMeta, "epoch").value["id"])
