"""What the server sends to others by itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import BigInt, Json, Model, UtcTime


class Outgoing(Model):
    """A message on its way out, written in the transaction of what it tells. ``channel`` is mail, and ``recipient_id``
    a person; or webhook, and ``recipient_id`` one of these. ``secret`` is a token of a link, wrapped, and gone once the
    message has left. ``state``: waiting, sent, dropped (no longer needed) or failed (given up)."""

    __tablename__ = "outgoing"
    __table_args__ = (Index("ix_outgoing_due", "clinic_id", "state", "due_at"),)

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    channel: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(Text)
    recipient_id: Mapped[str] = mapped_column(Text)
    value: Mapped[dict[str, Any]] = mapped_column(Json, deferred=True)  # of one that is broken the rest can be read
    secret: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(BigInt, default=0)
    state: Mapped[str] = mapped_column(Text, default="waiting")
    error: Mapped[str | None] = mapped_column(Text)
