"""The trace of a record: what was done to it beside its content, the latest last. Mirrors ``core/trace.ts``.

An entry is {kind, by, name, at, reason} and what that act names besides. Each is one revision of the same kind.

A round of the review is in it as well: "return" with ``pins``, what is to be corrected where, and the "sign" that
answers it, with ``before``: what the units that changed held when the note was returned (None: there was no such
unit). Rounds of before have no entry.

"identity" is a change of who a patient is, after something about them was signed: ``before`` holds what identified them
until then. It waits for "confirm_identity", in which a person says that it is the same patient; what is written
meanwhile belongs to the same change. An identity that was put back needs no confirmation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

MOVES = ("move", "merge")
IDENTITY = ("identity", "confirm_identity")
KINDS = ("propose_void", "keep", "unvoid", "archive", "unarchive", "take_over", *IDENTITY, *MOVES)
IDENTIFYING = ("mrn", "given", "family", "birth_date")
ROUNDS = ("return", "sign")
RETURN_REASONS = ("missing", "check", "unclear", "contradicts")
PROPOSALS = ("propose_void", "keep")

Entry = dict[str, Any]


def new_entry(kind: str, by: str, name: str, at: datetime, reason: str | None, **more: Any) -> Entry:
    """``more`` is what the act names besides."""
    return {"kind": kind, "by": by, "name": name, "at": at.isoformat(), "reason": reason, **more}


def open_proposal(trace: list[Entry] | None, content_hash: str) -> Entry | None:
    """The proposal to declare the record void that waits for a second person. It holds for the content it was about."""
    last = next((entry for entry in reversed(trace or []) if entry["kind"] in PROPOSALS), None)
    waits = last is not None and last["kind"] == "propose_void" and last["content_hash"] == content_hash
    return last if waits else None


def entry_of(trace: list[Entry] | None, kind: str, rev: int) -> Entry | None:
    """The entry of this revision, if its act has one: a round of the review names its revision."""
    last = trace[-1] if trace else None
    if last is None or last["kind"] != kind:
        return None
    return last if kind in KINDS or last["rev"] == rev else None


def open_return(trace: list[Entry] | None) -> Entry | None:
    """The return that the next signature answers."""
    last = next((entry for entry in reversed(trace or []) if entry["kind"] in ROUNDS), None)
    return last if last is not None and last["kind"] == "return" else None


def pins_of(trace: Sequence[Entry] | None, rev: int) -> list[Entry]:
    """Where the return of this revision points at, each as {unit, field, reason, comment}."""
    return next((list(entry["pins"]) for entry in trace or [] if entry["kind"] == "return" and entry["rev"] == rev), [])


def completer(trace: list[Entry] | None) -> str | None:
    """Who completes the note of an author who has left."""
    return next((str(entry["by"]) for entry in reversed(trace or []) if entry["kind"] == "take_over"), None)


def identity_of(content: dict[str, Any]) -> dict[str, Any]:
    """What tells a patient from others."""
    identity = content.get("identity", {})
    return {name: identity.get(name) for name in IDENTIFYING}


def open_identity(trace: Sequence[Entry] | None, content: dict[str, Any]) -> Entry | None:
    """The change of identity that nobody has confirmed."""
    last = next((entry for entry in reversed(trace or []) if entry["kind"] in IDENTITY), None)
    waits = last is not None and last["kind"] == "identity" and identity_of(last["before"]) != identity_of(content)
    return last if waits else None


def changes_identity(trace: Sequence[Entry] | None, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a change of content begins one of identity: not while one waits already."""
    if identity_of(before) == identity_of(after):
        return False
    last = next((entry for entry in reversed(trace or []) if entry["kind"] in IDENTITY), None)
    return last is None or last["kind"] != "identity" or identity_of(last["before"]) == identity_of(before)


def earlier_identities(trace: Sequence[Entry] | None, content: dict[str, Any]) -> list[dict[str, Any]]:
    """Who the patient, or the record that was merged into theirs, was said to be, each once with ``until``; not what
    they are called now. The latest first."""
    found: list[dict[str, Any]] = []
    seen = [identity_of(content)]
    for entry in reversed(trace or []):
        before = entry["before"] if entry["kind"] == "identity" else {"identity": entry.get("identity") or {}}
        earlier = identity_of(before)
        if entry["kind"] in ("identity", "merge") and any(earlier.values()) and earlier not in seen:
            seen.append(earlier)
            found.append({**earlier, "until": entry["at"]})
    return found
