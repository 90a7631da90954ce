"""What a clinic keeps beside its records: its limits and consent texts, version by version, and where each lot went."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.db import BigInt, Json, Model, UtcTime, points_to
from server.models.record import Record


class LimitsVersion(Model):
    """The whole table of limits as of one change, or as of its approval, which is a version of its own with the same
    ``body``. Append-only, by trigger."""

    __tablename__ = "limits_version"
    __table_args__ = (points_to("user_account", "author_id"),)

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    version: Mapped[int] = mapped_column(BigInt, primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    author_id: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(Text)
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_name: Mapped[str | None] = mapped_column(Text)


class ConsentText(Model):
    """The whole text of one language as of one change, or as of its approval, which is a version of its own with the
    same ``body`` and author; what ships has no author. Append-only, by trigger."""

    __tablename__ = "consent_text"
    __table_args__ = (points_to("user_account", "author_id"),)

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    language: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int] = mapped_column(BigInt, primary_key=True)
    body: Mapped[dict[str, str]] = mapped_column(Json)
    author_id: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(Text)
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_name: Mapped[str | None] = mapped_column(Text)


class NoteLot(Model):
    """Projection of a note: one row for each lot or unit code it names. The keys are the search forms of both."""

    __tablename__ = "note_lot"
    __table_args__ = (
        points_to("record", "record_id"),
        Index("ix_note_lot_lot", "clinic_id", "lot_key", "happened_at", "record_id", "n"),
        Index("ix_note_lot_unit", "clinic_id", "unit_key"),
    )

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    record_id: Mapped[str] = mapped_column(Text, primary_key=True)
    n: Mapped[int] = mapped_column(BigInt, primary_key=True)
    patient_id: Mapped[str] = mapped_column(Text)
    operator_id: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    lot: Mapped[str] = mapped_column(Text)
    lot_key: Mapped[str] = mapped_column(Text)
    unit_code: Mapped[str] = mapped_column(Text)
    unit_key: Mapped[str] = mapped_column(Text)
    happened_at: Mapped[datetime] = mapped_column(UtcTime)
    record: Mapped[Record] = relationship(lazy="raise")  # so that a note is inserted before its rows
