"""Which signed notes a second person has to look at: decided when a note is signed, and kept with the signature.

All of them; or those of trainees, those with findings, those that are signed again, and a share of the others, drawn
by a seed that the clinic keeps, so that anybody can draw again and find the same (``services/coverage.py``). A practice
with one clinician may declare that nobody countersigns.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

ALL, CHOSEN = "all", "chosen"
REQUIRED, NONE = "required", "none"
WHY = ("alone", "trainee", "finding", "again", "share")


@dataclass(frozen=True, slots=True)
class Policy:
    """``is_alone``: nobody else of the clinic could countersign."""

    review: str = ALL
    share: int = 100
    seed: str = ""
    trainees: Collection[str] = ()
    countersign: str = REQUIRED
    is_alone: bool = False


def decide(
    policy: Policy, note_id: str, version: int, people: Iterable[str], findings: Iterable[dict[str, Any]]
) -> dict[str, Any] | None:
    """Whether the note waits for a review, and why; None while all do. ``people`` have written or signed it."""
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
