"""Keys: what is sealed on a tablet is sealed to its clinic, what a person writes is signed with their own."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Model, UtcTime, points_to


class ClinicKey(Model):
    """``private`` is wrapped by the secret key of the installation, of which ``wrapped_by`` is the fingerprint.

    Tablets seal to the newest that can be opened. None is ever deleted: something may still be sealed to it.
    """

    __tablename__ = "clinic_key"

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    public: Mapped[str] = mapped_column(Text)
    private: Mapped[str] = mapped_column(Text)
    wrapped_by: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class SigningKey(Model):
    """The public half of what a person signs with on one device. A retired one still proves what it signed before."""

    __tablename__ = "signing_key"
    __table_args__ = (
        points_to("user_account", "user_id"),
        points_to("device", "device_id"),
        Index(None, "clinic_id", "user_id", "device_id"),
    )

    clinic_id: Mapped[str] = mapped_column(Text, primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[str] = mapped_column(Text)
    device_id: Mapped[str] = mapped_column(Text)
    public: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcTime)


class DataKeyCopy(Model):
    """The data key of a person on a device, sealed to the clinic: for whoever forgets the secret of that device."""

    __tablename__ = "data_key_copy"
    __table_args__ = (
        points_to("user_account", "user_id"),
        points_to("device", "device_id"),
        points_to("clinic_key", "clinic_key_id"),
    )

    clinic_id: Mapped[str] = mapped_column(Text, primary_key=True)
    user_id: Mapped[str] = mapped_column(Text, primary_key=True)
    device_id: Mapped[str] = mapped_column(Text, primary_key=True)
    clinic_key_id: Mapped[str] = mapped_column(Text)
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
