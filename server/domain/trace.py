"""The trace of a record: what was done to it beside its content, the latest last. Mirrors ``core/trace.ts``.

An entry is {kind, by, name, at, reason} and what that act names besides. Each is one revision of the same kind.

A round of the review is in it as well: "return" with ``pins``, what is to be corrected where, and the "sign" that
answers it, with ``before``: what the units that changed held when the note was returned (None: there was no such
unit). Rounds of before have no entry.
"""

from collections.abc import Sequence
from typing import Any

MOVES = ("move", "merge")
KINDS = ("propose_void", "keep", "unvoid", "archive", "unarchive", "take_over", *MOVES)
ROUNDS = ("return", "sign")
RETURN_REASONS = ("missing", "check", "unclear", "contradicts")
PROPOSALS = ("propose_void", "keep")

Entry = dict[str, Any]


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
