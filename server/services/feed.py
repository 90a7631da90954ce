"""The clinic's row that every writer locks first: order of numbers equals order of commits, on both databases."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from server.db import db
from server.domain.errors import NotFound
from server.models import ClinicFeed, ServerMeta
from server.prepared import Prepared
from server.services.verify.heads import note_head

# Statements that every request runs are built once: building one costs several times what running it does.
FEED: Any = ClinicFeed.__table__
LOCKED_FEED = Prepared(select(FEED).where(FEED.c.clinic_id == bindparam("clinic_id")).with_for_update())
EPOCH = Prepared(select(ServerMeta.value).where(ServerMeta.key == "epoch"))


def lock_clinic(clinic_id: str) -> ClinicFeed:
    """Lock the clinic until the end of this transaction. Call it right after ``begin_write()``."""
    db.session.flush()
    row = LOCKED_FEED.read_one(db.session.connection(), {"clinic_id": clinic_id})
    if row is None:
        raise NotFound
    feed = as_object(row._asdict())
    note_head(clinic_id, feed.audit_n, feed.audit_hash)
    db.session.info["clinic_feed"] = feed  # a session holds what it read weakly, and the audit asks for this row again
    return feed


def as_object(row: dict[str, Any]) -> ClinicFeed:
    """The session's object of this row, with what was read."""
    feed: ClinicFeed | None = db.session.identity_map.get(identity_key(ClinicFeed, row["clinic_id"]))
    if feed is None:
        feed = ClinicFeed(**row)
        make_transient_to_detached(feed)
        db.session.add(feed)
        return feed
    for name, value in row.items():
        set_committed_value(feed, name, value)
    return feed


def next_seq(feed: ClinicFeed) -> int:
    """The number of the next change. Without gaps: a rolled back transaction gives its numbers back."""
    feed.seq += 1
    return feed.seq


def read_epoch() -> str:
    """The id of this life of the database; a restore from a backup gives it another one."""
    db.session.flush()
    return str(EPOCH.read_one(db.session.connection(), {}).value["id"])
