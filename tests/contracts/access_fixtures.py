"""Fixtures of the access tables: people of every kind in two clinics, and records in every state."""

import hashlib
from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from server.cli.demo import cases
from server.cli.demo.scenario import with_person
from server.db import begin_write, db, utc_now
from server.domain.canonical import content_hash
from server.models import (
    AppliedOp,
    Clinic,
    ConsentText,
    Device,
    LimitsVersion,
    LoginSession,
    NoteLot,
    Quarantined,
    Record,
    Revision,
    User,
)
from server.services.accounts.passwords import passwords
from tests.cast import PASSWORD, PEOPLE, Person, fixed_id
from tests.logins import set_by
from tests.ops import Op, make_op, push_body
from tests.photos import jpeg, picture

LEAD = Person("lead", "north", "supervisor", treats=True)
DISABLED = Person("disabled", "north", "practitioner", treats=True)
REVOKED = Person("revoked", "north", "practitioner", treats=True)
SPARE = Person("spare", "north", "practitioner", treats=True)
CAST = {**PEOPLE, **{person.key: person for person in (LEAD, DISABLED, REVOKED, SPARE)}}

CASE = cases.load()[0]
NOTE_FIELDS = with_person(CASE.notes[0].fields, {"practitioner": PEOPLE["practitioner"].id})
# These fields serve many notes of one patient and day: no cartridge of its own, no cream, a reason for the interval.
del NOTE_FIELDS["device"]["unit_code"]
NOTE_FIELDS["numbing"] = {"used": False}
NOTE_FIELDS["reason:N07"] = {"text": "Two areas on one day, as planned."}
NOTE_FIELDS["reason:N18"] = {"text": "Two areas on one day, as planned."}
KEPT_PHOTO, NEW_PHOTO = jpeg("tan"), jpeg("rosybrown")
NOTE_FIELDS |= picture(KEPT_PHOTO) | picture(NEW_PHOTO)
CALL: dict[str, dict[str, Any]] = {
    "about": {"point": "T7d", "at": "2026-11-27T10:00:00+01:00", "how": "phone", "reached": "no_answer"}
}
MISSING = fixed_id("nobody and nothing")
MALFORMED = "not-a-uuid"
BATCH = 50
AT = "2026-11-20T10:00:00Z"

WATCHED = (
    User, Clinic, Device, LoginSession, Record, Revision, AppliedOp, LimitsVersion, ConsentText, NoteLot, Quarantined,
)  # fmt: skip
WATCHED_ROWS = [
    str(select(*(each for each in table.columns if each.name != "last_seen_at")).order_by(*table.primary_key))
    for table in (model.__table__ for model in WATCHED)
]


def note_fields(author: str) -> dict[str, Any]:
    """Of the other clinic with an operator of its own."""
    if author != "outsider":
        return NOTE_FIELDS
    return {**NOTE_FIELDS, "visit": NOTE_FIELDS["visit"] | {"operator": PEOPLE["outsider"].id}}


def hash_of(record_id: str, patient_id: str | None, record_type: str, fields: dict[str, Any]) -> str:
    return content_hash(record_id, patient_id, record_type, fields)


class AccessFixtures:
    """Clients of everybody, signed in (those of ``disabled`` and ``revoked`` were, until an administrator acted)."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.clients: dict[str, FlaskClient] = {}
        self.cookies: dict[str, dict[str, str]] = {}
        self.last_seen: str | None = None  # the fingerprint, while nothing was sent since
        self.has_objects = False  # those of ``route_objects.build``
        self.visits: dict[str, str] = {}
        self.elsewhere_in_the_clinic = ""
        self.pages: dict[str, list[Op]] = defaultdict(list)
        with app.app_context():
            bring_in((LEAD, DISABLED, REVOKED, SPARE))
        for key in CAST:
            self.sign_in(key)
        self.patch(f"/api/v1/users/{DISABLED.id}", {"active": False})
        self.patch(f"/api/v1/devices/{REVOKED.device['id']}", {"status": "revoked"})

    def sign_in(self, key: str) -> None:
        self.clients[key] = self.app.test_client()
        answer = self.clients[key].login(CAST[key])  # type: ignore[attr-defined]
        assert answer.status_code == 200, answer.text
        self.cookies[key] = set_by(answer.headers)
        with self.app.app_context():
            begin_write()
            db.session.execute(
                update(LoginSession)
                .where(LoginSession.clinic_id == fixed_id(CAST[key].clinic))
                .values(proved_at=utc_now() + timedelta(days=1))
            )  # fresh to the end
            db.session.commit()

    def take_up(self) -> None:
        """New clients for the sign-ins that the database holds again."""
        for key, cookies in self.cookies.items():
            self.clients[key] = self.app.test_client()
            for name, value in cookies.items():
                self.clients[key].set_cookie(name, value)

    def client(self, key: str) -> FlaskClient:
        """The client of one of the people; "anon" is a new browser each time."""
        return self.clients.get(key) or self.app.test_client()

    def patch(self, path: str, body: dict[str, Any]) -> None:
        assert self.clients["admin"].patch(path, json=body).status_code == 200

    def op(self, who: str, kind: str, record_type: str, record_id: str, **rest: Any) -> Op:
        return make_op(CAST[who].id, kind, record_type, record_id, **{"client_time": AT} | rest)

    def refused(self, who: str) -> str:
        """The id of an op of theirs that the server refused."""
        op = self.op(who, "void", "patient", MISSING, content_hash="0" * 64, reason="Entered twice.")
        assert self.push(who, [op])[0]["status"] == "rejected"
        return str(op["op_id"])

    def push(self, who: str, ops: list[Op]) -> list[dict[str, Any]]:
        """Send the ops in batches and return their results in order."""
        results = []
        for start in range(0, len(ops), BATCH):
            answer = self.clients[who].post("/api/v1/sync/push", json=push_by(who, ops[start : start + BATCH]))
            assert answer.status_code == 200, answer.text
            results += answer.json["results"]
        assert len(results) == len(ops)
        return results

    def applied(self, who: str, ops: list[Op], status: str = "applied") -> None:
        answers = self.push(who, ops)
        wrong = [answer for answer in answers if answer["status"] != status]
        assert not wrong, wrong[0]

    def new_patient(self, who: str) -> str:
        patient_id = str(uuid4())
        self.applied(who, [self.op(who, "create", "patient", patient_id, fields=CASE.fields)])
        return patient_id

    def call_about(self, patient_id: str | None) -> dict[str, Any]:
        """What a follow-up of this patient holds: nobody answered, after the visit of ``NoteMaker``."""
        return {"about": CALL["about"] | {"note_id": self.visits.get(patient_id or "", MISSING)}}

    def fingerprint(self) -> str:
        """A digest of everything but the audit trail and the counters of tries, as it is stored: nothing is decoded."""
        digest = hashlib.sha256()
        with self.app.app_context(), db.engine.connect() as connection:
            for statement in WATCHED_ROWS:
                rows = connection.exec_driver_sql(statement)  # as tuples: the text of a Row leaves out the middle
                digest.update(repr([tuple(row) for row in rows]).encode())
        return digest.hexdigest()


def push_by(who: str, ops: list[Any]) -> dict[str, Any]:
    """The body of a push from that person's device."""
    return push_body(CAST[who].device["id"], ops)


def bring_in(people: tuple[Person, ...]) -> None:
    begin_write()
    for person in people:
        row = {"id": person.id, "clinic_id": fixed_id(person.clinic), "email": person.email, "name": person.name}
        row |= {"role": person.role, "treats": person.treats, "password_hash": passwords.hash(PASSWORD)}
        db.session.add(User(**row, active=True, created_at=utc_now()))
    db.session.commit()


class NoteMaker:
    """Makes many notes at once and brings each to its state with a few pushes."""

    def __init__(self, stage: AccessFixtures) -> None:
        self.stage = stage
        self.waiting: dict[tuple[int, str], list[Op]] = defaultdict(list)

    def note(self, author: str, patient_id: str, state: str) -> str:
        """The id of a note that will be in that state after ``perform``."""
        note_id, fields = str(uuid4()), note_fields(author)
        seen = {"content_hash": hash_of(note_id, patient_id, "note", fields)}
        head = ("note", note_id)
        add = self._add
        add(0, author, self.stage.op(author, "create", *head, patient_id=patient_id, fields=fields))
        if state in ("signed", "approved", "proposed", "returned"):
            add(1, author, self.stage.op(author, "sign", *head, **seen))
        reviewer = "supervisor" if author != "outsider" else author
        if state in ("approved", "proposed"):
            add(2, reviewer, self.stage.op(reviewer, "approve", *head, **seen))
        if state == "proposed":
            add(3, author, self.stage.op(author, "propose_void", *head, **seen, reason="Wrong patient."))
        if state == "returned":
            add(2, reviewer, self.stage.op(reviewer, "return", *head, **seen, comment="Which side?"))
        if state == "void":
            add(1, author, self.stage.op(author, "void", *head, **seen, reason="Wrong patient."))
        return note_id

    def follow_up(self, author: str, patient_id: str, state: str) -> str:
        """The id of a follow-up that will be in that state; its visit is one of the patient's, made once."""
        if patient_id not in self.stage.visits:
            self.stage.visits[patient_id] = self.note(author, patient_id, "draft")
        record_id, fields = str(uuid4()), self.stage.call_about(patient_id)
        seen = {"content_hash": hash_of(record_id, patient_id, "follow_up", fields)}
        head = ("follow_up", record_id)
        self._add(1, author, self.stage.op(author, "create", *head, patient_id=patient_id, fields=fields))
        if state in ("signed", "acknowledged", "proposed"):
            self._add(2, author, self.stage.op(author, "sign", *head, **seen))
        if state in ("acknowledged", "proposed") and author == "practitioner":
            self._add(3, "supervisor", self.stage.op("supervisor", "acknowledge", *head, **seen))
        if state == "proposed":
            self._add(4, author, self.stage.op(author, "propose_void", *head, **seen, reason="Wrong patient."))
        if state == "void":
            self._add(2, author, self.stage.op(author, "void", *head, **seen, reason="Wrong patient."))
        return record_id

    def _add(self, act: int, who: str, op: Op) -> None:
        self.waiting[act, who].append(op)

    def perform(self) -> None:
        for (_act, who), ops in sorted(self.waiting.items(), key=lambda entry: entry[0]):
            self.stage.applied(who, ops)
        self.waiting.clear()
