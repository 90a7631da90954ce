"""The files of photos that notes name."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import BigInt, Model, UtcTime, points_to


class Picture(Model):
    """One file, whoever names it: a note does so by ``sha256``, as lower-case hex. Append-only, by trigger.

    ``note_id`` is the note, or what is kept of one, with which it came first; it may be in quarantine, so it is no key.
    """

    __tablename__ = "picture"
    __table_args__ = (points_to("user_account", "sent_by"),)

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = mapped_column(BigInt)
    width: Mapped[int] = mapped_column(BigInt)
    height: Mapped[int] = mapped_column(BigInt)
    note_id: Mapped[str] = mapped_column(Text)
    sent_by: Mapped[str] = mapped_column(Text)
    device_id: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
