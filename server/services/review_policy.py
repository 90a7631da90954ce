"""The review policy of a clinic, from its settings and from who works there."""

import secrets
from typing import Any

from sqlalchemy import func, literal, or_, select

from server.db import Flag, db
from server.domain.errors import Invalid, WrongState
from server.domain.review_policy import CHOSEN, NONE, Policy
from server.domain.settings import with_defaults
from server.domain.translation import N_
from server.models import User
from server.services.settings import check_of_clinic, read_decided

SEED = "review_seed"


def read_policy(clinic_id: str) -> Policy:
    decided = read_decided(clinic_id)
    settings = with_defaults(decided)
    declared = settings["countersign"] == NONE
    return Policy(
        settings["review"],
        settings["review_share"],
        decided.get(SEED, ""),
        settings["trainees"],
        settings["countersign"],
        declared and count_clinicians(clinic_id) < 2,
        settings["reviewers"],
        settings["deputies"],
    )


def count_clinicians(clinic_id: str) -> int:
    """How many people of the clinic treat or supervise."""
    yes = literal(True, Flag)
    clinician = or_(User.role != "admin", User.treats == yes)
    query = select(func.count()).where(User.clinic_id == clinic_id, User.active == yes, clinician)
    return db.session.scalar(query) or 0


def check_policy(clinic_id: str, wanted: dict[str, Any]) -> None:
    """Refuse what the clinic cannot decide."""
    if wanted.get("countersign") == NONE and count_clinicians(clinic_id) > 1:
        raise WrongState(N_("More than one clinician works here, so notes are countersigned."), reason="not_alone")
    check_of_clinic(clinic_id, "trainees", wanted.get("trainees", []), N_("A trainee is somebody of this clinic."))
    check_people(clinic_id, wanted)


def check_people(clinic_id: str, wanted: dict[str, Any]) -> None:
    """Reviewers and those who stand in for them supervise here, and nobody reviews their own notes."""
    people = {one.id: one for one in db.session.scalars(select(User).where(User.clinic_id == clinic_id))}
    for name in ("reviewers", "deputies"):
        for row in wanted.get(name, []):
            by = row["by"] if name == "reviewers" else [row["by"]]
            able = all(one in people and people[one].role == "supervisor" and people[one].active for one in by)
            if row["of"] not in people or row["of"] in by or not able:
                raise Invalid(N_("A reviewer is another person, who supervises here."), fields={name: [row["of"]]})


def new_seed(wanted: dict[str, Any], known: dict[str, Any]) -> dict[str, str]:
    """The seed of the share, made once, when the clinic first has notes drawn."""
    return {SEED: secrets.token_hex(16)} if wanted.get("review") == CHOSEN and SEED not in known else {}
