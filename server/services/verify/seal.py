"""Bringing a chain under the key of this installation: once for a database from before the seal, and by hand later."""

from server.db import db, utc_now
from server.models import ClinicFeed
from server.services.audit import chain_key, fingerprint, key_of
from server.services.feed import lock_clinic
from server.services.verify.coverage import write_checkpoint
from server.services.verify.heads import Head, heads_file, heads_of, read_heads, write_head

FROM_BEFORE = "written before by a version that sealed nothing"


def seal_old_chain(clinic_id: str) -> bool:
    """After an update; the caller has begun to write. Whether there is something to commit.

    Not where the file of heads knows of a sealed chain: then somebody took the seal away.
    """
    feed = lock_clinic(clinic_id)
    if is_sealed(feed) or any(key_of(head.hash) for head in heads_of(clinic_id, read_heads())):
        return False
    write_checkpoint(clinic_id, FROM_BEFORE)
    return True


def is_sealed(feed: ClinicFeed) -> bool:
    return not feed.audit_n or bool(key_of(feed.audit_hash))


def seal_again(clinic_id: str, reason: str) -> None:
    """Where the newest row is not under this installation's key. The caller holds the clinic's row."""
    feed = db.session.get_one(ClinicFeed, clinic_id)
    if feed.audit_n and key_of(feed.audit_hash) != fingerprint(chain_key()):
        write_checkpoint(clinic_id, reason)


def note_now(clinic_id: str) -> None:
    """Put the committed head into the file, whatever was written there today."""
    feed = db.session.get_one(ClinicFeed, clinic_id, populate_existing=True)
    if feed.audit_n:
        write_head(heads_file(), Head(clinic_id, feed.audit_n, feed.audit_hash, utc_now()))
    db.session.rollback()
