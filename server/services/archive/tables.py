"""Which tables and columns of a clinic the file holds, and a value as it stands there."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, LargeBinary, Table

from server.db import BigInt, Flag, Json, Model, UtcTime
from server.models import (
    AppliedOp,
    AuditEntry,
    Clinic,
    ClinicFeed,
    ClinicSetting,
    ConsentText,
    DataImport,
    Device,
    LimitsVersion,
    NoteLot,
    PatientIndex,
    PatientScope,
    Picture,
    Quarantined,
    Record,
    Revision,
    SigningKey,
    Twins,
    User,
)

FORMAT = "needlepoint.clinic"
FORMAT_VERSION = 1
NAME = "clinic.jsonl"  # in the archive of an export
MOST = 2**63 - 1
PAGE, LARGE_PAGE = 500, 10
# In an order in which a row comes after those it points to.
TABLES: tuple[type[Model], ...] = (
    Clinic, ClinicFeed, User, Device, SigningKey, ClinicSetting, LimitsVersion, ConsentText, Record, Revision,
    AppliedOp, Quarantined, DataImport, PatientIndex, NoteLot, PatientScope, Twins, Picture, AuditEntry,
)  # fmt: skip
# What lets somebody in, or opens something sealed, stays where it is, and so does what only this installation needs.
STAYS = {
    "clinic_key", "data_key_copy", "second_factor", "passkey", "passkey_challenge", "login_session", "known_device",
    "refusal_count", "clinic_export", "outgoing", "api_token", "webhook", "patient_link", "composed",
}  # fmt: skip
STAYING_COLUMNS = {
    "user_account": {"password_hash", "reset_by", "reset_code_hash", "invite_hash", "invite_expires_at"},
}


def table_of(model: type[Model]) -> Table:
    return model.__table__  # type: ignore[return-value]


def columns_of(table: Table) -> list[Column[Any]]:
    staying = STAYING_COLUMNS.get(table.name, set())
    return [column for column in table.columns if column.key not in staying]


def page_of(table: Table) -> int:
    """How many rows are held at once."""
    return LARGE_PAGE if any(isinstance(column.type, LargeBinary) for column in table.columns) else PAGE


def written(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def read(column: Column[Any], value: Any) -> Any:
    """The value for this column. Raises ValueError for what it cannot hold."""
    if value is None:
        if not column.nullable:
            raise ValueError(column.key)
        return None
    kind = column.type
    if isinstance(kind, Json):
        return value
    if isinstance(kind, LargeBinary):
        return b64decode(value if isinstance(value, str) else "?", validate=True)
    if isinstance(kind, UtcTime):
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is None or at.tzinfo is None:
            raise ValueError(column.key)
        return at
    wanted = bool if isinstance(kind, Flag) else int if isinstance(kind, type(BigInt)) else str
    if type(value) is not wanted or (type(value) is int and not -MOST <= value <= MOST):
        raise ValueError(column.key)
    return value
