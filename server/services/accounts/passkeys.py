"""Passkeys (WebAuthn) as a second factor: added, listed, removed, and asked at a sign-in or a proof in place of a code.

What one is asked to sign is made for one person, one purpose and one login (for one device while there is no login),
holds for five minutes, and is taken once, whatever the answer is worth. A passkey answers only at the address that
``PUBLIC_URL`` names, and only once its holder has unlocked it (user verification).
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select

from server.db import db
from server.domain.errors import NotFound, Refusal, WrongState
from server.domain.permissions import Actor
from server.domain.translation import N_
from server.models import Device, Passkey, PasskeyChallenge, SecondFactor, User
from server.services.accounts.actors import actor_of
from server.services.accounts.second_factor import find_factor, new_codes, passkeys_of
from server.services.audit import record_audit
from server.services.feed import lock_clinic
from server.services.keys.sealing import to_bytes, to_text

LASTS = timedelta(minutes=5)
MOST = 10  # of one person
ADD, SIGN_IN, PROVE = "add", "sign_in", "prove"
ALGORITHMS = [-7, -257]  # ES256 and RS256, which browsers and tokens of today make


class WrongPasskey(Refusal):
    """Not one of this person, not what was asked, or asked too long ago."""

    status, code = 401, "wrong_passkey"


class CopiedPasskey(WrongPasskey):
    """A good signature with a count that does not go on from the last: there are two of this key."""


@dataclass(frozen=True, slots=True)
class Site:
    """The address of the server, to which browsers bind a passkey: its name alone, and with scheme and port."""

    name: str
    origin: str

    @property
    def takes_passkeys(self) -> bool:
        """Browsers bind none to a number."""
        try:
            ip_address(self.name)
        except ValueError:
            return True
        return False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a passkey said, at which address, and what it was asked: None when nothing was, or too long ago."""

    said: dict[str, str]
    site: Site
    challenge: str | None


def list_passkeys(actor: Actor) -> list[Passkey]:
    query = passkeys_of(actor.clinic_id, actor.id).order_by(Passkey.created_at, Passkey.id)
    return list(db.session.scalars(query))


def begin_passkey(actor: Actor, site: Site, session_id: str, now: datetime) -> dict[str, Any]:
    """What the browser needs to make a passkey; nothing changes until it is there (``add_passkey``)."""
    lock_clinic(actor.clinic_id)
    if not site.takes_passkeys:
        detail = N_(
            "Passkeys need a server with a name. Whoever runs the server sets PUBLIC_URL to one, "
            "such as https://notes.example.org. One-time codes work without."
        )
        raise WrongState(detail, reason="no_name")
    known = list_passkeys(actor)
    if len(known) >= MOST:
        raise WrongState(N_("There are ten passkeys already. Remove one that is not used."), reason="too_many")
    user = db.session.get_one(User, (actor.clinic_id, actor.id))
    record_audit(actor, "passkey.begin", "user", actor.id)
    asked = new_challenge(actor.clinic_id, actor.id, ADD, session_id, now)
    of_person = {"user_id": to_text(actor.id.encode()), "user_name": user.email, "user_label": user.name}
    return {"challenge": asked, "site": site.name, "known": ids_of(known), **of_person, "algorithms": ALGORITHMS}


def ask_passkey(clinic_id: str, user_id: str, site: Site, purpose: str, asker: str, now: datetime) -> dict[str, Any]:
    """What a passkey of this person is asked to sign. WrongState for who has none."""
    known = list(db.session.scalars(passkeys_of(clinic_id, user_id)))
    if not known:
        raise WrongState(N_("Passkeys are not in use."), reason="off")
    asked = new_challenge(clinic_id, user_id, purpose, asker, now)
    return {"challenge": asked, "site": site.name, "known": ids_of(known)}


def ask_for_proof(actor: Actor, site: Site, session_id: str, now: datetime) -> dict[str, Any]:
    lock_clinic(actor.clinic_id)
    asked = ask_passkey(actor.clinic_id, actor.id, site, PROVE, session_id, now)
    record_audit(actor, "passkey.ask", "user", actor.id)
    db.session.flush()
    return asked


def ids_of(known: list[Passkey]) -> list[str]:
    return sorted(one.credential_id for one in known)


def new_challenge(clinic_id: str, user_id: str, purpose: str, asker: str, now: datetime) -> str:
    mine = (PasskeyChallenge.clinic_id == clinic_id, PasskeyChallenge.user_id == user_id)
    same = (PasskeyChallenge.purpose == purpose) & (PasskeyChallenge.asker == asker)
    db.session.execute(delete(PasskeyChallenge).where(*mine, same | (PasskeyChallenge.expires_at <= now)))
    challenge = secrets.token_urlsafe(32)
    row = {"clinic_id": clinic_id, "user_id": user_id, "purpose": purpose, "asker": asker}
    db.session.add(PasskeyChallenge(**row, challenge=challenge, expires_at=now + LASTS))
    db.session.flush()
    return challenge


def take_challenge(clinic_id: str, user_id: str, purpose: str, asker: str, now: datetime) -> str | None:
    """What was asked, which then is gone: the caller commits before the answer is looked at."""
    mine = (PasskeyChallenge.clinic_id == clinic_id, PasskeyChallenge.user_id == user_id)
    this = delete(PasskeyChallenge).where(*mine, PasskeyChallenge.purpose == purpose, PasskeyChallenge.asker == asker)
    row = db.session.execute(this.returning(PasskeyChallenge.challenge, PasskeyChallenge.expires_at)).one_or_none()
    return row.challenge if row is not None and row.expires_at > now else None


def add_passkey(actor: Actor, name: str, answer: Answer, now: datetime) -> list[str]:
    """Keep the passkey that the browser has made. Returns new recovery codes with the first second factor."""
    from webauthn import verify_registration_response  # 0.1 s to load, and seldom needed
    from webauthn.helpers.cose import COSEAlgorithmIdentifier

    lock_clinic(actor.clinic_id)
    algorithms = [COSEAlgorithmIdentifier(each) for each in ALGORITHMS]
    made = verified(
        verify_registration_response,
        answer,
        {"attestationObject": answer.said["attestation"]},
        supported_pub_key_algs=algorithms,
    )
    credential_id = to_text(made.credential_id)
    held = select(Passkey.id).where(Passkey.clinic_id == actor.clinic_id, Passkey.removed_at.is_(None))
    if db.session.scalar(held.where(Passkey.credential_id == credential_id)) is not None:
        raise WrongState(N_("This passkey is registered already."), reason="known")
    codes = first_codes(actor)
    row = {"credential_id": credential_id, "public_key": to_text(made.credential_public_key)}
    row |= {"clinic_id": actor.clinic_id, "id": str(uuid4()), "user_id": actor.id, "name": name}
    db.session.add(Passkey(**row, counter=made.sign_count, created_at=now))
    record_audit(actor, "passkey.add", "user", actor.id, passkey=row["id"])
    db.session.flush()
    return codes


def first_codes(actor: Actor) -> list[str]:
    """Recovery codes for somebody who had no second factor; none for who has them already."""
    if find_factor(actor.clinic_id, actor.id) is not None:
        return []
    factor = db.session.get(SecondFactor, (actor.clinic_id, actor.id))
    if factor is None:
        factor = SecondFactor(clinic_id=actor.clinic_id, user_id=actor.id, last_step=0, codes=[])
        db.session.add(factor)
    return new_codes(factor)


def find_passkey(actor: Actor, passkey_id: str) -> Passkey:
    """One's own."""
    found = db.session.scalar(passkeys_of(actor.clinic_id, actor.id).where(Passkey.id == passkey_id))
    if found is None:
        raise NotFound
    return found


def remove_passkey(actor: Actor, passkey: Passkey, now: datetime) -> None:
    """The caller has locked the clinic, and knows that the person may go without it."""
    passkey.removed_at = now
    db.session.flush()
    if find_factor(passkey.clinic_id, passkey.user_id) is None:
        db.session.get_one(SecondFactor, (passkey.clinic_id, passkey.user_id)).codes = []
    record_audit(actor, "passkey.remove", "user", passkey.user_id, passkey=passkey.id)
    db.session.flush()


def check_passkey(actor: Actor, answer: Answer, now: datetime) -> None:
    """Take the answer of a passkey of this person, or raise WrongPasskey. The caller holds the clinic's row."""
    from webauthn import verify_authentication_response

    mine = passkeys_of(actor.clinic_id, actor.id).where(Passkey.credential_id == answer.said["id"])
    passkey = db.session.scalars(mine.execution_options(populate_existing=True)).one_or_none()
    if passkey is None:
        raise wrong()
    found = verified(
        verify_authentication_response,
        answer,
        {"authenticatorData": answer.said["authenticator_data"], "signature": answer.said["signature"]},
        credential_public_key=to_bytes(passkey.public_key),
        credential_current_sign_count=0,  # compared below, which tells a copy from what is no answer
    )
    count = found.new_sign_count
    if (count or passkey.counter) and count <= passkey.counter:  # those that are synchronised always say 0
        detail = N_(
            "There seems to be a copy of this passkey, so it was not accepted. "
            "Sign in with a recovery code, remove the passkey and tell a supervisor."
        )
        raise CopiedPasskey(detail, reason="copied", passkey=passkey.id)
    passkey.counter, passkey.last_used_at = count, now


def note_copy(clinic_id: str, user_id: str, device_id: str, copied: CopiedPasskey) -> None:
    """In a transaction of its own: that of the answer was taken back."""
    lock_clinic(clinic_id)
    device = db.session.get(Device, (clinic_id, device_id))  # not at a first sign-in there
    actor = actor_of(db.session.get_one(User, (clinic_id, user_id)), device.id if device else None)
    record_audit(actor, "passkey.copied", "user", user_id, passkey=copied.extra["passkey"])
    db.session.flush()


def verified(verify: Callable[..., Any], answer: Answer, response: dict[str, str], **more: Any) -> Any:
    """What ``verify`` found. Whatever it raises over an answer that is not one is a WrongPasskey."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from webauthn.helpers.exceptions import WebAuthnException

    if answer.challenge is None:
        raise WrongPasskey(N_("This took too long, or was answered before. Try again."), reason="expired")
    response = {"clientDataJSON": answer.said["client_data"], **response}
    said = {"id": answer.said["id"], "rawId": answer.said["id"], "type": "public-key", "response": response}
    try:
        return verify(
            credential=said,
            expected_challenge=to_bytes(answer.challenge),
            expected_rp_id=answer.site.name,
            expected_origin=answer.site.origin,
            require_user_verification=True,
            **more,
        )
    except (WebAuthnException, InvalidSignature, UnsupportedAlgorithm, ValueError, LookupError, TypeError) as error:
        raise wrong() from error


def wrong() -> WrongPasskey:
    return WrongPasskey(N_("This passkey was not accepted. Try again, or use another way."), reason="wrong")
