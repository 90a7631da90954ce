"""What a restore says of the database it put in place, of the one it replaced, and of the tablets."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from server.db import db
from server.models import AppliedOp, AuditEntry, Clinic, ClinicFeed, Device, Record
from server.services.records.early import WAITING

EVERY_TABLET = (
    "Every tablet reads all records again and sends again what was confirmed to it in the last 30 days, "
    "once its person has signed in."
)
DOUBTS = (
    "Everybody signs in again. People, passwords, roles and blocked tablets are as they were at that time: "
    "look at People and Devices before the tablets are used."
)


@dataclass(slots=True)
class Overview:
    """``clinics``: a line each; ``tablets``: a line for each with changes confirmed since the backup.

    ``heads``: for each clinic the number and hash of its last audit row, and the last number of its feed.
    """

    clinics: list[str] = field(default_factory=list)
    tablets: list[str] = field(default_factory=list)
    heads: dict[str, list[int | str]] = field(default_factory=dict)


def read_overview(made_at: datetime) -> Overview | None:
    """None when there is no database to read, or none that can be read."""
    try:
        clinics = db.session.execute(select(Clinic.id, Clinic.name).order_by(Clinic.name)).all()
        lines = [f"{name}: {count_records(clinic_id)}" for clinic_id, name in clinics]
        tablets = [f"{name}: {count}" for name, count in db.session.execute(confirmed_since(made_at)).all()]
        return Overview(lines, tablets, read_heads())
    except SQLAlchemyError:
        return None
    finally:
        db.session.rollback()


def read_heads() -> dict[str, list[int | str]]:
    feeds = db.session.execute(select(ClinicFeed.clinic_id, ClinicFeed.audit_n, ClinicFeed.audit_hash, ClinicFeed.seq))
    return {clinic_id: [audit_n, audit_hash, seq] for clinic_id, audit_n, audit_hash, seq in feeds}


def confirmed_since(made_at: datetime) -> Select[str, int]:
    """How many changes of each tablet were confirmed after that time: neither refused (a body is kept) nor waiting."""
    mine = (Device.clinic_id == AppliedOp.clinic_id) & (Device.id == AppliedOp.device_id)
    query = select(Device.name, func.count()).select_from(AppliedOp).join(Device, mine)
    taken = query.where(AppliedOp.created_at >= made_at, AppliedOp.body.is_(None), AppliedOp.result != WAITING)
    return taken.group_by(Device.clinic_id, Device.id, Device.name).order_by(Device.name)


def count_records(clinic_id: str) -> str:
    def count(kind: str) -> int:
        mine = (Record.clinic_id == clinic_id, Record.type == kind)
        return db.session.scalar(select(func.count()).select_from(Record).where(*mine)) or 0

    rows = db.session.scalar(select(func.max(AuditEntry.n)).where(AuditEntry.clinic_id == clinic_id)) or 0
    newest = db.session.scalar(
        select(func.max(Record.updated_at)).where(Record.clinic_id == clinic_id, Record.type == "note")
    )
    last = f", the last one changed {moment(newest)}" if newest else ""
    return f"{count('patient')} patients, {count('note')} notes{last}; {rows} audit rows"


def moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def describe(restored: Overview | None, replaced: Overview | None, kept: str | None) -> str:
    lines = ["Restored. It holds:", *indented(restored.clinics if restored else [])]
    if kept:
        held = replaced.clinics if replaced else ["It could not be read."]
        lines += [f"The replaced database is kept ({kept}). It held:", *indented(held)]
    lines += ["A new epoch has begun.", EVERY_TABLET]
    if replaced and replaced.tablets:
        lines += ["Changes confirmed since the backup, by tablet; these are sent again:", *indented(replaced.tablets)]
    return "\n".join([*lines, DOUBTS])


def indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]
