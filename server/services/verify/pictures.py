"""The files of photos: whether each is the one its name says, and which a signed note names that have not arrived."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Text, select, type_coerce

from server.db import db
from server.domain.pictures import hashes_in
from server.models import Picture, Record
from server.services.verify.signed import SIGNED


def picture_breaks(clinic_id: str) -> Iterator[str]:
    """Reads every file, one at a time."""
    last = ""
    while True:
        query = select(Picture.sha256, Picture.data, Picture.size).where(Picture.clinic_id == clinic_id)
        row = db.session.execute(query.where(Picture.sha256 > last).order_by(Picture.sha256).limit(1)).one_or_none()
        if row is None:
            return
        last = row.sha256
        if hashlib.sha256(row.data).hexdigest() != last or len(row.data) != row.size:
            yield f"picture {last}: the file is not the one that has this SHA-256"


def waiting_pictures(clinic_id: str) -> list[str]:
    """Not broken: a photo comes after its text, and waits on its tablet until that has a connection."""
    kept = set(db.session.scalars(select(Picture.sha256).where(Picture.clinic_id == clinic_id)))
    query = select(Record.id, Record.content).where(Record.clinic_id == clinic_id, Record.type == "note")
    named = type_coerce(Record.content, Text).contains('"picture:')
    rows = db.session.execute(
        query.where(Record.state.in_(list(SIGNED)), named).order_by(Record.happened_at, Record.id)
    )
    counts = [(row.id, len(hashes_in(row.content) - kept)) for row in rows]
    return [f"note {note_id}: photos that have not arrived yet: {count}" for note_id, count in counts if count]
