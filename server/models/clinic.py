"""Clinics, and the row every write of a clinic locks first."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import BigInt, Json, Model, UtcTime

SCOPE_MONTHS = 24


class Clinic(Model):
    """``scope_months``: for how long after the last visit or change tablets hold a patient without asking."""

    __tablename__ = "clinic"

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    scope_months: Mapped[int] = mapped_column(BigInt, default=SCOPE_MONTHS)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class ClinicFeed(Model):
    """The clinic's counter and the head of its audit chain, locked first by every writer: order is commit order."""

    __tablename__ = "clinic_feed"

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInt, default=0)
    audit_n: Mapped[int] = mapped_column(BigInt, default=0)
    audit_hash: Mapped[str] = mapped_column(Text, default="")


class ClinicSetting(Model):
    """What the clinic has decided otherwise than ``domain/settings.py`` would; the audit trail has each change."""

    __tablename__ = "clinic_setting"

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class ClinicExport(Model):
    """An export of many records, as ``services/bulk.py`` describes it in ``value``."""

    __tablename__ = "clinic_export"

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(Json)


class DataImport(Model):
    """An import of patients and past visits, as ``services/imports/write.py`` describes it in ``value``."""

    __tablename__ = "data_import"

    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinic.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(Json)


class ServerMeta(Model):
    """Facts about this installation by key: ``epoch`` (new after each restore), ``setup_token`` (hash), ``secret_key``
    (fingerprint), ``program``, ``moved``, ``job:`` with each kind of job."""

    __tablename__ = "server_meta"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(Json)
