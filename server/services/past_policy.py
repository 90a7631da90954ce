"""Who reviewed the notes of whom, and who stood in, at any time before: worked out from the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.permissions import Action
from server.domain.review_policy import named_for, stands_for
from server.models import AuditEntry
from server.services.settings import read_settings

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PastSettings:
    """``changes`` are those of the settings, the latest first: when, and what they replaced."""

    now: dict[str, Rows]
    changes: list[tuple[datetime, dict[str, Any]]]

    def value(self, name: str, at: datetime) -> Rows:
        found = self.now[name]
        for then, before in self.changes:
            if then <= at:
                break
            found = before.get(name, found)
        return found

    def differs(self, row: Any, sign: dict[str, Any]) -> bool:
        """Whether whom the note names, or for whom its reviewer stood in, is not what was decided at that time."""
        kept = sign.get("review", {})
        at = datetime.fromisoformat(sign["at"])
        named = named_for(self.value("reviewers", at), row.author_id) if kept.get("asked", True) else []
        told = kept.get("named", [])
        missing = [one for one in named if one not in told and one not in {*row.writers, sign["user_id"]}]
        return bool(missing) or not set(told) <= set(named) or self.stood_in_otherwise(row, told)

    def stood_in_otherwise(self, row: Any, named: list[str]) -> bool:
        if row.state != "approved":
            return False
        at = datetime.fromisoformat(row.review["at"])
        found = stands_for(self.value("deputies", at), named, row.review["by"], at)
        return bool(found != row.review.get("stands_for"))


def read_past(clinic_id: str) -> PastSettings:
    settings = read_settings(clinic_id)
    query = select(AuditEntry.at, AuditEntry.detail).where(
        AuditEntry.clinic_id == clinic_id, AuditEntry.action == Action.CHANGE_CLINIC.value
    )
    rows = db.session.execute(query.order_by(AuditEntry.n.desc())).all()
    return PastSettings(
        {name: settings[name] for name in ("reviewers", "deputies")},
        [(row.at, before) for row in rows if isinstance(before := row.detail["before"], dict)],
    )
