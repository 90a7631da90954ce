"""Which signed notes a second person has to look at: decided when a note is signed, and kept with the signature.

All of them; or those of trainees, those with findings, those that are signed again, and a share of the others, drawn
by a seed that the clinic keeps, so that anybody can draw again and find the same (``services/coverage.py``). A practice
with one clinician may declare that nobody countersigns.

A clinic may name who reviews the notes of whom, and who stands in for a reviewer on which days. Such a note waits for
those alone until it is late; from then on, and where it names nobody, for every supervisor. Names say whose work it is;
who may approve is decided by ``permissions.py`` alone.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

ALL, CHOSEN = "all", "chosen"
REQUIRED, NONE = "required", "none"
WHY = ("alone", "all", "trainee", "finding", "again", "share")


@dataclass(frozen=True, slots=True)
class Policy:
    """``is_alone``: nobody else of the clinic could countersign. ``reviewers`` are {of, by: ids}, ``deputies``
    {of, by, first, last}, both days included."""

    review: str = ALL
    share: int = 100
    seed: str = ""
    trainees: Collection[str] = ()
    countersign: str = REQUIRED
    is_alone: bool = False
    reviewers: Sequence[dict[str, Any]] = ()
    deputies: Sequence[dict[str, Any]] = ()


def decide(
    policy: Policy,
    note_id: str,
    version: int,
    people: Iterable[str],
    findings: Iterable[dict[str, Any]],
    author: str = "",
) -> dict[str, Any] | None:
    """Whether the note waits for a review, why and for whom; None while all do, for everybody. ``people`` have written
    or signed it. ``asked`` is the last member, as the queue looks for it."""
    people = set(people)
    found = choose(policy, note_id, version, people, findings)
    named = named_for(policy.reviewers, author, people)
    if not named or (found is not None and not found["asked"]):
        return found
    found = dict(found or {"why": ALL, "asked": True})
    asked = found.pop("asked")
    return {**found, "named": named, "asked": asked}


def named_for(reviewers: Sequence[dict[str, Any]], author: str, wrote: Collection[str] = ()) -> list[str]:
    """Who reviews the notes of this author: not who wrote in it."""
    return sorted({one for row in reviewers if row["of"] == author for one in row["by"] if one not in wrote})


def stands_for(deputies: Sequence[dict[str, Any]], named: Collection[str], person: str, at: datetime) -> str | None:
    """For which of these reviewers the person stands in on that day of UTC; None for the reviewers and for others."""
    day = at.date().isoformat()
    of = (one["of"] for one in deputies if one["by"] == person and one["first"] <= day <= one["last"])
    return None if person in named else next((one for one in sorted(of) if one in named), None)


def waits_for(policy: Policy, sign: dict[str, Any], person: str, days: int, now: datetime) -> bool:
    """Whether a version waits for this person: named, standing in, or anybody once it is ``days`` old."""
    named = sign.get("review", {}).get("named")
    if not named or datetime.fromisoformat(sign["at"]) <= now - timedelta(days=days):
        return True
    return person in named or stands_for(policy.deputies, named, person, now) is not None


def choose(
    policy: Policy, note_id: str, version: int, people: Collection[str], findings: Iterable[dict[str, Any]]
) -> dict[str, Any] | None:
    if policy.countersign == NONE and policy.is_alone:
        return {"why": "alone", "asked": False}
    if policy.review == ALL:
        return None
    if not set(policy.trainees).isdisjoint(people):
        return {"why": "trainee", "asked": True}
    if any(finding["severity"] != "info" for finding in findings):
        return {"why": "finding", "asked": True}
    if version > 1:
        return {"why": "again", "asked": True}
    return {"why": "share", "share": policy.share, "asked": is_drawn(policy.seed, note_id, policy.share)}


def is_drawn(seed: str, note_id: str, share: int) -> bool:
    """Whether the note is among so many of a hundred, by the first 32 bits of SHA-256 of seed and note."""
    drawn = int.from_bytes(hashlib.sha256(f"{seed}:{note_id}".encode()).digest()[:4])
    return drawn * 100 < share * 2**32


def is_asked(signatures: Iterable[dict[str, Any]]) -> bool:
    """Whether the last version that was signed waits for a review."""
    signed = [one for one in signatures if one["meaning"] != "countersign"]
    return not signed or bool(signed[-1].get("review", {}).get("asked", True))


def last_signed(signatures: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return next(one for one in reversed(signatures) if one["meaning"] != "countersign")
