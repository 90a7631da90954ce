"""What is kept of an export says what a fresh one says, whatever was changed, and nothing that somebody put there."""

import json as parser
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.db import begin_snapshot, begin_write, db, utc_now
from server.domain.permissions import Actor
from server.domain.translation import speaking
from server.exports import json
from server.jobs import ahead, joined_tables
from server.jobs.nightly import KEEP_COMPOSED
from server.models import AuditEntry, Clinic, Composed, Record, Revision, User
from server.services.limits import read_limits, save_limits
from server.services.summaries.export import compose, export_many, export_told, find_patient, keep_ahead, occasion
from server.services.summaries.kept import RECORDS, REVISIONS, UNREAD, forget_composed, read_inputs
from tests.cast import fixed_id
from tests.load.work import WARNINGS
from tests.services.test_follow_ups import CALM, content_of
from tests.services.test_follow_ups import begin as begin_follow_up
from tests.tablet import Tablet, signable
from tests.tamper import tamper

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True  # the first walk is one of them, and runs every statement

NORTH = fixed_id("north")
WHY = "It was entered wrongly."


def fresh(actor: Actor, patient_id: str) -> Any:
    begin_snapshot()
    told = json.tell(compose(find_patient(actor, patient_id), occasion(actor, utc_now(), demo=False)))
    db.session.rollback()
    return parser.loads(told)


def fresh_rows(actor: Actor, patient_ids: list[str]) -> dict[str, bytes]:
    begin_snapshot()
    around = occasion(actor, utc_now(), demo=False)
    told = {one: joined_tables.tell(compose(find_patient(actor, one), around)) for one in patient_ids}
    db.session.rollback()
    return told


def exported_rows(actor: Actor, patient_ids: list[str]) -> dict[str, bytes]:
    found, refused = export_many(actor, patient_ids, "tables", utc_now(), joined_tables.tell)
    db.session.commit()
    assert refused == {}
    return {one: told.text for one, told in found.items()}


def composed_ahead(actor: Actor, patient_ids: list[str]) -> int:
    made = keep_ahead(actor, patient_ids, "tables", utc_now(), joined_tables.tell)
    db.session.commit()
    return made


def exported(tablet: Tablet, patient_id: str) -> Any:
    answer = tablet.get(f"/patients/{patient_id}/summary.json")
    assert answer.status_code == 200, answer.text
    told = parser.loads(answer.data)
    return {name: told[name] for name in ("clinic", "patient", "notes", "voided_notes")}


def made_at(patient_id: str) -> Any:
    found = db.session.scalar(select(Composed.made_at).where(Composed.record_id == patient_id, Composed.form == "json"))
    db.session.rollback()
    return found


def done(result: dict[str, Any]) -> dict[str, Any]:
    assert result["status"] == "applied", result
    record: dict[str, Any] = result["record"]
    return record


class Walk:
    """Two patients of a clinic in which anything may happen next."""

    def __init__(self, ana: Tablet, ben: Tablet, boss: Tablet, seed: int) -> None:
        self.ana, self.ben, self.boss, self.chance = ana, ben, boss, Random(seed)
        self.patients = [ana.new_patient()["id"] for _ in range(2)]
        self.count = 0

    def records(self, *states: str) -> list[dict[str, Any]]:
        found = [one for one in self.ana.pull() if one["type"] == "note" and one["state"] in states]
        return [one for one in found if one["patient_id"] in self.patients]

    def pick(self, *states: str) -> dict[str, Any]:
        found = self.records(*states)
        return self.chance.choice(found) if found else self.sign()

    def note(self) -> dict[str, Any]:
        self.count += 1
        day = f"2026-{self.chance.randint(1, 9):02}-{self.chance.randint(1, 28):02}"
        fields = signable(self.ana.person.id, session_date=day, session_no=self.count)
        fields["assessment"] = {"gb_qual": self.chance.randint(1, 4)}
        fields["text:plan"] = {"text": "née 王 =1+1 " * self.chance.randint(1, 99)}
        fields |= {
            f"zone:{key}": {"depth_mm": [self.chance.choice([0.5, 1.0])], "passes": 3} for key in ("chin", "nose")
        }
        return self.ana.new_note(self.chance.choice(self.patients), fields)

    def sign(self) -> dict[str, Any]:
        note = self.note()
        return done(self.ana.push_one(self.ana.sign_op(note, acknowledged=WARNINGS)))

    def patch(self) -> None:
        note = self.chance.choice(self.records("draft", "returned") or [self.note()])
        done(self.ana.patch(note, "text:remarks", {"text": f"later {self.chance.random()}"}))

    def void(self) -> None:
        done(self.ana.act("void", self.pick("draft", "signed"), reason=WHY))

    def approve(self) -> None:
        done(self.boss.act("approve", self.pick("signed")))

    def send_back(self) -> None:
        done(self.boss.act("return", self.pick("signed"), comment="Which cheek?"))

    def amend(self) -> None:
        about = self.pick("approved", "signed")
        entry = {"base": about["fields"]["text:plan"], "patch": {"text": f"otherwise {self.chance.random()}"}}
        done(self.ana.act("amend", about, reason=WHY, acknowledged=WARNINGS, changes={"text:plan": entry}))

    def move(self) -> None:
        note = self.pick("signed", "approved")
        other = next(one for one in self.patients if one != note["patient_id"])
        done(self.boss.act("move", note, patient_id=other, reason=WHY))

    def call(self) -> None:
        call = begin_follow_up(self.ben, about := self.pick("signed", "approved"), content_of(about, CALM))
        done(self.ben.act("sign", call))

    def rename_patient(self) -> None:
        patient = self.ana.get(f"/patients/{self.chance.choice(self.patients)}").json
        done(self.ana.patch(patient, "body", {"weight_kg": self.chance.randint(50, 90)}))

    def rename_person(self) -> None:
        begin_write()
        db.session.get_one(User, (NORTH, self.ana.person.id)).name = f"Dr {self.chance.random()}"
        db.session.commit()

    def rename_clinic(self) -> None:
        begin_write()
        db.session.get_one(Clinic, NORTH).name = f"Clinic {self.chance.random()}"
        db.session.commit()

    def change_limits(self) -> None:
        begin_write()
        base = read_limits(NORTH).version
        save_limits(self.ana.cast["admin"].actor, base, {"zones.chin.warn_mm": 1.3 + base / 100}, WHY)
        db.session.commit()


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_what_is_kept_says_what_a_fresh_one_says(inside: Flask, ana, ben, boss, seed: int) -> None:
    walk = Walk(ana, ben, boss, seed)
    steps: list[Callable[[], Any]] = [
        walk.note, walk.sign, walk.patch, walk.void, walk.approve, walk.send_back, walk.amend, walk.move, walk.call,
        walk.rename_patient, walk.rename_person, walk.rename_clinic, walk.change_limits,
    ]  # fmt: skip
    walk.chance.shuffle(steps)
    for step in [walk.sign, *steps]:
        step()
        for patient_id in walk.patients:
            now = fresh(ana.person.actor, patient_id)
            assert exported(ana, patient_id) == now, step.__name__
            kept = made_at(patient_id)
            assert exported(ana, patient_id) == now
            assert made_at(patient_id) == kept, "the second one is the first one, kept"
        rows = fresh_rows(ana.person.actor, walk.patients)
        if walk.chance.random() < 0.5:  # at night, before somebody asks
            composed_ahead(boss.person.actor, walk.patients)
            assert composed_ahead(boss.person.actor, walk.patients) == 0
        for _ in range(2):
            assert exported_rows(ana.person.actor, walk.patients) == rows, step.__name__


@pytest.fixture
def patient_id(inside: Flask, ana: Tablet) -> str:
    note = ana.signed_note(session_date="2026-03-03")
    exported(ana, note["patient_id"])
    return str(note["patient_id"])


@pytest.mark.parametrize(
    "change",
    [
        "record SET content = replace(content, '2604-02', '2604-03') WHERE patient_id",  # in the midst of a long text
        "record SET state = 'approved' WHERE patient_id",
        "revision SET content_hash = 'another' WHERE kind = 'sign' AND record_id",
    ],
)
def test_one_letter_of_what_was_signed_changed_in_the_database_is_found_though_it_is_kept(
    ana, patient_id, change: str
) -> None:
    (note_id,) = [one["id"] for one in ana.pull() if one["type"] == "note" and one["patient_id"] == patient_id]
    tamper(f"UPDATE {change} = :id", id=note_id if "revision" in change else patient_id)
    assert ana.get(f"/patients/{patient_id}/summary.json").json["code"] == "damaged"


@pytest.mark.parametrize("taken", ["body", "seal", "inputs"])
def test_what_somebody_put_there_is_not_said(ana, patient_id, taken: str) -> None:
    before, other = exported(ana, patient_id), ana.signed_note(session_date="2026-04-04")["patient_id"]
    exported(ana, other)
    lie = db.session.scalar(select(getattr(Composed, taken)).where(Composed.record_id == other))
    db.session.rollback()
    tamper(f"UPDATE composed SET {taken} = :lie WHERE record_id = :id", lie=lie, id=patient_id)
    assert exported(ana, patient_id) == before


def test_a_whole_row_of_another_patient_is_not_said(ana, patient_id) -> None:
    """Nor with the digest that is asked for, for the seal is over patient, form and digest."""
    before, other = exported(ana, patient_id), ana.signed_note(session_date="2026-04-04")["patient_id"]
    exported(ana, other)
    row = db.session.execute(select(Composed.body, Composed.seal).where(Composed.record_id == other)).one()
    db.session.rollback()
    tamper("UPDATE composed SET body = :body, seal = :seal WHERE record_id = :id", **row._asdict(), id=patient_id)
    assert exported(ana, patient_id) == before


def test_it_is_kept_for_a_language_and_a_form(inside: Flask, patient_id) -> None:
    asked = {("en", "json"), ("es", "json"), ("en", "tables")}
    digests = set()
    for code, form in asked:
        with speaking(code):
            digests.add(read_inputs(NORTH, [patient_id], form)[patient_id].digest)
    assert len(digests) == len(asked)


def test_rows_of_a_table_are_kept_as_they_are_made_and_do_not_hang_on_the_moment(ana, patient_id) -> None:
    actor, later = ana.person.actor, utc_now().replace(year=2031)
    begin_snapshot()
    one, other = (
        joined_tables.tell(compose(find_patient(actor, patient_id), occasion(actor, at, demo=False)))
        for at in (utc_now(), later)
    )
    for _ in range(2):
        assert export_told(actor, patient_id, "tables", utc_now(), joined_tables.tell).text == one == other
        db.session.commit()


def test_every_column_that_composing_can_read_is_in_the_digest() -> None:
    for query, model in ((RECORDS, Record), (REVISIONS, Revision)):
        read = {column.key for column in query.selected_columns}
        assert read - {"patient"} == {column.key for column in model.__table__.columns} - UNREAD[model]


def test_of_many_a_text_is_made_anew_for_whom_something_changed_and_for_nobody_else(ana, boss, patient_id) -> None:
    other = ana.signed_note(session_date="2026-04-04")["patient_id"]
    both, actor = [patient_id, other], boss.person.actor
    assert (composed_ahead(actor, both), composed_ahead(actor, both)) == (2, 0)
    assert exported_rows(actor, both) == fresh_rows(actor, both)
    patient = ana.get(f"/patients/{other}").json
    done(ana.patch(patient, "body", {"weight_kg": 61}))
    assert (composed_ahead(actor, both), composed_ahead(actor, both)) == (1, 0)


def test_the_night_composes_the_tables_of_all_whose_record_can_be_told(
    ana, boss, patient_id, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Group by group: what fails in one is counted, and the others are kept for whoever exports in the morning."""
    monkeypatch.setattr(ahead, "TOGETHER", 1)
    others = [ana.signed_note(session_date="2026-04-04")["patient_id"] for _ in range(2)]
    first, *rest = sorted([patient_id, *others])
    tell = joined_tables.tell

    def fails(document: Any) -> bytes:
        assert document.patient.id != first
        return tell(document)

    with monkeypatch.context() as broken:
        broken.setattr(joined_tables, "tell", fails)
        assert ahead.compose_clinic(NORTH) == 1
    assert composed_ahead(boss.person.actor, rest) == 0
    assert (ahead.compose_clinic(NORTH), composed_ahead(boss.person.actor, [first])) == (0, 0)


def test_of_many_one_that_cannot_be_told_keeps_nobody_else_and_is_named(ana, boss, patient_id) -> None:
    """Changed in the database, void, of nobody: each with the reason of a single export, and without an audit row."""
    other, gone = ana.signed_note(session_date="2026-04-04")["patient_id"], ana.new_patient()
    boss.act("void", gone, reason=WHY)
    exported_rows(ana.person.actor, [patient_id, other])
    tamper("UPDATE record SET content = replace(content, '2604-02', '2604-03') WHERE patient_id = :id", id=patient_id)
    asked, before = [patient_id, other, gone["id"], fixed_id("nobody")], audited()
    found, refused = export_many(ana.person.actor, asked, "tables", utc_now(), joined_tables.tell)
    db.session.commit()
    assert (list(found), audited() - before) == ([other], 1)
    assert {one: refusal.code for one, refusal in refused.items()} == {
        patient_id: "damaged", gone["id"]: "wrong_state", fixed_id("nobody"): "not_found"}  # fmt: skip


def audited() -> int:
    found = db.session.scalar(select(func.count()).where(AuditEntry.action == "summary.export"))
    db.session.rollback()
    return found or 0


def test_what_nobody_renewed_for_a_month_is_forgotten(inside: Flask, patient_id) -> None:
    begin_write()
    forget_composed(NORTH, utc_now() - KEEP_COMPOSED)
    db.session.commit()
    assert made_at(patient_id)
    begin_write()
    forget_composed(NORTH, utc_now())
    db.session.commit()
    assert made_at(patient_id) is None
