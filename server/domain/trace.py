"""The trace of a record: what was done to it beside its content, the latest last. Mirrors ``core/trace.ts``.

An entry is {kind, by, name, at, reason} and what that act names besides. Each is one revision of the same kind.
"""

from typing import Any

MOVES = ("move", "merge")
KINDS = ("propose_void", "keep", "unvoid", "archive", "unarchive", "take_over", *MOVES)
PROPOSALS = ("propose_void", "keep")

Entry = dict[str, Any]


def open_proposal(trace: list[Entry] | None, content_hash: str) -> Entry | None:
    """The proposal to declare the record void that waits for a second person. It holds for the content it was about."""
    last = next((entry for entry in reversed(trace or []) if entry["kind"] in PROPOSALS), None)
    waits = last is not None and last["kind"] == "propose_void" and last["content_hash"] == content_hash
    return last if waits else None


def completer(trace: list[Entry] | None) -> str | None:
    """Who completes the note of an author who has left."""
    return next((str(entry["by"]) for entry in reversed(trace or []) if entry["kind"] == "take_over"), None)
