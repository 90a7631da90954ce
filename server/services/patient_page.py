"""What a clinic decides of the patient's page: whom patients call, and which languages of its text are approved.

The text ships with the product (``domain/patient_page/words.json``) and has a version. It prints in a language once a
clinician approved that version of it; a new version asks again. Each decision is a setting with its audit row.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.db import db, utc_now
from server.domain.errors import NotAllowed, StaleVersion, WrongState
from server.domain.patient_page.words import LANGUAGES, PAGE
from server.domain.permissions import Action, Actor, can
from server.domain.settings import with_defaults
from server.domain.translation import N_
from server.services.audit import record_audit
from server.services.clinic import change_clinic
from server.services.feed import lock_clinic
from server.services.settings import put_setting, read_decided

APPROVED = "page_text"


@dataclass(frozen=True, slots=True)
class PageSettings:
    """``approved``: language to ``{version, name, at}``, of this version of the text alone."""

    phone: str
    emergency: str
    approved: dict[str, dict[str, Any]]


def read_page_settings(clinic_id: str) -> PageSettings:
    found = read_decided(clinic_id)
    approvals = {code: found.get(f"{APPROVED}:{code}") or {} for code in LANGUAGES}
    standing = {code: one for code, one in approvals.items() if one.get("version") == PAGE["version"]}
    settings = with_defaults(found)
    return PageSettings(settings["phone"], settings["emergency"], standing)


def show_page(actor: Actor) -> dict[str, Any]:
    """The text in every language, and how it stands with the clinic."""
    standing = read_page_settings(actor.clinic_id)
    return {
        "id": actor.clinic_id,
        "version": PAGE["version"],
        "phone": standing.phone,
        "emergency": standing.emergency,
        "approved": {code: shown(one) for code, one in standing.approved.items()},
        "languages": PAGE["languages"],
        "care": PAGE["care"],
        "may_approve": can(actor, Action.APPROVE_LIMITS),
        "may_change": can(actor, Action.CHANGE_CLINIC),
    }


def page_forms(clinic_id: str) -> dict[str, Any]:
    """What a tablet needs to print the page by itself: the text of the approved languages alone."""
    standing = read_page_settings(clinic_id)
    return {
        "version": PAGE["version"],
        "phone": standing.phone,
        "emergency": standing.emergency,
        "care": PAGE["care"],
        "languages": {code: PAGE["languages"][code] for code in LANGUAGES if code in standing.approved},
    }


def change_page(actor: Actor, phone: str, emergency: str) -> dict[str, Any]:
    """Whom patients call: the clinic at any hour, and the emergency number of the country."""
    change_clinic(actor, phone=phone.strip(), emergency=emergency.strip())
    return show_page(actor)


def approve_page(actor: Actor, language: str, version: str) -> dict[str, Any]:
    """Put the actor's name under the text in this language, as it was shown to them."""
    lock_clinic(actor.clinic_id)
    if version != PAGE["version"]:
        raise StaleVersion(N_("The text has changed since it was shown. Read it again."), version=PAGE["version"])
    if not can(actor, Action.APPROVE_LIMITS):
        raise NotAllowed
    if language in read_page_settings(actor.clinic_id).approved:
        raise WrongState(N_("This text is approved already."), reason="approved")
    keep_approval(actor, language)
    db.session.flush()
    return show_page(actor)


def keep_approval(actor: Actor, language: str) -> None:
    """Of the text as it is now."""
    now, version = utc_now(), PAGE["version"]
    approval = {"version": version, "by": actor.id, "name": actor.name, "at": now.isoformat(timespec="seconds")}
    put_setting(actor, f"{APPROVED}:{language}", approval, now)
    record_audit(actor, "patient_page.approve", "clinic", actor.clinic_id, language=language, version=version)


def shown(approval: dict[str, Any]) -> dict[str, Any]:
    return {"version": approval["version"], "name": approval["name"], "at": datetime.fromisoformat(approval["at"])}
