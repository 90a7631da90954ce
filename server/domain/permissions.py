"""Who may do what: one table, deny by default.

An action is granted when one of its rows holds, and a row holds when all its predicates do. An action without rows,
or a record of another clinic, is never granted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from server.domain.trace import completer, open_proposal
from server.domain.writers import has_written


@dataclass(frozen=True, slots=True)
class Actor:
    """The person asking, as read from the login session. ``device_id`` is the device the session belongs to.
    ``confirmed``: a second person stands behind the role. ``actions``: the only ones that another program may do."""

    id: str
    clinic_id: str
    name: str
    role: str
    treats: bool
    device_id: str | None = None
    confirmed: bool = True
    actions: frozenset[str] | None = None


class Subject(Protocol):
    """What an action is about: a record, a user or a device."""

    clinic_id: str


class Action(StrEnum):
    READ_SELF = "self.read"
    READ_FORMS = "forms.read"
    SYNC = "sync"
    LIST_PATIENTS = "patient.list"
    READ_PATIENT = "patient.read"
    CREATE_PATIENT = "patient.create"
    PATCH_PATIENT = "patient.patch"
    VOID_PATIENT = "patient.void"
    UNVOID_PATIENT = "patient.unvoid"
    ARCHIVE_PATIENT = "patient.archive"
    UNARCHIVE_PATIENT = "patient.unarchive"
    MERGE_PATIENT = "patient.merge"
    CONFIRM_IDENTITY = "patient.confirm_identity"
    LIST_NOTES = "note.list"
    READ_NOTE = "note.read"
    CREATE_NOTE = "note.create"
    PATCH_NOTE = "note.patch"
    SIGN_NOTE = "note.sign"
    AMEND_NOTE = "note.amend"
    APPROVE_NOTE = "note.approve"
    RETURN_NOTE = "note.return"
    VOID_NOTE = "note.void"
    PROPOSE_VOID_NOTE = "note.propose_void"
    UNVOID_NOTE = "note.unvoid"
    MOVE_NOTE = "note.move"
    TAKE_OVER_NOTE = "note.take_over"
    OVERRIDE_RULE = "note.override"
    CREATE_FOLLOW_UP = "follow_up.create"
    PATCH_FOLLOW_UP = "follow_up.patch"
    SIGN_FOLLOW_UP = "follow_up.sign"
    AMEND_FOLLOW_UP = "follow_up.amend"
    ACKNOWLEDGE_FOLLOW_UP = "follow_up.acknowledge"
    VOID_FOLLOW_UP = "follow_up.void"
    PROPOSE_VOID_FOLLOW_UP = "follow_up.propose_void"
    UNVOID_FOLLOW_UP = "follow_up.unvoid"
    CREATE_LOT = "lot.create"
    PATCH_LOT = "lot.patch"
    APPROVE_LOT = "lot.approve"
    VOID_LOT = "lot.void"
    CREATE_PROTOCOL = "protocol.create"
    PATCH_PROTOCOL = "protocol.patch"
    VOID_PROTOCOL = "protocol.void"
    READ_CONFLICT = "conflict.read"
    RESOLVE_CONFLICT = "conflict.resolve"
    READ_QUARANTINE = "quarantine.read"
    READ_ALL_QUARANTINE = "quarantine.read_all"
    COUNT_ALL_QUARANTINE = "quarantine.count_all"
    SETTLE_QUARANTINE = "quarantine.settle"
    IMPORT_UNSENT = "quarantine.import"
    READ_QUEUE = "review.list"
    READ_RECALL = "recall.read"
    READ_AUDIT = "audit.read"
    EXPORT_SUMMARY = "summary.export"
    LINK_SUMMARY = "summary.link"
    EXPORT_CLINIC = "clinic.export"
    IMPORT_RECORDS = "import.write"
    READ_CLINIC = "clinic.read"
    CHANGE_CLINIC = "clinic.change"
    READ_SERVER = "server.read"
    READ_LIMITS = "limits.read"
    CHANGE_LIMITS = "limits.change"
    APPROVE_LIMITS = "limits.approve"
    LIST_USERS = "user.list"
    MANAGE_USERS = "user.manage"
    CONFIRM_USER = "user.confirm"
    LIST_DEVICES = "device.list"
    MANAGE_DEVICES = "device.manage"


Predicate = Callable[[Actor, Subject | None], bool]


def anyone(_actor: Actor, _subject: Subject | None) -> bool:
    return True


def treats(actor: Actor, _subject: Subject | None) -> bool:
    return actor.role == "practitioner" or actor.treats


def is_supervisor(actor: Actor, _subject: Subject | None) -> bool:
    return actor.role == "supervisor"


def is_admin(actor: Actor, _subject: Subject | None) -> bool:
    return actor.role == "admin"


def is_confirmed(actor: Actor, _subject: Subject | None) -> bool:
    return actor.confirmed


def is_author(actor: Actor, subject: Subject | None) -> bool:
    return getattr(subject, "author_id", None) == actor.id


def was_not_drained(_actor: Actor, subject: Subject | None) -> bool:
    """Not delivered under the name of somebody disabled, by a blocked device, or without the signature of its author:
    those are a supervisor's to judge."""
    return getattr(subject, "source", None) not in ("drained", "unsigned")


def did_not_write(actor: Actor, subject: Subject | None) -> bool:
    """Neither author nor operator, neither signer of a version nor writer of any unit."""
    held: Any = subject
    return held is None or not has_written(actor.id, held.author_id, held.content, held.signatures, held.writers)


def was_never_approved(_actor: Actor, subject: Subject | None) -> bool:
    """No version of it was countersigned."""
    signatures: Any = getattr(subject, "signatures", ())
    return not any(signature["meaning"] == "countersign" for signature in signatures)


def has_taken_over(actor: Actor, subject: Subject | None) -> bool:
    """They complete the note for an author who has left."""
    return completer(getattr(subject, "trace", None)) == actor.id


def was_proposed_by_another(actor: Actor, subject: Subject | None) -> bool:
    """Somebody else has proposed to declare it void as it stands."""
    held: Any = subject
    proposal = held and open_proposal(held.trace, held.content_hash)
    return held is None or (proposal is not None and proposal["by"] != actor.id)


SHELF: list[list[Predicate]] = [[treats], [is_supervisor], [is_admin]]
OWN_CARE: list[list[Predicate]] = [[treats, is_author], [is_supervisor, is_author]]
SECOND_PERSON: list[Predicate] = [is_supervisor, is_confirmed, did_not_write]
VOIDING: list[list[Predicate]] = [
    [treats, is_author, was_never_approved],
    [is_supervisor, was_never_approved],
    [*SECOND_PERSON, was_proposed_by_another],
]
CARE: list[list[Predicate]] = [[treats], [is_supervisor]]
TEMPLATES: list[list[Predicate]] = CARE

PERMISSIONS: dict[Action, list[list[Predicate]]] = {
    Action.READ_SELF: [[anyone]],
    Action.READ_FORMS: [[anyone]],
    Action.SYNC: [[anyone]],
    Action.LIST_PATIENTS: [[anyone]],
    Action.READ_PATIENT: [[anyone]],
    Action.CREATE_PATIENT: [[treats], [is_supervisor]],
    Action.PATCH_PATIENT: [[treats], [is_supervisor]],
    Action.VOID_PATIENT: [[is_supervisor], [is_admin]],
    Action.UNVOID_PATIENT: [[is_supervisor]],
    Action.ARCHIVE_PATIENT: [[is_supervisor]],
    Action.UNARCHIVE_PATIENT: CARE,
    Action.MERGE_PATIENT: [[is_supervisor]],
    Action.CONFIRM_IDENTITY: CARE,
    Action.LIST_NOTES: [[anyone]],
    Action.READ_NOTE: [[anyone]],
    Action.CREATE_NOTE: [[treats]],
    Action.PATCH_NOTE: [[treats], [is_supervisor, has_taken_over]],
    Action.SIGN_NOTE: [[treats, is_author], [is_supervisor, has_taken_over]],
    Action.AMEND_NOTE: [[treats, is_author], [is_supervisor, has_taken_over]],
    Action.TAKE_OVER_NOTE: [[is_supervisor]],
    Action.APPROVE_NOTE: [SECOND_PERSON],
    Action.RETURN_NOTE: [SECOND_PERSON],
    Action.VOID_NOTE: VOIDING,
    Action.PROPOSE_VOID_NOTE: CARE,
    Action.UNVOID_NOTE: [[is_supervisor]],
    Action.MOVE_NOTE: [[treats, is_author, was_never_approved], [is_supervisor]],
    Action.OVERRIDE_RULE: [SECOND_PERSON],
    Action.CREATE_FOLLOW_UP: [[treats], [is_supervisor]],
    Action.PATCH_FOLLOW_UP: OWN_CARE,
    Action.SIGN_FOLLOW_UP: OWN_CARE,
    Action.AMEND_FOLLOW_UP: OWN_CARE,
    Action.ACKNOWLEDGE_FOLLOW_UP: [SECOND_PERSON],
    Action.VOID_FOLLOW_UP: VOIDING,
    Action.PROPOSE_VOID_FOLLOW_UP: CARE,
    Action.UNVOID_FOLLOW_UP: [[is_supervisor]],
    Action.CREATE_LOT: SHELF,
    Action.PATCH_LOT: SHELF,
    Action.APPROVE_LOT: [[is_supervisor, is_confirmed]],
    Action.VOID_LOT: SHELF,
    Action.CREATE_PROTOCOL: TEMPLATES,
    Action.PATCH_PROTOCOL: TEMPLATES,
    Action.VOID_PROTOCOL: TEMPLATES,
    Action.READ_CONFLICT: [[anyone]],
    Action.RESOLVE_CONFLICT: [[treats], [is_supervisor]],
    Action.READ_QUARANTINE: [[anyone]],
    Action.READ_ALL_QUARANTINE: [[is_supervisor]],
    Action.COUNT_ALL_QUARANTINE: [[is_supervisor], [is_admin]],
    Action.SETTLE_QUARANTINE: [[is_author, was_not_drained], [is_supervisor]],
    Action.IMPORT_UNSENT: [[is_supervisor]],
    Action.READ_QUEUE: [[is_supervisor]],
    Action.READ_RECALL: [[is_supervisor], [is_admin]],
    Action.READ_AUDIT: [[is_supervisor], [is_admin]],
    Action.EXPORT_SUMMARY: [[anyone]],
    Action.LINK_SUMMARY: [[anyone]],
    Action.EXPORT_CLINIC: [[is_supervisor, is_confirmed], [is_admin, is_confirmed]],
    Action.IMPORT_RECORDS: [[is_supervisor, is_confirmed], [is_admin, is_confirmed]],
    Action.READ_CLINIC: [[anyone]],
    Action.CHANGE_CLINIC: [[is_admin]],
    Action.READ_SERVER: [[is_admin]],
    Action.READ_LIMITS: [[anyone]],
    Action.CHANGE_LIMITS: [[is_admin]],
    Action.APPROVE_LIMITS: [[is_supervisor, is_confirmed]],
    Action.LIST_USERS: [[anyone]],
    Action.MANAGE_USERS: [[is_admin, is_confirmed]],
    Action.CONFIRM_USER: [[is_supervisor, is_confirmed], [is_admin, is_confirmed]],
    Action.LIST_DEVICES: [[is_admin], [is_supervisor]],
    Action.MANAGE_DEVICES: [[is_admin]],
}


# What other programs may be let in for. They only read: what is written bears the signature of a person and a device.
SCOPES: dict[str, tuple[Action, ...]] = {
    "patients:read": (Action.LIST_PATIENTS, Action.READ_PATIENT),
    "notes:read": (Action.LIST_NOTES, Action.READ_NOTE),
    "summaries:read": (Action.EXPORT_SUMMARY,),
}


def forms() -> dict[str, list[list[str]]]:
    """The table as data: action -> rows -> names of predicates, which ``core/permissions.ts`` knows by these names."""
    return {action.value: [[holds.__name__ for holds in row] for row in rows] for action, rows in PERMISSIONS.items()}


def can(actor: Actor, action: Action, subject: Subject | None = None) -> bool:
    """Whether the actor may do this to the subject; without one, whether they may do it to any of their clinic."""
    if subject is not None and subject.clinic_id != actor.clinic_id:
        return False
    if actor.actions is not None and action not in actor.actions:
        return False
    return any(all(holds(actor, subject) for holds in row) for row in PERMISSIONS.get(action, []))
