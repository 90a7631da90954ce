"""The people of the tests: four of one clinic, and one of another who must never see what the four do."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from server.db import begin_write, db
from server.domain.permissions import Actor
from server.models import Clinic, ClinicFeed, User
from server.services.accounts.devices import meet_device
from server.services.accounts.passwords import passwords
from server.services.keys.clinic import add_clinic_key

PASSWORD = "seven small tests, all green"


def fixed_id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"needlepoint/{name}"))


def key_of(row_id: str, clinic: str = "north") -> tuple[str, str]:
    """The primary key of a row of that clinic."""
    return fixed_id(clinic), row_id


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    clinic: str
    role: str
    treats: bool

    @property
    def id(self) -> str:
        return fixed_id(self.key)

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"

    @property
    def name(self) -> str:
        return f"{self.key.title()} Person"

    @property
    def device(self) -> dict[str, str]:
        return {"id": fixed_id(f"device of {self.key}"), "name": f"Tablet of {self.key}"}

    @property
    def actor(self) -> Actor:
        return Actor(self.id, fixed_id(self.clinic), self.name, self.role, self.treats, self.device["id"])


PEOPLE = {
    person.key: person
    for person in (
        Person("practitioner", "north", "practitioner", treats=True),
        Person("colleague", "north", "practitioner", treats=True),
        Person("supervisor", "north", "supervisor", treats=False),
        Person("admin", "north", "admin", treats=False),
        Person("outsider", "south", "supervisor", treats=True),
    )
}


def bring_in(now) -> None:
    """Write the two clinics and everybody in them, with a password and a device each."""
    begin_write()
    for key in ("north", "south"):
        db.session.add(Clinic(id=fixed_id(key), name=f"{key.title()} Clinic", created_at=now))
        db.session.flush()
        db.session.add(ClinicFeed(clinic_id=fixed_id(key), seq=0, audit_n=0, audit_hash=""))
        add_clinic_key(fixed_id(key))
    for person in PEOPLE.values():
        row = {"id": person.id, "clinic_id": fixed_id(person.clinic), "email": person.email, "name": person.name}
        row |= {"role": person.role, "treats": person.treats, "password_hash": passwords.hash(PASSWORD)}
        db.session.add(User(**row, active=True, created_at=now))
        meet_device(fixed_id(person.clinic), person.device["id"], person.device["name"], now)
    db.session.commit()
