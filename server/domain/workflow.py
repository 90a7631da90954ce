"""Which operation takes a record from which state to which, and what each asks for first. A table, nothing else."""

from dataclasses import dataclass
from typing import Any

from server.domain.errors import WrongState


@dataclass(frozen=True, slots=True)
class Transition:
    op: str
    sources: tuple[str, ...]
    target: str | None  # None: the state stays
    requires: tuple[str, ...] = ()


SIGNED = ("signed", "approved")  # in these states a note is part of the signed record
SIGNING = ("author", "content_seen", "complete", "no_open_findings", "no_open_conflict")
REVIEW = ("not_author", "content_seen", "no_open_conflict")

KEPT = (
    Transition("create", ("new",), "active"),
    Transition("patch", ("active",), None),
    Transition("void", ("active",), "void", ("content_seen", "reason")),
)

# Back to the state before, which the server knows.
UNVOID = Transition("unvoid", ("void",), None, ("content_seen", "reason"))
PROPOSING = ("content_seen", "reason")

TRANSITIONS: dict[str, tuple[Transition, ...]] = {
    "patient": (
        Transition("create", ("new",), "active"),
        Transition("patch", ("active", "archived"), None),
        Transition("void", ("active", "archived"), "void", ("content_seen", "reason")),
        Transition("archive", ("active",), "archived", ("content_seen",)),
        Transition("unarchive", ("archived",), "active", ("content_seen",)),
        Transition("confirm_identity", ("active", "archived"), None, ("reason",)),
        Transition("merge", ("active", "archived"), "merged", ("content_seen", "reason", "no_open_conflict")),
        UNVOID,
    ),
    "lot": KEPT,
    "protocol": KEPT,
    "note": (
        Transition("create", ("new",), "draft"),
        Transition("import", ("new",), "imported"),  # a past visit from elsewhere: nobody here wrote or signed it
        Transition("patch", ("draft", "returned"), None),
        Transition("sign", ("draft", "returned"), "signed", SIGNING),
        Transition("approve", ("signed",), "approved", REVIEW),
        Transition("return", ("signed",), "returned", (*REVIEW, "comment")),
        Transition("amend", ("signed", "approved"), "signed", (*SIGNING, "reason")),
        Transition("void", ("draft", "imported", "returned", "signed", "approved"), "void", ("content_seen", "reason")),
        Transition("propose_void", ("approved",), None, PROPOSING),
        Transition("keep", ("approved",), None, ("content_seen",)),
        Transition("take_over", ("draft", "returned"), None, ("content_seen", "reason")),
        Transition("move", ("draft", "imported", "returned", "signed", "approved"), None, ("content_seen", "reason")),
        UNVOID,
    ),
    "follow_up": (
        Transition("create", ("new",), "draft"),
        Transition("patch", ("draft",), None),
        Transition("sign", ("draft",), "signed", SIGNING),
        Transition("amend", ("signed", "acknowledged"), "signed", (*SIGNING, "reason")),
        Transition("acknowledge", ("signed",), "acknowledged", REVIEW),
        Transition("void", ("draft", "signed", "acknowledged"), "void", ("content_seen", "reason")),
        Transition("propose_void", ("acknowledged",), None, PROPOSING),
        Transition("keep", ("acknowledged",), None, ("content_seen",)),
        UNVOID,
    ),
    "conflict": (
        Transition("create", ("new",), "open"),
        Transition("resolve", ("open",), "resolved", ("content_seen",)),
    ),
}

_NEXT = {
    (kind, source, step.op): step.target or source
    for kind, steps in TRANSITIONS.items()
    for step in steps
    for source in step.sources
}


def next_state(record_type: str, state: str | None, op_kind: str) -> str:
    """The state after the operation; ``None`` or "new" is a record that does not exist yet. Raises WrongState."""
    target = _NEXT.get((record_type, state or "new", op_kind))
    if target is None:
        raise WrongState(f"{op_kind} is not possible while the {record_type} is {state or 'new'}.", state=state)
    return target


def is_editable(record_type: str, state: str) -> bool:
    return (record_type, state, "patch") in _NEXT


def forms() -> dict[str, Any]:
    return {
        kind: [
            {"op": step.op, "from": list(step.sources), "to": step.target, "requires": list(step.requires)}
            for step in steps
        ]
        for kind, steps in TRANSITIONS.items()
    }
