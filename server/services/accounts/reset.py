"""A new password for somebody who forgot theirs: started by an administrator, who cannot use the link alone.

It works with the person's own one-time code, or with a code that a second person is given. Nobody has both the link and
the code, so nobody can take over an account alone.
"""

from server.db import db, utc_now
from server.domain.errors import NotAllowed, WrongState
from server.domain.permissions import Action, Actor, can
from server.domain.translation import N_
from server.models import User
from server.services.accounts.codes import hash_code, new_code
from server.services.accounts.second_factor import find_factor
from server.services.accounts.users import find_active, make_link
from server.services.audit import record_audit


def start_reset(actor: Actor, user_id: str) -> tuple[str, User, str]:
    """The token of the link, and what it needs as well: "code", of the person's own app, or a "second_person"."""
    user = find_active(actor, user_id)
    if user.password_hash is None:
        raise WrongState(N_("This person has not chosen a password yet: invite them."), reason="no_password")
    if user.id == actor.id:
        raise NotAllowed(N_("Your own password is changed under Your account."), reason="own")
    token, user = make_link(actor, user, "user.reset", reset_by=actor.id)
    return token, user, "second_person" if find_factor(user.clinic_id, user.id) is None else "code"


def confirm_reset(actor: Actor, user_id: str) -> str:
    """Returns the code, which the actor gives to the person. It works only with the link that somebody else made."""
    user = find_active(actor, user_id)
    if not can(actor, Action.CONFIRM_USER):
        raise NotAllowed
    if user.reset_by is None or user.invite_expires_at is None or user.invite_expires_at <= utc_now():
        raise WrongState(N_("There is no reset to confirm."), reason="no_reset")
    if actor.id in (user.id, user.reset_by):
        raise NotAllowed(N_("Neither the person nor whoever made the link may confirm a reset."))
    code = new_code()
    user.reset_code_hash = hash_code(code)
    record_audit(actor, "user.reset_confirm", "user", user.id)
    db.session.flush()
    return code
