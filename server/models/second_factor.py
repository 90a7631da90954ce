"""The second factor of people who sign in."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
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


class Passkey(Model):
    """A key of a person's device or token that answers at the sign-in in place of a one-time code. ``counter`` is what
    it counted at its last answer: one that says less is a copy. The row of a removed one stays, for ``flask verify``
    knows of it."""

    __tablename__ = "passkey"
    __table_args__ = (points_to("user_account", "user_id"), Index("ix_passkey_person", "clinic_id", "user_id"))

    clinic_id: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    credential_id: Mapped[str] = mapped_column(Text)
    public_key: Mapped[str] = mapped_column(Text)
    counter: Mapped[int] = mapped_column(BigInt, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PasskeyChallenge(Model):
    """What a passkey of this person is asked to sign, once, until ``expires_at``. ``asker`` is the login that asked, or
    the device while there is none; a new one for the same purpose takes its place."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (points_to("user_account", "user_id"),)

    clinic_id: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[str] = mapped_column(Text, primary_key=True)
    purpose: Mapped[str] = mapped_column(Text, primary_key=True)
    asker: Mapped[str] = mapped_column(Text, primary_key=True)
    challenge: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
