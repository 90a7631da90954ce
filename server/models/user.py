"""People who sign in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Flag, Model, UtcTime


class User(Model):
    """``role`` is practitioner, supervisor or admin; ``treats`` lets a supervisor or an admin write notes too.

    ``drains_until``: how long the tablets of somebody who was disabled may deliver what is unsent. ``waits_since``: the
    role waits for a second person since then; ``waits_by`` gave it, and None is the console or somebody of before.
    ``reset_by`` has started a reset: its link works only with a one-time code of the person, or with the code
    of which ``reset_code_hash`` is, which a second person was given.
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
        """Whether a second person stands behind the role. Accounts of before this was asked for count as confirmed."""
        return self.waits_since is None

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        return self.id
