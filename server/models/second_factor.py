"""The second factor of people who sign in."""

from datetime import datetime
from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import BigInt, Json, Model, UtcTime, points_to


class SecondFactor(Model):
    """A person's one-time codes (TOTP). ``secret`` is encrypted under SECRET_KEY, and so is ``pending``, a new secret
    that replaces it once its first code is entered. ``last_step`` is the time step of the last code taken, so that none
    is taken twice. ``codes`` are hashes of the recovery codes that are left."""

    __tablename__ = "second_factor"
    __table_args__ = (points_to("user_account", "user_id"),)

    clinic_id: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[str] = mapped_column(Text, primary_key=True)
    secret: Mapped[str | None] = mapped_column(Text)
    pending: Mapped[str | None] = mapped_column(Text)
    since: Mapped[datetime | None] = mapped_column(UtcTime)
    last_step: Mapped[int] = mapped_column(BigInt, default=0)
    codes: Mapped[list[Any]] = mapped_column(Json, default=list)

    @property
    def is_on(self) -> bool:
        return self.secret is not None
