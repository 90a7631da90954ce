"""The clinic's limits: one table for each change or approval, kept whole. Until the first, those that ship with us.

A responsible clinician approves them, which is a version of its own: the table that was looked at, under a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from server.db import db, utc_now
from server.domain.errors import NotAllowed, StaleVersion, WrongState
from server.domain.limits import LIMITS
from server.domain.limits_edit import Table, change_limits, differences, lift
from server.domain.permissions import Action, Actor, can
from server.domain.translation import N_
from server.models import LimitsVersion, User
from server.services.audit import record_audit
from server.services.cursors import decode_cursor, encode_cursor
from server.services.feed import lock_clinic

APPROVAL = N_("Approved as it stands.")
AUTHOR = (User.clinic_id == LimitsVersion.clinic_id) & (User.id == LimitsVersion.author_id)


@dataclass(frozen=True, slots=True)
class Limits:
    """A version with its table. Version 0 is what ships; ``row`` is then None. ``table["version"]`` names the whole."""

    version: int
    table: Table
    row: LimitsVersion | None = None
    author_name: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "limits": self.table,
            "author_name": self.author_name,
            "created_at": self.row.created_at if self.row else None,
            "reason": self.row.reason if self.row else None,
            "approved": approval_of(self.row),
        }


def approval_of(row: LimitsVersion | None) -> dict[str, Any] | None:
    return {"name": row.approved_name, "at": row.approved_at} if row and row.approved_at else None


def read_limits(clinic_id: str) -> Limits:
    query = select(LimitsVersion, User.name).join(User, AUTHOR)
    newest = query.where(LimitsVersion.clinic_id == clinic_id).order_by(LimitsVersion.version.desc()).limit(1)
    found = db.session.execute(newest).one_or_none()
    if found is None:
        return Limits(0, LIMITS)
    row, author_name = found
    return Limits(row.version, {**lift(row.body), "version": version_name(row.version)}, row, author_name)


def show_limits(actor: Actor) -> Limits:
    """The limits for a person who looks at them."""
    lock_clinic(actor.clinic_id)
    record_audit(actor, Action.READ_LIMITS.value, "limits", None)
    return read_limits(actor.clinic_id)


def current_limits(clinic_id: str) -> Table:
    """The table in use, named in its ``version``."""
    return read_limits(clinic_id).table


def version_name(version: int) -> str:
    return f"{LIMITS['version']}+{version}" if version else str(LIMITS["version"])


def save_limits(actor: Actor, base: int, changes: Table, reason: str) -> Limits:
    """Change some limits, seen as of version ``base``. The table is no longer approved: somebody must look again."""
    standing = require_base(actor, base)
    table = change_limits(standing.table, changes)
    return add_version(actor, standing, table, reason, None, changed=len(changes))


def approve_limits(actor: Actor, base: int) -> Limits:
    """Put the actor's name under the table they saw."""
    standing = require_base(actor, base)
    if approval_of(standing.row):
        raise WrongState(N_("These limits are approved already."), reason="approved")
    if not can(actor, Action.APPROVE_LIMITS):
        raise NotAllowed
    if is_own_change(actor):
        raise NotAllowed(N_("You have changed these limits yourself: another supervisor approves them."), reason="own")
    return add_version(actor, standing, standing.table, APPROVAL, utc_now())


def may_approve(actor: Actor, standing: Limits) -> bool:
    """Whether this person could approve these limits now."""
    return can(actor, Action.APPROVE_LIMITS) and not approval_of(standing.row) and not is_own_change(actor)


def is_own_change(actor: Actor) -> bool:
    """Whether the actor made any change since the last approval."""
    mine = LimitsVersion.clinic_id == actor.clinic_id
    approved = select(func.max(LimitsVersion.version)).where(mine, LimitsVersion.approved_at.is_not(None))
    last = db.session.scalar(approved) or 0
    own = select(LimitsVersion.version).where(mine, LimitsVersion.version > last, LimitsVersion.author_id == actor.id)
    return db.session.scalar(own.limit(1)) is not None


def require_base(actor: Actor, base: int) -> Limits:
    lock_clinic(actor.clinic_id)
    standing = read_limits(actor.clinic_id)
    if standing.version != base:
        detail = N_("The limits have changed since they were shown. Look at them again.")
        raise StaleVersion(detail, version=standing.version)
    return standing


def add_version(
    actor: Actor, standing: Limits, table: Table, reason: str, approved_at: datetime | None, **detail: Any
) -> Limits:
    version = standing.version + 1
    row = LimitsVersion(
        clinic_id=actor.clinic_id, version=version, body={**table, "version": version_name(version)},
        author_id=actor.id, created_at=utc_now(), reason=reason, approved_at=approved_at,
        approved_by=actor.id if approved_at else None, approved_name=actor.name if approved_at else None,
    )  # fmt: skip
    db.session.add(row)
    verb = "approve" if approved_at else "change"
    record_audit(actor, f"limits.{verb}", "limits", version_name(version), **detail)
    db.session.flush()
    return Limits(version, row.body, row, actor.name)


def list_versions(actor: Actor, limit: int, cursor: str | None) -> dict[str, Any]:
    """The versions, the newest first, each with what it changed."""
    lock_clinic(actor.clinic_id)
    record_audit(actor, Action.READ_LIMITS.value, "limits", None, history=True)
    query = select(LimitsVersion, User.name).join(User, AUTHOR)
    query = query.where(LimitsVersion.clinic_id == actor.clinic_id)
    if cursor:
        query = query.where(LimitsVersion.version < decode_cursor(cursor, int)[0])
    rows = db.session.execute(query.order_by(LimitsVersion.version.desc()).limit(limit + 1)).all()
    following = encode_cursor(rows[limit - 1][0].version) if len(rows) > limit else None
    return {"items": [version_out(rows, n) for n in range(min(len(rows), limit))], "next": following}


def version_out(rows: Sequence[Any], n: int) -> dict[str, Any]:
    row, author_name = rows[n]
    before = rows[n + 1][0].body if n + 1 < len(rows) else LIMITS
    return {
        "version": row.version,
        "author_name": author_name,
        "created_at": row.created_at,
        "reason": row.reason,
        "approved": approval_of(row),
        "changes": [] if row.approved_at else differences(before, row.body),
    }
