"""Fills an empty database with the two demo clinics, or finishes what a start that was cut off had begun.

A database that holds a real clinic is left as it is.
"""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_DNS, uuid5

from sqlalchemy import select

from server.cli.demo import body, calls, cases, practice, shelf
from server.cli.demo.cast import CLINICS, PEOPLE, Person
from server.cli.demo.scenario_runner import run_scenarios
from server.db import begin_write, db, utc_now
from server.domain.patient_page.words import LANGUAGES
from server.domain.permissions import Actor
from server.models import Clinic, User
from server.services.accounts.actors import actor_of
from server.services.accounts.devices import meet_device
from server.services.accounts.passwords import passwords
from server.services.accounts.setup import add_clinic, needs_setup
from server.services.accounts.users import add_user
from server.services.audit import console_actor, record_audit
from server.services.patient_page import change_page, keep_approval

DEMO_PHONE, DEMO_EMERGENCY, DEMO_APPROVAL = "+00 555 0100", "112", "Demo (no clinician has read it)"
PASSWORD_FILE = "demo_password"  # noqa: S105 (the name of the file)


@dataclass(frozen=True, slots=True)
class Seeded:
    """``acts`` is 0 when the clinics were there already."""

    acts: int
    password: str


class NotADemo(Exception):
    """The database holds a clinic that is not the demo's: nothing was changed."""


def seed(data_dir: Path, wanted_password: str | None, now: datetime | None = None) -> Seeded:
    is_empty = needs_setup()
    if not is_empty and find(PEOPLE[0]) is None:
        raise NotADemo(str(data_dir))
    password, is_new = choose_password(data_dir, wanted_password)
    if is_empty:
        make_people(password)
    elif is_new:
        change_passwords(password)
    around = now or began_at()
    patients = practice.patients(around)
    scenarios = [*cases.load(), *patients, *body.patients(around)]
    others = [*shelf.acts(around), *calls.acts(patients, around)]
    return Seeded(run_scenarios(scenarios, actors(), others), password)


def choose_password(data_dir: Path, wanted: str | None) -> tuple[str, bool]:
    """The password of every demo account, and whether it is a new one. Its file is for the owner alone."""
    path = data_dir / PASSWORD_FILE
    kept = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    password = wanted or kept or secrets.token_urlsafe(15)
    if password != kept:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(password + "\n")
    return password, password != kept


def make_people(password: str) -> None:
    """Both clinics with everybody who works there, committed."""
    begin_write()
    clinics = {key: add_clinic(name).id for key, name in CLINICS.items()}
    hashed = passwords.hash(password)
    for person in PEOPLE:
        clinic_id = clinics[person.clinic]
        user = add_user(clinic_id, person.email, person.name, person.role, person.treats)
        record_audit(console_actor(clinic_id), "user.create", "user", user.id, role=person.role, treats=person.treats)
        user.password_hash = hashed
        meet_device(clinic_id, device_of(person), person.device, utc_now())
    for clinic_id in clinics.values():
        approve_pages(console_actor(clinic_id))
    db.session.commit()


def approve_pages(actor: Actor) -> None:
    """The demo prints in every language: the approval says that it is one."""
    change_page(actor, DEMO_PHONE, DEMO_EMERGENCY)
    for language in LANGUAGES:
        keep_approval(replace(actor, name=DEMO_APPROVAL), language)


def actors() -> dict[str, Actor]:
    found = ((person, find(person)) for person in PEOPLE)
    return {person.key: actor_of(user, device_of(person)) for person, user in found if user}


def device_of(person: Person) -> str:
    return str(uuid5(NAMESPACE_DNS, f"{person.device}.demo.example"))


def began_at() -> datetime:
    """When the demo was made: its practice is arranged around that moment, also when finished after a cut."""
    return min(db.session.scalars(select(Clinic.created_at)))


def change_passwords(password: str) -> None:
    begin_write()
    hashed = passwords.hash(password)
    for person in PEOPLE:
        if user := find(person):
            user.password_hash = hashed
    db.session.commit()


def find(person: Person) -> User | None:
    return db.session.scalar(select(User).where(User.email == person.email))


def announce(seeded: Seeded, say: Callable[[str], None]) -> None:
    if seeded.acts:
        say(f"Made two demo clinics by {seeded.acts} acts.")
    say("Demo accounts (nothing here is real; all share one password):")
    for person in PEOPLE:
        say(f"  {person.email:<28} {person.role:<13} {CLINICS[person.clinic]}")
    say(f"  password: {seeded.password}")
