"""Links with which patients open the page about a visit."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import BigInt, Model, UtcTime, points_to


class PatientLink(Model):
    """Opens the page about the visit ``note_id`` until ``expires_at``, with the birth date. The address holds the
    token, this table only its SHA-256. ``agreed_at``: when the patient told ``made_by`` that they want it. ``failures``
    counts wrong birth dates, ``opened`` right ones, the last of them at ``opened_at``."""

    __tablename__ = "patient_link"
    __table_args__ = (
        points_to("record", "patient_id"),
        points_to("record", "note_id"),
        points_to("user_account", "made_by"),
        Index("ix_patient_link_patient", "clinic_id", "patient_id"),
    )

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    patient_id: Mapped[str] = mapped_column(Text)
    note_id: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    made_by: Mapped[str] = mapped_column(Text)
    agreed_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    locked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    failures: Mapped[int] = mapped_column(BigInt, default=0)
    opened: Mapped[int] = mapped_column(BigInt, default=0)
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
