"""People who sign in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Flag, Model, UtcTime


class User(Model):
    """``role`` is practitioner, supervisor or admin; ``treats`` lets a supervisor or an admin write notes too.

    ``drains_until``: how long the tablets of somebody who was disabled may deliver what is unsent. ``waits_since``:
    when ``waits_by`` gave the role that waits for a second person; both are empty once it is confirmed. ``reset_by``
    started a reset, whose link works only with a one-time code of the person, or with the code of a second person,
    whose hash is ``reset_code_hash``.
    """

    __tablename__ = "user_account"

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    email: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(Text)
    treats: Mapped[bool] = mapped_column(Flag, default=False)
    password_hash: Mapped[str | None] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(Flag, default=True)
    drains_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    waits_since: Mapped[datetime | None] = mapped_column(UtcTime)
    waits_by: Mapped[str | None] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    confirmed_by: Mapped[str | None] = mapped_column(Text)
    reset_by: Mapped[str | None] = mapped_column(Text)
    reset_code_hash: Mapped[str | None] = mapped_column(Text)
    invite_hash: Mapped[str | None] = mapped_column(Text, unique=True)
    invite_expires_at: Mapped[datetime | None] = mapped_column(UtcTime)

    # Flask-Login's four members, by hand: this room does not import it.
    is_authenticated = True
    is_anonymous = False

    @property
    def confirmed(self) -> bool:
        """Whether a second person confirmed the role. Accounts older than this rule count as confirmed."""
        return self.waits_since is None

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        return self.id
