"""After a restore the tablets bring back what was confirmed since the backup, once, whatever order they come in."""

import os
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import db
from server.models import Record, Revision
from server.services import epoch
from tests.databases import postgres_programs
from tests.ops import NUMBERS
from tests.services.sync_device import Device
from tests.tablet import ANSWERED_ONCE, Tablet, signable

NOTES = 5  # as many as the backup of the documentation once lost


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([*postgres_programs(), os.environ["PATH"]]))


def run(app: Flask, *words: object) -> str:
    done = app.test_cli_runner().invoke(args=[str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


def new_patient(device: Device) -> str:
    named = {"mrn": f"M-{next(NUMBERS)}", "given": "Ana", "family": "Ruiz", "birth_date": "1997-03-14"}
    return device.put("create", "patient", str(uuid4()), fields={"identity": named, **ANSWERED_ONCE})["id"]


def sign(device: Device, note_id: str, patient_id: str) -> None:
    device.put("sign", "note", note_id, content_hash=device.shown_hash(note_id, patient_id))


def read_server(app: Flask) -> tuple[dict[str, tuple[str, str, int]], list[tuple[str, str]]]:
    """State, hash and version of every record, and which op changed which record, each time it did."""
    with app.app_context():
        records = db.session.scalars(select(Record)).all()
        effects = db.session.execute(select(Revision.record_id, Revision.op_id)).all()
        db.session.rollback()
        found = {record.id: (record.state, record.content_hash, record.version) for record in records}
        return found, sorted(map(tuple, effects))


def test_everything_confirmed_since_the_backup_is_there_again_once(app: Flask, cast, tmp_path: Path) -> None:
    writer, reviewer = (Device(Tablet(cast, key), "") for key in ("practitioner", "supervisor"))
    patient = new_patient(writer)
    draft = writer.create(patient, signable(writer.user_id))["id"]
    for device in (writer, reviewer):
        device.sync()
    backup = run(app, "backup", "--to", tmp_path).splitlines()[-1]

    other = new_patient(writer)
    notes = [
        writer.create(other, signable(writer.user_id, session_no=n, session_date=f"2026-{6 + n:02}-20"))["id"]
        for n in range(1, NOTES + 1)
    ]
    writer.edit(draft, "text:plan", {"text": "Rest for two days."})
    writer.sync()
    for note_id, of in [(draft, patient), *((note_id, other) for note_id in notes)]:
        sign(writer, note_id, of)
    writer.sync()
    reviewer.sync()
    decided = {"approve": [draft, *notes[:2]], "return": notes[2:3]}
    for kind, chosen in decided.items():
        for note_id in chosen:
            seen = reviewer.base[note_id]["content_hash"]
            reviewer.put(kind, "note", note_id, content_hash=seen, comment="Seen.")
    reviewer.sync()
    before, known = read_server(app), reviewer.tablet.get("/sync/ping").json["epoch"]
    assert not writer.attention
    assert not reviewer.attention
    assert sorted(state for state, _, _ in before[0].values() if state != "active").count("approved") == 3

    run(app, "restore", backup, "--yes")
    assert len(read_server(app)[0]) == 2
    for device in (reviewer, writer):
        assert device.tablet.client.login(device.tablet.person).status_code == 200
        refused = device.tablet.get("/sync/pull", epoch=known)
        assert (refused.status_code, refused.json["code"]) == (409, "epoch_changed")
        device.start_epoch(refused.json["epoch"])
    reviewer.push("none", 50)  # decisions on notes that the other tablet has yet to bring
    assert len(reviewer.outbox) == 4
    writer.sync()
    for device in (reviewer, writer):
        device.sync()
        assert not device.attention
    assert read_server(app) == before
    assert reviewer.base == writer.base
    assert "broken" not in run(app, "audit", "verify")


class TestWhatIsWaitedFor:
    """Only what is older than the restore, and not for ever."""

    @pytest.fixture
    def decision(self, app: Flask, cast) -> dict:
        run(app, "new-epoch")
        tablet = Tablet(cast, "supervisor")
        return tablet.op("approve", "note", str(uuid4()), content_hash="0" * 64, comment=None)

    def answer(self, cast, op: dict) -> str:
        return Tablet(cast, "supervisor").push_one(op)["status"]

    def test_an_old_decision_waits_for_its_note(self, cast, decision) -> None:
        assert self.answer(cast, decision) == "retry"

    def test_a_new_one_is_refused(self, cast, decision) -> None:
        assert self.answer(cast, decision | {"client_time": "2999-11-23T07:41:02.113Z"}) == "rejected"

    def test_a_clock_that_is_ahead_is_allowed_for(self, cast, decision) -> None:
        ahead = {"client_time": "2999-11-23T07:41:02.113Z", "clock_offset_ms": 980 * 365 * 86_400_000}
        assert self.answer(cast, decision | ahead) == "retry"

    def test_after_two_weeks_it_is_refused(self, cast, decision, monkeypatch) -> None:
        monkeypatch.setattr(epoch, "WAIT", -epoch.WAIT)
        assert self.answer(cast, decision) == "rejected"

    def test_what_is_wrong_in_itself_is_refused(self, cast, decision) -> None:
        assert self.answer(cast, decision | {"content_hash": 5}) == "rejected"
