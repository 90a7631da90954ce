"""A role is given by one person and confirmed by another, so that nobody can act as their own second person."""

from server.db import db, utc_now
from server.domain.errors import NotAllowed, StaleVersion, WrongState
from server.domain.permissions import Action, Actor, can
from server.domain.translation import N_
from server.models import Record, User
from server.services.accounts.users import find_active
from server.services.audit import CONSOLE, record_audit


def confirm_user(actor: Actor, user_id: str, role: str) -> User:
    """Confirm the ``role`` that somebody else gave to this person, as the actor saw it."""
    user = find_active(actor, user_id)
    if not can(actor, Action.CONFIRM_USER):
        raise NotAllowed
    if user.confirmed:
        raise WrongState(N_("This account is confirmed already."), reason="confirmed")
    if user.role != role:
        raise StaleVersion(N_("The role has changed since it was shown. Look again."), role=user.role)
    if actor.id in (user.id, user.waits_by) and actor.id != CONSOLE:
        raise NotAllowed(N_("Neither the person nor whoever gave the role may confirm an account."))
    user.waits_since, user.waits_by = None, None
    user.confirmed_at, user.confirmed_by = utc_now(), actor.id
    record_audit(actor, "user.confirm", "user", user.id, role=user.role)
    db.session.flush()
    return user


def require_confirmed_author(note: Record) -> None:
    """Raises WrongState for the note of an author whose role nobody has confirmed yet."""
    author = db.session.get(User, (note.clinic_id, note.author_id))
    if author is not None and not author.confirmed:
        detail = N_("The account of the note's author is not confirmed yet: see People and devices.")
        raise WrongState(detail, state=note.state, reason="unconfirmed")
