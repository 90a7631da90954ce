"""After a restore the tablets bring back what was confirmed since the backup, once, whatever order they come in."""

import os
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from server.db import db
from server.models import Picture, Record, Revision
from server.services import epoch
from tests.conftest import API
from tests.databases import postgres_programs
from tests.ops import NUMBERS
from tests.photos import jpeg, picture, sha256
from tests.services.sync_device import Device
from tests.tablet import ANSWERED_ONCE, Tablet, signable
from tests.tamper import tamper

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


def read_times(app: Flask) -> list[tuple[str, int, str, datetime, datetime | None]]:
    """Of every signature, the time of its own, and the one that is only claimed."""
    with app.app_context():
        records = db.session.scalars(select(Record)).all()
        db.session.rollback()
        made = [(record.id, signature) for record in records for signature in record.signatures]
    return sorted(
        (id_, one["version"], one["meaning"], datetime.fromisoformat(one["at"]), claimed_at(one)) for id_, one in made
    )


def claimed_at(signature: dict[str, str]) -> datetime | None:
    return datetime.fromisoformat(signature["claimed_at"]) if "claimed_at" in signature else None


def write_and_decide(writer: Device, reviewer: Device, draft: tuple[str, str]) -> dict[str, list[str]]:
    """What the backup lacks: a patient, notes, an edit of the draft, signatures, and the supervisor's decisions."""
    other = new_patient(writer)
    notes = [
        writer.create(other, signable(writer.user_id, session_no=n, session_date=f"2026-{6 + n:02}-20"))["id"]
        for n in range(1, NOTES + 1)
    ]
    writer.edit(draft[0], "text:plan", {"text": "Rest for two days."})
    writer.sync()
    for note_id, of in [draft, *((note_id, other) for note_id in notes)]:
        sign(writer, note_id, of)
    writer.sync()
    reviewer.sync()
    decided = {"approve": [draft[0], *notes[:2]], "return": notes[2:3]}
    for kind, chosen in decided.items():
        for note_id in chosen:
            seen = reviewer.base[note_id]["content_hash"]
            reviewer.put(kind, "note", note_id, content_hash=seen, comment="Seen.")
    reviewer.sync()
    assert not writer.attention
    assert not reviewer.attention
    return decided


def meet_new_epoch(device: Device, known: str, *, has_receipts: bool) -> None:
    """Sign in again and hear of the new history; the tablets of earlier versions kept no receipts."""
    assert device.tablet.client.login(device.tablet.person).status_code == 200
    refused = device.tablet.get("/sync/pull", epoch=known)
    assert (refused.status_code, refused.json["code"]) == (409, "epoch_changed")
    device.start_epoch(refused.json["epoch"])
    if not has_receipts:
        device.claims = {op_id: claim | {"receipt": None} for op_id, claim in device.claims.items()}


@pytest.mark.parametrize("has_receipts", [True, False], ids=["with receipts", "without"])
def test_everything_confirmed_since_the_backup_is_there_again_once(
    app: Flask, cast, tmp_path: Path, has_receipts: bool
) -> None:
    writer, reviewer = (Device(Tablet(cast, key), "") for key in ("practitioner", "supervisor"))
    patient = new_patient(writer)
    draft = writer.create(patient, signable(writer.user_id))["id"]
    for device in (writer, reviewer):
        device.sync()
    backup = run(app, "backup", "--to", tmp_path).splitlines()[-1]

    decided = write_and_decide(writer, reviewer, (draft, patient))
    before, times, known = read_server(app), read_times(app), reviewer.tablet.get("/sync/ping").json["epoch"]
    assert sorted(state for state, _, _ in before[0].values() if state != "active").count("approved") == 3

    run(app, "restore", backup, "--yes")
    assert len(read_server(app)[0]) == 2
    for device in (reviewer, writer):
        meet_new_epoch(device, known, has_receipts=has_receipts)
    reviewer.push("none", 50)  # decisions on notes that the other tablet has yet to bring
    assert len(reviewer.outbox) == 4
    writer.sync()
    for device in (reviewer, writer):
        device.sync()
        assert not device.attention
    assert read_server(app) == before
    assert reviewer.base == writer.base
    assert "broken" not in run(app, "audit", "verify")
    again = read_times(app)
    assert len(again) == NOTES + 1 + sum(map(len, decided.values())) - len(decided["return"])
    if has_receipts:
        assert again == times
    else:
        assert [(*head, claimed) for *head, _at, claimed in again] == [(*head, at) for *head, at, _none in times]
        assert all(new[3] > old[3] for new, old in zip(again, times, strict=True))


@pytest.mark.parametrize("choice", ["mine", "theirs", "new"])
@pytest.mark.parametrize("who_is_first", [0, 1], ids=["who decided is first", "who did not is first"])
def test_a_conflict_that_was_decided_is_decided_again(
    app: Flask, cast, tmp_path: Path, who_is_first: int, choice: str
) -> None:
    """Whichever text reaches the restored server first: the decision stands, and nobody is asked again."""
    ana, ben = (Device(Tablet(cast, key), "") for key in ("practitioner", "colleague"))
    patient = new_patient(ana)
    note = ana.create(patient, {})["id"]
    for device in (ana, ben):
        device.sync()
    backup = run(app, "backup", "--to", tmp_path).splitlines()[-1]

    for text in ("Ana's.", "Ana's, and more."):
        ana.edit(note, "text:plan", {"text": text})
        ana.sync()
    ben.edit(note, "text:plan", {"text": "Ben's."})
    ben.sync()
    ana.sync()
    (conflict,) = ana.open_conflicts()
    sides = {"mine": conflict["fields"]["mine"]["value"], "theirs": ana.theirs(conflict), "new": {"text": "Both."}}
    decided = {"base": sides["theirs"], "mine": sides["mine"], "patch": sides[choice]}
    ana.put("resolve", "conflict", conflict["id"], **decided)
    ana.sync()
    assert ana.content(note)["text:plan"] == sides[choice]

    run(app, "restore", backup, "--yes")
    order = (ana, ben) if who_is_first == 0 else (ben, ana)
    for device in order:
        assert device.tablet.client.login(device.tablet.person).status_code == 200
        device.start_epoch("")
    order[0].push("none", 50)
    for device in (*reversed(order), *order):
        device.sync()
        assert not device.attention
    assert ana.content(note)["text:plan"] == sides[choice]
    assert ana.base[conflict["id"]]["state"] == "resolved"
    assert (ana.open_conflicts(), ana.base) == ([], ben.base)
    _, effects = read_server(app)
    assert len(set(effects)) == len(effects)
    assert "broken" not in run(app, "audit", "verify")


def verified(app: Flask) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["verify"])
    return done.exit_code, done.output


def test_photos_come_back_byte_for_byte_and_one_that_does_not_is_named(app: Flask, cast, tmp_path: Path) -> None:
    ana, photos = Tablet(cast, "practitioner"), [jpeg(), jpeg("rosybrown")]
    note = ana.new_note(fields=signable(ana.person.id) | picture(photos[0]) | picture(photos[1]))
    assert ana.push_one(ana.sign_op(note))["status"] == "applied"
    first, second = [f"{API}/notes/{note['id']}/pictures/{sha256(photo)}" for photo in photos]
    for path, photo in zip((first, second), photos, strict=True):
        assert ana.client.put(path, json=photo).status_code == 200
    backup = run(app, "backup", "--to", tmp_path).splitlines()[-1]

    with app.app_context():
        tamper("DELETE FROM picture WHERE sha256 = :sha", sha=sha256(photos[0]))
    status, said = verified(app)
    assert (status, f"picture {sha256(photos[0])}" in said) == (1, True), said
    assert f"note {note['id']}: photos that have not arrived yet: 1" in said

    run(app, "restore", backup, "--yes")
    with app.app_context():
        rows = db.session.execute(select(Picture.sha256, Picture.data).order_by(Picture.created_at)).all()
        db.session.rollback()
    assert [tuple(row) for row in rows] == [(sha256(photo), photo) for photo in photos]
    status, said = verified(app)
    assert (status, "broken" in said, "not arrived" in said) == (0, False, False), said
    assert ana.client.login(ana.person).status_code == 200
    assert ana.client.get(second).data == photos[1]

    with app.app_context():
        tamper("UPDATE picture SET data = :data WHERE sha256 = :sha", data=photos[0], sha=sha256(photos[1]))
    status, said = verified(app)
    assert (status, f"picture {sha256(photos[1])}: the file is not the one" in said) == (1, True), said


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
