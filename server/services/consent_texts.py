"""The clinic's consent texts: one row for each change or approval of a language, kept whole and for ever.

An administrator writes, a supervisor who wrote nothing of it approves, which is a version of its own: the text that was
read, under a name. Patients sign approved versions alone, and in English what ships until there is one.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.db import db, utc_now
from server.domain.consent_texts import PARTS, USUAL, Text, languages, shipped, version_name
from server.domain.errors import NotAllowed, StaleVersion, WrongState
from server.domain.patient_page.words import LANGUAGES
from server.domain.permissions import Action, Actor, can
from server.domain.translation import N_
from server.models import ConsentText, User
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.serialise import moment

AUTHOR = (User.clinic_id == ConsentText.clinic_id) & (User.id == ConsentText.author_id)
Found = tuple[ConsentText, str | None]


def rows_of(clinic_id: str) -> dict[str, list[Found]]:
    """By language, the newest first, each with the name of who wrote it."""
    query = select(ConsentText, User.name).outerjoin(User, AUTHOR).where(ConsentText.clinic_id == clinic_id)
    found: dict[str, list[Found]] = {code: [] for code in LANGUAGES}
    for row, name in db.session.execute(query.order_by(ConsentText.language, ConsentText.version.desc())):
        found.setdefault(row.language, []).append((row, name))
    return found


def show_texts(actor: Actor) -> dict[str, Any]:
    """Each language: the text as it stands, whether it is approved, which one patients sign, and how it came to be."""
    found = rows_of(actor.clinic_id)
    return {
        "id": actor.clinic_id,
        "languages": {code: show_language(actor, code, found[code]) for code in LANGUAGES},
        "may_change": can(actor, Action.CHANGE_CLINIC),
    }


def show_language(actor: Actor, code: str, rows: list[Found]) -> dict[str, Any]:
    row = rows[0][0] if rows else None
    return {
        **languages()[code],
        "version": row.version if row else 0,
        "text": (row.body if row else shipped(code)) or dict.fromkeys(PARTS, ""),
        "in_use": in_use(code, rows),
        "may_approve": may_approve(actor, code, rows),
        "history": [history_row(one) for one in rows],
    }


def history_row(found: Found) -> dict[str, Any]:
    row, name = found
    return {
        "version": row.version,
        "name": version_name(row.version, row.language),
        "text": row.body,
        "author_name": name,
        "created_at": row.created_at,
        "reason": row.reason,
        "approved": {"name": row.approved_name, "at": row.approved_at} if row.approved_at else None,
    }


def in_use(code: str, rows: Iterable[Found]) -> str | None:
    """The name of the version that patients sign now."""
    approved = next((row.version for row, _ in rows if row.approved_at), None)
    if approved is None and code != USUAL:
        return None
    return version_name(approved or 0, code)


def consent_forms(clinic_id: str) -> dict[str, Any]:
    """What a tablet needs to show the text in use, and for ever what was signed: every approved version."""
    found = rows_of(clinic_id)
    versions = {version_name(0, USUAL): form_of(USUAL, shipped(USUAL) or {})}
    for code, rows in found.items():
        for row, name in rows:
            if row.approved_at:
                versions[version_name(row.version, code)] = form_of(code, row.body, row, name)
    used = {code: in_use(code, rows) for code, rows in found.items()}
    return {
        "languages": languages(),
        "in_use": {code: name for code, name in used.items() if name},
        "versions": versions,
    }


def form_of(code: str, text: Text, row: ConsentText | None = None, author: str | None = None) -> dict[str, Any]:
    at = row.approved_at if row else None
    return {
        "language": code,
        "text": text,
        "author_name": author,
        "approved_name": row.approved_name if row else None,
        "approved_at": moment(at) if at else None,
    }


def save_text(actor: Actor, language: str, base: int, text: Text, reason: str) -> dict[str, Any]:
    """Write a language anew, seen as of version ``base``. Patients go on signing the one approved last."""
    rows = require_base(actor, language, base)
    standing = rows[0][0].body if rows else shipped(language)
    if text == standing:
        raise WrongState(N_("Nothing of the text was changed."), reason="same")
    return add_version(actor, language, base + 1, text, actor.id, reason, None)


def approve_text(actor: Actor, language: str, base: int) -> dict[str, Any]:
    """Put the actor's name under the text they read."""
    rows = require_base(actor, language, base)
    row = rows[0][0] if rows else None
    text = row.body if row else shipped(language)
    if row and row.approved_at:
        raise WrongState(N_("This text is approved already."), reason="approved")
    if not can(actor, Action.APPROVE_LIMITS):
        raise NotAllowed
    if not text:
        raise WrongState(N_("There is no text in this language yet."), reason="no_text")
    if is_own_change(actor, rows):
        raise NotAllowed(N_("You have changed this text yourself: another supervisor approves it."), reason="own")
    author, reason = (row.author_id, row.reason) if row else (None, "")
    return add_version(actor, language, base + 1, text, author, reason, utc_now())


def may_approve(actor: Actor, code: str, rows: list[Found]) -> bool:
    if not can(actor, Action.APPROVE_LIMITS) or is_own_change(actor, rows):
        return False
    return not rows[0][0].approved_at if rows else shipped(code) is not None


def is_own_change(actor: Actor, rows: Iterable[Found]) -> bool:
    """Whether the actor wrote any of it since the last approval."""
    for row, _ in rows:
        if row.approved_at:
            return False
        if row.author_id == actor.id:
            return True
    return False


def require_base(actor: Actor, language: str, base: int) -> list[Found]:
    lock_clinic(actor.clinic_id)
    rows = rows_of(actor.clinic_id)[language]
    standing = rows[0][0].version if rows else 0
    if standing != base:
        raise StaleVersion(N_("The text has changed since it was shown. Read it again."), version=standing)
    return rows


def add_version(
    actor: Actor, language: str, version: int, text: Text, author: str | None, reason: str, approved_at: datetime | None
) -> dict[str, Any]:
    row = ConsentText(
        clinic_id=actor.clinic_id, language=language, version=version, body=text, author_id=author,
        created_at=utc_now(), reason=reason, approved_at=approved_at,
        approved_by=actor.id if approved_at else None, approved_name=actor.name if approved_at else None,
    )  # fmt: skip
    db.session.add(row)
    verb = "approve" if approved_at else "change"
    name = version_name(version, language)
    record_audit(actor, f"consent_text.{verb}", "clinic", actor.clinic_id, language=language, version=name)
    db.session.flush()
    return show_texts(actor)
