"""What the review has covered: signed notes by why they were chosen, how many were reviewed, which wait too long; and
whether every decision comes out the same when it is worked out again."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from server.db import db
from server.domain.permissions import Action, Actor
from server.domain.review_policy import is_asked, is_drawn, last_signed
from server.models import Record
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.past_policy import read_past
from server.services.records.ops import AHEAD, EARLIEST
from server.services.review_policy import SEED
from server.services.settings import read_decided, read_settings
from server.services.trail import day_in_utc

COUNTS = ("signed", "asked", "reviewed", "late")
REVIEWERS = ("named", "deputy", "other")


def read_coverage(
    actor: Actor, first: date | None, last: date | None, offset_min: int, now: datetime
) -> dict[str, Any]:
    """Of the notes whose last version was signed on one of these days, both included; without them of all."""
    lock_clinic(actor.clinic_id)
    begin = day_in_utc(first, offset_min)[0] if first else EARLIEST
    end = day_in_utc(last, offset_min)[1] if last else now + AHEAD
    notes = [(row, last_signed(row.signatures)) for row in rows(actor.clinic_id)]
    mine = [(row, sign) for row, sign in notes if begin <= datetime.fromisoformat(sign["at"]) < end]
    late_after = now - timedelta(days=read_settings(actor.clinic_id)["review_days"])
    seed = str(read_decided(actor.clinic_id).get(SEED, ""))
    groups: dict[str, Counter[str]] = {}
    for row, sign in mine:
        groups.setdefault(why_of(sign), Counter()).update(counts(row, sign, late_after))
    past = read_past(actor.clinic_id)
    reviewers = Counter(kind for row, sign in mine if (kind := kind_of_reviewer(row, sign)))
    record_audit(actor, Action.READ_QUEUE.value, "note", None, count=len(mine))
    return {
        "seed": seed,
        "groups": [{"why": why, **{name: found[name] for name in COUNTS}} for why, found in sorted(groups.items())],
        "by_whom": {kind: reviewers[kind] for kind in REVIEWERS},
        "differs": sorted(
            row.id for row, sign in mine if comes_out_otherwise(row.id, sign, seed) or past.differs(row, sign)
        ),
    }


def kind_of_reviewer(row: Any, sign: dict[str, Any]) -> str | None:
    """Of a reviewed note that named its reviewers: whether one of them did it, or somebody for them."""
    named = sign.get("review", {}).get("named")
    if not named or row.state != "approved":
        return None
    if row.review["by"] in named:
        return "named"
    return "deputy" if row.review.get("stands_for") else "other"


def rows(clinic_id: str) -> Any:
    here = (Record.clinic_id == clinic_id, Record.type == "note", Record.state.in_(("signed", "approved")))
    return db.session.execute(
        select(Record.id, Record.state, Record.author_id, Record.writers, Record.signatures, Record.review).where(*here)
    ).all()


def why_of(sign: dict[str, Any]) -> str:
    return str(sign.get("review", {}).get("why", "all"))


def counts(row: Any, sign: dict[str, Any], late_after: datetime) -> dict[str, int]:
    asked, reviewed = is_asked([sign]), row.state == "approved"
    late = asked and not reviewed and datetime.fromisoformat(sign["at"]) < late_after
    return {"signed": 1, "asked": int(asked), "reviewed": int(reviewed), "late": int(late)}


def comes_out_otherwise(note_id: str, sign: dict[str, Any], seed: str) -> bool:
    """Of a note that was drawn, or not: the draw with the kept seed and the share of then."""
    kept = sign.get("review", {})
    return kept.get("why") == "share" and is_drawn(seed, note_id, kept["share"]) is not kept["asked"]
