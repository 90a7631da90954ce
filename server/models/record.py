"""Everything that syncs is a record; each change of one leaves a revision, each op from a tablet its receipt."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.db import BigInt, Flag, Json, Model, UtcTime, points_to


class Record(Model):
    """``content`` maps merge unit to fields, ``writers`` are the ids of those who wrote any. ``review``,
    ``signatures``, ``trace`` (``domain/trace.py``) and ``findings`` (the verdict of the rules at the last signing) are
    the server's own, never patched. ``signed_patient_id`` is the patient a moved record was written for, whom its
    hash covers; ``patient_id`` is whom it is about now. ``stated``: which of its signatures, and of the signatures of
    its ops, came from another installation and are proven by no key (``services/archive``).
    """

    __tablename__ = "record"
    __table_args__ = (
        points_to("user_account", "author_id"),
        Index("ix_record_feed", "clinic_id", "seq", unique=True),
        Index("ix_record_state", "clinic_id", "type", "state", "happened_at", "id"),
        Index("ix_record_recent", "clinic_id", "type", "happened_at", "id"),
        Index("ix_record_patient", "clinic_id", "patient_id", "type", "happened_at", "id"),
    )

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    type: Mapped[str] = mapped_column(Text)
    patient_id: Mapped[str | None] = mapped_column(Text)
    signed_patient_id: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigInt, default=0)
    rev: Mapped[int] = mapped_column(BigInt, default=0)
    seq: Mapped[int] = mapped_column(BigInt)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    content_hash: Mapped[str] = mapped_column(Text)
    signatures: Mapped[list[Any]] = mapped_column(Json, default=list)
    review: Mapped[dict[str, Any] | None] = mapped_column(Json)
    findings: Mapped[list[Any] | None] = mapped_column(Json)
    writers: Mapped[list[Any]] = mapped_column(Json, default=list)
    trace: Mapped[list[Any] | None] = mapped_column(Json)
    stated: Mapped[dict[str, Any] | None] = mapped_column(Json)
    happened_at: Mapped[datetime] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    updated_at: Mapped[datetime] = mapped_column(UtcTime)


class Revision(Model):
    """One change of one record: what the touched units were and became. Append-only, by trigger.

    ``signature`` is that of the op, with what it is over (``services/keys/signatures.py``): None of an op without one.
    """

    __tablename__ = "revision"
    __table_args__ = (
        points_to("record", "record_id"),
        points_to("user_account", "author_id"),
        UniqueConstraint("clinic_id", "record_id", "op_id"),
    )

    clinic_id: Mapped[str] = mapped_column(Text, primary_key=True)
    record_id: Mapped[str] = mapped_column(Text, primary_key=True)
    rev: Mapped[int] = mapped_column(BigInt, primary_key=True)
    op_id: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigInt)
    author_id: Mapped[str] = mapped_column(Text)
    device_id: Mapped[str | None] = mapped_column(Text)
    client_time: Mapped[datetime | None] = mapped_column(UtcTime)
    server_time: Mapped[datetime] = mapped_column(UtcTime)
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    after: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[str | None] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(Text)
    signature: Mapped[dict[str, Any] | None] = mapped_column(Json)
    record: Mapped[Record] = relationship(lazy="raise")  # so that a new record is inserted before its revision

    @classmethod
    def of(cls, record: Record) -> ColumnElement[bool]:
        """Condition: a revision of this record."""
        return (cls.clinic_id == record.clinic_id) & (cls.record_id == record.id)


class AppliedOp(Model):
    """The receipt of an op. ``body`` is kept only of a rejected one: the quarantine in which nothing typed is lost.
    Status ``retry``: a note waits for its patient since ``created_at``; any later answer replaces it."""

    __tablename__ = "applied_op"
    __table_args__ = (points_to("user_account", "user_id"),)

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    op_id: Mapped[str] = mapped_column(Text, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text)
    user_id: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = mapped_column(Text)
    result: Mapped[dict[str, Any]] = mapped_column(Json)
    body: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class PatientIndex(Model):
    """Projection of a patient record for search: rebuilt from its content in the transaction that changes it."""

    __tablename__ = "patient_index"
    __table_args__ = (
        points_to("record", "record_id"),
        Index("ix_patient_index_name", "clinic_id", "sort_name", "record_id"),
        Index("ix_patient_index_mrn_key", "clinic_id", "mrn_key"),
        Index("ix_patient_index_name_key", "clinic_id", "name_key"),
    )

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    record_id: Mapped[str] = mapped_column(Text, primary_key=True)
    mrn_key: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text)
    sort_name: Mapped[str] = mapped_column(Text)
    search: Mapped[str] = mapped_column(Text)
    record: Mapped[Record] = relationship(lazy="raise")


class Twins(Model):
    """Two patients who may be the same person, the lesser id first. ``reason``: why somebody said they are two."""

    __tablename__ = "twins"
    __table_args__ = (
        points_to("record", "first_id"),
        points_to("record", "second_id"),
        Index("ix_twins_second", "clinic_id", "second_id"),
    )

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    first_id: Mapped[str] = mapped_column(Text, primary_key=True)
    second_id: Mapped[str] = mapped_column(Text, primary_key=True)
    reason: Mapped[str | None] = mapped_column(Text)
    settled_by: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PatientScope(Model):
    """Whether tablets hold a patient without asking. ``last_at`` is the latest change or visit, ``kept`` whether
    something was still to be done when that was long ago: None until somebody looks, and again after each change."""

    __tablename__ = "patient_scope"
    __table_args__ = (
        points_to("record", "record_id"),
        Index("ix_patient_scope_last", "clinic_id", "last_at"),
    )

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    record_id: Mapped[str] = mapped_column(Text, primary_key=True)
    last_at: Mapped[datetime] = mapped_column(UtcTime)
    kept: Mapped[bool | None] = mapped_column(Flag)
    record: Mapped[Record] = relationship(lazy="raise")


class Quarantined(Model):
    """An op that was not applied and waits for a person. What it says and why are in the receipt of the same id.

    ``source``: refused, unsigned (nobody proves to have written it), drained (of a disabled person or a blocked device)
    or imported. ``is_stated``: the author is whom the op names, not whoever delivered it. ``record_id`` is what it is
    about, if that could be read.
    """

    __tablename__ = "quarantine"
    __table_args__ = (
        Index("ix_quarantine_status", "clinic_id", "status", "author_id", "created_at", "op_id"),
        Index("ix_quarantine_device", "clinic_id", "device_id", "status"),
    )

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    op_id: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    author_id: Mapped[str] = mapped_column(Text)
    is_stated: Mapped[bool] = mapped_column(Flag)
    device_id: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInt)
    record_type: Mapped[str | None] = mapped_column(Text)
    record_id: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="open")
    settled_by: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Composed(Model):
    """What an export says of a patient, kept while nothing of it has changed (``services/summaries/kept.py``): at most
    one row for each form of a patient, written over and thrown away at will. ``inputs`` is the digest of all that it
    was composed from, ``body`` is packed, ``seal`` is over both."""

    __tablename__ = "composed"
    __table_args__ = (points_to("record", "record_id"),)

    clinic_id: Mapped[str] = mapped_column(Text, primary_key=True)
    record_id: Mapped[str] = mapped_column(Text, primary_key=True)
    form: Mapped[str] = mapped_column(Text, primary_key=True)
    inputs: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
