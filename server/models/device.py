"""Tablets and computers the clinic's people sign in on."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import BigInt, Flag, Json, Model, UtcTime, points_to


class Device(Model):
    """``id`` is chosen by the device, unique within the clinic; ``storage`` is what the browser last told of itself.

    ``drains_until``: how long a blocked device may deliver what is unsent. ``managed``: an administrator has said that
    the clinic looks after it, so that people may unlock it with digits.
    """

    __tablename__ = "device"

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text, default="active")
    drains_until: Mapped[datetime | None] = mapped_column(UtcTime)
    managed: Mapped[bool | None] = mapped_column(Flag)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    app_version: Mapped[str | None] = mapped_column(Text)
    pending_ops: Mapped[int] = mapped_column(BigInt, default=0)
    oldest_pending_at: Mapped[datetime | None] = mapped_column(UtcTime)
    storage: Mapped[dict[str, Any] | None] = mapped_column(Json)


class LoginSession(Model):
    """One sign-in of one person on one device. The cookie holds a random token, this table only its SHA-256.

    ``proved_at``: when the person last entered the password or a one-time code again.
    """

    __tablename__ = "login_session"
    __table_args__ = (points_to("user_account", "user_id"), Index(None, "clinic_id", "user_id"))

    clinic_id: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    user_id: Mapped[str] = mapped_column(Text)
    device_id: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    proved_at: Mapped[datetime | None] = mapped_column(UtcTime)


class KnownDevice(Model):
    """A person has signed in here before: guesses from here are counted apart, so strangers cannot lock them out.

    ``token_hash`` is of the browser's mark and the person; ``device_id`` is the device they last signed in on from
    there, None if that was before it was kept.
    """

    __tablename__ = "known_device"
    __table_args__ = (
        points_to("user_account", "user_id"),
        Index(None, "clinic_id", "user_id"),
        Index(None, "clinic_id", "device_id"),
    )

    clinic_id: Mapped[str] = mapped_column(Text, primary_key=True)
    token_hash: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[str] = mapped_column(Text)
    device_id: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Throttle(Model):
    """Failed sign-ins per bucket (an account, an address, a known device), and when the next try is looked at."""

    __tablename__ = "throttle"
    __table_args__ = (Index("ix_throttle_free_at", "free_at"),)

    bucket: Mapped[str] = mapped_column(Text, primary_key=True)
    failures: Mapped[int] = mapped_column(BigInt, default=0)
    free_at: Mapped[datetime] = mapped_column(UtcTime)
