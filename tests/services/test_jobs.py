"""What the server does by itself: when it is due, who does it, and how it is told."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from huey.signals import SIGNAL_COMPLETE, SIGNAL_ERROR

from server.backup.write import thinned
from server.db import begin_write, db, utc_now
from server.jobs import nightly
from server.jobs.consumer import do_each, make_huey, start_consumer
from server.models import Composed, LoginSession, Throttle
from server.services.jobs import Run, claim_run, end_run, is_due, next_night, read_runs
from tests.cast import fixed_id
from tests.conftest import API
from tests.databases import postgres_programs, second_app
from tests.tablet import Tablet
from tests.tamper import tamper

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)
HOUR = 2


@pytest.fixture
def in_utc(monkeypatch: pytest.MonkeyPatch):
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def ago(**span: float) -> datetime:
    return NOON - timedelta(**span)


@pytest.mark.usefixtures("in_utc")
@pytest.mark.parametrize(
    ("run", "due"),
    [
        (Run(ago(hours=9)), False),  # known since three in the morning
        (Run(ago(hours=11)), True),
        (Run(ago(days=9), "done", ago(hours=9), ago(hours=9)), False),
        (Run(ago(days=9), "done", ago(hours=11), ago(hours=11)), True),
        (Run(ago(days=9), "done", ago(days=5), ago(days=5)), True),  # the server was off
        (Run(ago(days=9), "failed", ago(hours=9), ago(hours=7)), True),
        (Run(ago(days=9), "failed", ago(hours=9), ago(hours=5)), False),
    ],
)
def test_a_job_is_due_once_each_night_and_again_after_a_failure(run: Run, due: bool) -> None:
    assert is_due(run, NOON, HOUR) is due


@pytest.mark.usefixtures("in_utc")
def test_the_next_night_is_never_now() -> None:
    night = datetime(2026, 11, 30, 2, tzinfo=UTC)
    assert next_night(NOON, 2) == night
    assert next_night(night, 2) == night + timedelta(days=1)
    assert next_night(night - timedelta(seconds=1), 2) == night


def test_one_server_claims_a_run_and_a_lost_one_is_run_again(inside: Flask) -> None:
    begin_write()
    assert not claim_run("verify", NOON, HOUR)  # it was not known before, and waits for its first night
    later = NOON + timedelta(days=1)
    assert [claim_run("verify", later, HOUR) for _ in range(2)] == [True, False]
    assert not claim_run("verify", later + timedelta(hours=11), None)
    assert claim_run("verify", later + timedelta(hours=13), None)
    end_run("verify", later + timedelta(hours=14))
    run = read_runs()["verify"]
    assert (run.state, run.good_at, run.seconds) == ("done", later + timedelta(hours=14), 3600)


def test_a_failure_keeps_when_it_last_went_well(inside: Flask) -> None:
    begin_write()
    for day, error in ((0, None), (1, "backup_failed")):
        at = NOON + timedelta(days=day)
        claim_run("backup", at, None)
        end_run("backup", at, error, "There is no folder x.")
    run = read_runs()["backup"]
    assert (run.state, run.error, run.good_at) == ("failed", "backup_failed", NOON)


def run_of(kind: str) -> Run:
    db.session.remove()
    return read_runs()[kind]


def test_verification_names_the_clinic_that_is_not_whole(cast, inside: Flask) -> None:
    assert nightly.perform("verify")
    assert (run_of("verify").state, run_of("verify").broken) == ("done", {})
    tamper("UPDATE user_account SET name = 'Somebody else' WHERE role = 'admin'")
    assert nightly.perform("verify")
    found = run_of("verify")
    assert (found.state, found.error, set(found.broken)) == ("failed", "not_whole", {fixed_id("north")})
    assert cast.admin.get(f"{API}/server").json["whole"] is False
    assert nightly.perform("verify", hour=HOUR) is False


def test_tidying_up_removes_what_ended_long_ago_and_nothing_else(cast, inside: Flask) -> None:
    assert cast.practitioner.get(f"{API}/me").status_code == 200
    begin_write()
    db.session.add(Throttle(bucket="account:old", failures=3, free_at=utc_now() - timedelta(hours=25)))
    db.session.add(Throttle(bucket="account:new", failures=3, free_at=utc_now()))
    row = {"clinic_id": fixed_id("north"), "user_id": cast["practitioner"].id}
    for name, days in (("old", 31), ("ended", 29)):
        at = utc_now() - timedelta(days=days)
        device = {"device_id": cast["practitioner"].device["id"], "token_hash": name}
        db.session.add(LoginSession(**row, **device, id=name, created_at=at, last_seen_at=at, expires_at=at))
    db.session.commit()
    assert nightly.perform("tidy")
    db.session.remove()
    assert {id_ for id_ in db.session.scalars(db.select(LoginSession.id)) if len(id_) < 10} == {"ended"}
    assert {name for name in db.session.scalars(db.select(Throttle.bucket)) if "account:" in name} == {"account:new"}
    assert cast.practitioner.get(f"{API}/me").status_code == 200


def test_an_unexpected_fault_is_told_by_its_kind_alone(
    inside: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError("Ana Ruiz, allergic to lidocaine")

    monkeypatch.setitem(nightly.JOBS, "tidy", fail)
    assert nightly.perform("tidy")
    run = run_of("tidy")
    assert (run.state, run.error, run.why) == ("failed", "ValueError", None)
    said = capsys.readouterr()
    assert "Ruiz" not in said.out + said.err


def test_what_fails_in_a_minute_keeps_nothing_else_from_being_done(
    inside: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    """The thread that sends mail is the one that makes the backup."""
    done = []

    def fail() -> None:
        raise ValueError("Ana Ruiz, allergic to lidocaine")

    do_each(sending=fail, nightly=lambda: done.append("nightly"))
    said = capsys.readouterr()
    assert (done, "sending_failed" in said.out, "Ruiz" in said.out + said.err) == (["nightly"], True, False)


def test_a_backup_of_the_night_is_seen_by_administrators(app: Flask, cast, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([*postgres_programs(), os.environ["PATH"]]))
    config = app.config["NEEDLEPOINT"]
    with second_app(config.data_dir, config.database_url, backup_dir=tmp_path / "backups") as nightly_app:
        before = cast.admin.get(f"{API}/server").json
        assert (before["backup_is_late"], before["jobs"][0]["state"]) == (True, "off")
        said = nightly_app.test_cli_runner().invoke(args=["jobs", "now", "backup"])
        assert (said.exit_code, "There is no folder" in said.output) == (1, True)
        failed = cast.admin.get(f"{API}/server").json
        assert failed["jobs"][0]["error"] == "backup_failed"
        assert "folder" not in str(failed["jobs"])
        listed = nightly_app.test_cli_runner().invoke(args=["jobs", "list"]).stdout.splitlines()
        assert "There is no folder" in listed[0]
        (tmp_path / "backups").mkdir()
        said = nightly_app.test_cli_runner().invoke(args=["jobs", "now", "backup"])
        assert said.exit_code == 0, said.output
        assert len(list((tmp_path / "backups").iterdir())) == 1
        found = cast.admin.get(f"{API}/server").json
        assert (found["backup_is_late"], found["jobs"][0]["state"], found["faults"]) == (False, "done", [])
        assert app.test_client().get("/readyz").json["backup_hours"] == 0
        listed = nightly_app.test_cli_runner().invoke(args=["jobs", "list"]).stdout.splitlines()
        assert listed[0].startswith("backup\tdone")


def test_a_backup_made_at_the_console_counts(app: Flask, cast, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([*postgres_programs(), os.environ["PATH"]]))
    assert app.test_cli_runner().invoke(args=["backup", "--to", str(tmp_path)]).exit_code == 0
    assert cast.admin.get(f"{API}/server").json["backup_is_late"] is False


def test_the_consumer_looks_as_soon_as_it_starts(app: Flask) -> None:
    if app.config["NEEDLEPOINT"].database_url.startswith("postgres"):
        return  # the same thread; one database is enough
    done, failed = Event(), Event()
    huey = make_huey(app, app.config["NEEDLEPOINT"])
    huey.signal(SIGNAL_COMPLETE)(lambda *_: done.set())
    huey.signal(SIGNAL_ERROR)(lambda *_: failed.set())
    consumer = start_consumer(huey)
    assert done.wait(30)
    consumer.stop(graceful=True)
    huey.storage.close()
    assert not failed.is_set()
    with app.app_context():
        assert {kind: run.state for kind, run in read_runs().items()} == dict.fromkeys(
            ("verify", "tidy", "compose"), "waiting"
        )


def test_at_night_is_composed_what_an_export_of_the_clinic_says(cast, inside: Flask, tmp_path: Path) -> None:
    note = Tablet(cast, "practitioner").signed_note(session_date="2026-03-03")
    assert nightly.perform("compose")
    assert run_of("compose").state == "done"
    kept = db.session.execute(db.select(Composed.record_id, Composed.form)).all()
    assert (note["patient_id"], "tables") in [tuple(row) for row in kept]
    tamper("UPDATE record SET content = '{' WHERE id = :id", id=note["id"])
    assert nightly.perform("compose")
    assert run_of("compose").error == "not_composed"


def test_of_the_backups_the_newest_of_days_weeks_and_months_stay() -> None:
    start = datetime(2026, 11, 29, 2, tzinfo=UTC)
    days = [start - timedelta(days=day) for day in range(800)]
    names = [Path(f"needlepoint-{at:%Y%m%d-%H%M%S-%f}.db") for day in days for at in (day + timedelta(hours=9), day)]
    gone = set(thinned(names))
    kept = [path for path in names if path not in gone]
    assert kept[:7] == names[0:14:2]
    assert len(kept) == 7 + 4 + 11  # the first week and month are among the days
    assert kept[-1].name.startswith("needlepoint-20251231-11")
    assert thinned(names[:1]) == []
