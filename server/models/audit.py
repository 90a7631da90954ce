"""Who saw and did what, chained by hash."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import BigInt, Json, Model, UtcTime


class AuditEntry(Model):
    """``hash`` covers the entry and ``previous``. Ids and counts, never content of a record; append-only by trigger."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "clinic_id", "object_id"),
        Index(None, "clinic_id", "actor_id", "n"),
        Index(None, "clinic_id", "at"),
    )

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    n: Mapped[int] = mapped_column(BigInt, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor_id: Mapped[str | None] = mapped_column(Text)
    device_id: Mapped[str | None] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    object_type: Mapped[str | None] = mapped_column(Text)
    object_id: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(Json)
    previous: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)


class RefusalCount(Model):
    """What was refused within an hour, by kind and source (``services/refusals.py``). ``told`` of ``count`` are in the
    audit trail already."""

    __tablename__ = "refusal_count"

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    source: Mapped[str] = mapped_column(Text, primary_key=True)
    actor_id: Mapped[str | None] = mapped_column(Text)
    device_id: Mapped[str | None] = mapped_column(Text)
    object_type: Mapped[str | None] = mapped_column(Text)
    object_id: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(Json)
    count: Mapped[int] = mapped_column(BigInt)
    told: Mapped[int] = mapped_column(BigInt)
