"""The files of photos: kept once something of the clinic names them, and read through the note that does.

A file comes after the text that names it, so it is never a file of nobody. Its name is its SHA-256, which the signature
of the note covers: whoever delivers it can deliver no other.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, exists, select, type_coerce

from server.db import db
from server.domain.errors import Invalid, NotFound, Refusal
from server.domain.jpeg import read_jpeg
from server.domain.permissions import Action, Actor
from server.domain.pictures import SHA256
from server.domain.translation import N_
from server.models import AppliedOp, Picture, Quarantined, Record, Revision
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.notes import read_record
from server.services.quarantine import DONE, within

SEND, READ = "picture.send", "picture.read"


class OtherHash(Invalid):
    code = "other_hash"


class NotNamed(Refusal):
    """Nothing that reached the server names the file yet. It is to be sent again after its text."""

    status, code = 409, "picture_not_named"


class NotThere(NotFound):
    """A note names the file, and the tablet that has it has not sent it yet."""

    code = "picture_not_there"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent, which has passed every check that asks nothing of the database."""

    sha256: str
    data: bytes
    width: int
    height: int


def read_sent(sha256: str, data: bytes) -> Sent:
    """Raises OtherHash, or NotAPhoto for a file that may not be kept."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise OtherHash(N_("The photo did not arrive as it was sent."))
    return Sent(sha256, data, *read_jpeg(data))


def keep_picture(actor: Actor, note_id: str, sent: Sent, now: datetime) -> bool:
    """Whether it was new. The caller has begun to write, and commits."""
    lock_clinic(actor.clinic_id)
    if not is_named(actor.clinic_id, note_id, sent.sha256):
        note = db.session.get(Record, (actor.clinic_id, note_id))
        if note is None or note.type != "note":
            raise NotFound
        raise NotNamed(N_("The text of this photo has not arrived yet. It comes first."))
    if is_kept(actor.clinic_id, sent.sha256):
        return False
    db.session.add(
        Picture(
            clinic_id=actor.clinic_id, sha256=sent.sha256, data=sent.data, size=len(sent.data), width=sent.width,
            height=sent.height, note_id=note_id, sent_by=actor.id, device_id=actor.device_id, created_at=now,
        )
    )  # fmt: skip
    record_audit(actor, SEND, "note", note_id, picture=sent.sha256, size=len(sent.data))
    db.session.flush()
    return True


def read_picture(actor: Actor, note_id: str, sha256: str) -> bytes:
    """The file, of a note that the actor may read and that names it or did so once, or of what is kept aside."""
    lock_clinic(actor.clinic_id)
    if not SHA256.fullmatch(sha256) or not may_read(actor, note_id, sha256):
        raise NotFound
    mine = select(Picture.data).where(Picture.clinic_id == actor.clinic_id, Picture.sha256 == sha256)
    data = db.session.scalar(mine)
    if data is None:
        raise NotThere(N_("This photo has not arrived yet: it is still on the tablet that took it."))
    record_audit(actor, READ, "note", note_id, picture=sha256)
    return data


def may_read(actor: Actor, note_id: str, sha256: str) -> bool:
    """Whoever reads what was refused, or is kept with a record, sees its photo too."""
    if is_named_by_record(actor.clinic_id, note_id, sha256):
        read_record(actor, "note", note_id)  # raises NotFound where they may not
        return True
    mine = (Quarantined.status == DONE["attach"]) | and_(*within(actor, Action.READ_ALL_QUARANTINE))
    return found(kept_aside(actor.clinic_id, note_id, sha256).where(mine))


def is_kept(clinic_id: str, sha256: str) -> bool:
    there = exists().where(Picture.clinic_id == clinic_id, Picture.sha256 == sha256)
    return bool(db.session.scalar(select(there)))


def is_named(clinic_id: str, note_id: str, sha256: str) -> bool:
    """Also by what was refused, or is kept for a supervisor: the file waits with it."""
    if not SHA256.fullmatch(sha256):
        return False
    return is_named_by_record(clinic_id, note_id, sha256) or found(kept_aside(clinic_id, note_id, sha256))


def is_named_by_record(clinic_id: str, note_id: str, sha256: str) -> bool:
    """By the note as it is or was, or by an edit of it that is in conflict."""
    changes = select(Revision.rev).where(Revision.clinic_id == clinic_id, Revision.record_id == note_id)
    return found(changes.where(holds(Revision.after, sha256))) or found(in_conflict(clinic_id, note_id, sha256))


def in_conflict(clinic_id: str, note_id: str, sha256: str) -> Select[Any]:
    patient = select(Record.patient_id).where(Record.clinic_id == clinic_id, Record.id == note_id).scalar_subquery()
    mine = select(Record.id).where(Record.clinic_id == clinic_id, Record.type == "conflict")
    return mine.where(Record.patient_id == patient, holds(Record.content, sha256), holds(Record.content, note_id))


def kept_aside(clinic_id: str, note_id: str, sha256: str) -> Select[Any]:
    same = (AppliedOp.clinic_id == Quarantined.clinic_id) & (AppliedOp.op_id == Quarantined.op_id)
    mine = select(Quarantined.op_id).join(AppliedOp, same).where(Quarantined.clinic_id == clinic_id)
    is_moved = (Quarantined.status == DONE["attach"]) & holds(AppliedOp.body, note_id)  # it is with the patient now
    named = type_coerce(AppliedOp.body, Text).contains(sha256)  # what was only begun is JSON within JSON
    return mine.where((Quarantined.record_id == note_id) | is_moved, named)


def holds(column: object, text: str) -> ColumnElement[bool]:
    """Whether the stored JSON has the text, a hash or an id, as a whole string."""
    return type_coerce(column, Text).contains(f'"{text}"', autoescape=True)


def found(query: Select[Any]) -> bool:
    return db.session.execute(query.limit(1)).first() is not None
