"""A server that was set back behind the tablets' backs finds it out by a cursor it issued itself, and only by that."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import begin_write, db
from server.models import AppliedOp, AuditEntry, ClinicFeed
from server.services.audit import record_audit
from server.services.feed import read_epoch
from server.services.issuer import Issuer, Place
from server.services.records.ops import body_hash
from server.services.verify.clinic import first_break
from tests.cast import PEOPLE, fixed_id
from tests.tablet import Tablet, signable

pytestmark = pytest.mark.slow

NORTH = fixed_id("north")


@pytest.fixture
def tablet(cast) -> Tablet:
    return Tablet(cast, "practitioner")


@pytest.fixture
def issuer(app: Flask) -> Issuer:
    return Issuer(str(app.secret_key))


def epoch_of(app: Flask) -> str:
    with app.app_context():
        return read_epoch()


def place_of(app: Flask, **other: Any) -> Place:
    """Where the clinic's history stands now, or somewhere else."""
    with app.app_context():
        feed = db.session.get_one(ClinicFeed, NORTH)
        now = {"epoch": read_epoch(), "seq": feed.seq, "audit_n": feed.audit_n, "audit_hash": feed.audit_hash}
        return Place(**now | other)


def rows_of_loss(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        rows = db.session.execute(
            select(AuditEntry.clinic_id, AuditEntry.n).where(AuditEntry.action == "server.history_lost")
        )
        return [tuple(row) for row in rows]


LOST = {
    "beyond the head of the feed": {"seq": 999},
    "beyond the end of the audit trail": {"audit_n": 999},
    "the same place in another history": {"audit_hash": "0" * 64},  # the feed has grown past the cursor again
}


@pytest.mark.parametrize("lost", LOST.values(), ids=LOST.keys())
@pytest.mark.parametrize("way", ["pull", "push"])
@pytest.mark.parametrize("known", ["cursor", "confirmed"])
def test_an_issued_cursor_of_a_lost_history_begins_a_new_epoch_once(app, tablet, issuer, lost, way, known) -> None:
    note, before = tablet.new_note(), epoch_of(app)
    cursor = issuer.cursor(NORTH, place_of(app, **lost))
    op = tablet.patch_op(note, "text:plan", {"text": "A."})
    for _ in range(2):
        if way == "pull":
            answer = tablet.get("/sync/pull", epoch=before, **{known: cursor})
        else:
            answer = tablet.send(op, epoch=before, **{known: cursor})
        assert (answer.status_code, answer.json["code"]) == (409, "epoch_changed")
        assert answer.json["epoch"] == epoch_of(app) != before
    assert sorted(clinic for clinic, _n in rows_of_loss(app)) == sorted([NORTH, fixed_id("south")])
    with app.app_context():
        assert first_break(NORTH) is None
        assert db.session.get(AppliedOp, (NORTH, op["op_id"])) is None, "nothing is judged by a history that is gone"


FOREIGN = {
    "no cursor at all": lambda _place, _seal: "x",
    "of an earlier version, without a MAC": lambda _place, _seal: "Wzk5OV0",
    "forged": lambda place, _seal: Issuer("a key somebody guessed").cursor(NORTH, place),
    "of another clinic": lambda place, issuer: issuer.cursor(fixed_id("south"), place),
}


@pytest.mark.parametrize("made", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_foreign_cursor_never_does_and_the_tablet_reads_from_the_beginning(app, tablet, issuer, made) -> None:
    tablet.new_note()
    before = epoch_of(app)
    cursor = made(place_of(app, seq=999), issuer)
    for answer in (tablet.get("/sync/pull", cursor=cursor), tablet.send({"bad": 1}, cursor=cursor)):
        assert (answer.status_code, answer.json["code"], answer.json["epoch"]) == (409, "epoch_changed", before)
        assert "did not issue this cursor" in answer.json["detail"]
    assert rows_of_loss(app) == []
    assert len(tablet.pull(epoch=before)) == 2


@pytest.mark.parametrize("made", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_foreign_confirmation_proves_nothing(app, tablet, issuer, made) -> None:
    confirmed = made(place_of(app, seq=999), issuer)
    assert tablet.get("/sync/pull", confirmed=confirmed).status_code == 200
    assert rows_of_loss(app) == []


def test_a_cursor_of_an_earlier_epoch_begins_no_other(app, tablet, issuer) -> None:
    cursor = issuer.cursor(NORTH, place_of(app, epoch="the one before", seq=999))
    assert tablet.get("/sync/pull", cursor=cursor).json["epoch"] == epoch_of(app)
    assert rows_of_loss(app) == []


def test_a_cursor_stays_good_while_the_trail_grows(app, tablet) -> None:
    tablet.new_note()
    cursor = tablet.get("/sync/pull").json["cursor"]
    with app.app_context():
        begin_write()
        record_audit(PEOPLE["admin"].actor, "user.list", "user", None)
        db.session.commit()
    answer = tablet.get("/sync/pull", cursor=cursor)
    assert (answer.status_code, answer.json["changes"]) == (200, [])


class TestFirstTime:
    """An op the server has lost comes again: what its receipt proves."""

    THEN = datetime(2026, 11, 22, 8, 30, 0, 123456, tzinfo=UTC)

    def sign_again(self, tablet: Tablet, receipt: Callable[[dict[str, Any]], str | None]) -> dict[str, Any]:
        note = tablet.new_note(fields=signable(tablet.person.id))
        op = tablet.sign_op(note)
        claim = {"op_id": op["op_id"], "received_at": self.THEN.isoformat(), "receipt": receipt(op)}
        answer = tablet.send(op, resent=[claim])
        assert answer.status_code == 200, answer.text
        result = answer.json["results"][0]
        assert result["status"] == "applied", result
        return result

    def receipt_of(self, issuer: Issuer, op: dict[str, Any], at: datetime) -> str:
        return issuer.receipt(NORTH, op["op_id"], body_hash(op), at)

    def test_an_answer_carries_a_receipt_and_a_replay_the_same_one(self, tablet, issuer) -> None:
        op = tablet.patch_op(tablet.new_note(), "text:plan", {"text": "A."})
        first, again = tablet.push_one(op), tablet.push_one(op)
        assert first["receipt"] == self.receipt_of(issuer, op, datetime.fromisoformat(first["received_at"]))
        assert (again["receipt"], again["received_at"]) == (first["receipt"], first["received_at"])
        assert "receipt" not in tablet.act("approve", tablet.signed_note(), comment="")

    def test_with_it_a_signature_keeps_its_first_time(self, app, tablet, issuer) -> None:
        result = self.sign_again(tablet, lambda op: self.receipt_of(issuer, op, self.THEN))
        signature = result["record"]["signatures"][0]
        assert datetime.fromisoformat(signature["at"]) == self.THEN
        assert "claimed_at" not in signature
        assert datetime.fromisoformat(result["received_at"]) == self.THEN
        with app.app_context():
            assert first_break(NORTH) is None
            row = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "note.sign")).one()
            assert row.detail["first_received"] == self.THEN.isoformat()
            assert row.at > self.THEN + timedelta(days=1)

    @pytest.mark.parametrize("proof", ["none", "of another time", "of another op", "of another server"])
    def test_without_it_the_time_is_claimed_and_said(self, app, tablet, issuer, proof) -> None:
        made = {
            "none": lambda _op: None,
            "of another time": lambda op: self.receipt_of(issuer, op, self.THEN - timedelta(seconds=1)),
            "of another op": lambda op: self.receipt_of(issuer, op | {"op_id": fixed_id("x")}, self.THEN),
            "of another server": lambda op: self.receipt_of(Issuer("another key"), op, self.THEN),
        }
        result = self.sign_again(tablet, made[proof])
        signature = result["record"]["signatures"][0]
        assert datetime.fromisoformat(signature["at"]) > self.THEN + timedelta(days=1)
        assert datetime.fromisoformat(signature["claimed_at"]) == self.THEN
        summary = json.loads(tablet.get(f"/patients/{result['record']['patient_id']}/summary.json").text)
        told = datetime.fromisoformat(summary["notes"][0]["signatures"][0]["claimed_at"])
        assert told == self.THEN.replace(microsecond=0)
        with app.app_context():
            assert first_break(NORTH) is None
