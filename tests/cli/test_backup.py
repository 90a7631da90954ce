"""The console: backup, restore and a new epoch, on both databases."""

import os
import re
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from click.testing import Result
from flask import Flask

from server.db import db
from server.models import PatientLink, Record
from server.running import mark_running
from server.services.feed import read_epoch
from tests.contracts.route_objects import keep_link
from tests.databases import make_app, postgres_programs
from tests.tablet import Tablet

NAME = re.compile(r"needlepoint-\d{8}-\d{6}-\d{6}\.(db|dump)")


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join([*postgres_programs(), os.environ["PATH"]]))


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def back_up(app: Flask, folder: Path) -> Path:
    said = run(app, "backup", "--to", folder)
    assert said.exit_code == 0, said.output
    return Path(said.stdout.splitlines()[-1])


def epoch_of(app: Flask) -> str:
    with app.app_context():
        return read_epoch()


def is_refused(said: Result, words: str) -> bool:
    return said.exit_code == 1 and words in said.output


@pytest.fixture
def set_recipient(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    settings = app.config["NEEDLEPOINT"]
    return lambda text: monkeypatch.setitem(app.config, "NEEDLEPOINT", replace(settings, backup_recipient=text))


@pytest.fixture
def keys(set_recipient, tmp_path) -> tuple[Path, Path]:
    """The private key of the clinic's backups, and one that does not fit."""
    made = [pyrage.x25519.Identity.generate() for _ in range(2)]
    files = tmp_path / "clinic.key", tmp_path / "other.key"
    for file, identity in zip(files, made, strict=True):
        file.write_text(f"# created: 2026-11-28\n{identity}\n")
    set_recipient(str(made[0].to_public()))
    return files


class TestSealed:
    def test_it_is_read_with_the_private_key_alone(self, app, cast, tmp_path, keys) -> None:
        own, other = keys
        tablet = Tablet(cast, "practitioner")
        before = tablet.new_patient(family="Unmistakable")
        folder = tmp_path / "backups"
        folder.mkdir()
        path = back_up(app, folder)
        assert path.suffix == ".age"
        assert list(folder.iterdir()) == [path]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"Unmistakable" not in path.read_bytes()
        assert is_refused(run(app, "restore", path, "--yes"), "name the file of its private key")
        assert is_refused(run(app, "restore", path, "--yes", "--key", other), "not encrypted to this key")
        assert is_refused(run(app, "restore", path, "--yes", "--key", path), "does not hold a private key")
        later = tablet.new_patient()
        said = run(app, "restore", path, "--yes", "--key", own)
        assert said.exit_code == 0, said.output
        with app.app_context():
            kept = set(db.session.scalars(db.select(Record.id)))
        assert before["id"] in kept
        assert later["id"] not in kept
        assert not list(app.config["NEEDLEPOINT"].data_dir.glob(".needlepoint-*"))

    def test_a_damaged_one_changes_nothing(self, app, cast, tmp_path, keys) -> None:
        path = back_up(app, tmp_path)
        path.write_bytes(path.read_bytes()[:-20])
        epoch = epoch_of(app)
        assert is_refused(run(app, "restore", path, "--yes", "--key", keys[0]), "damaged")
        assert epoch_of(app) == epoch

    def test_what_is_no_public_key_makes_no_backup(self, app, set_recipient, tmp_path) -> None:
        set_recipient("age1clinic")
        assert is_refused(run(app, "backup", "--to", tmp_path), "is no public key of age")
        assert not list(tmp_path.glob("*needlepoint-*"))

    def test_old_ones_go_whether_sealed_or_not(self, app, set_recipient, tmp_path) -> None:
        first = back_up(app, tmp_path)
        set_recipient(str(pyrage.x25519.Identity.generate().to_public()))
        run(app, "backup", "--to", tmp_path, "--keep", 1)
        assert not first.exists()
        assert [path.suffix for path in tmp_path.glob("needlepoint-2*")] == [".age"]


class TestBackup:
    def test_it_is_a_file_of_its_own_for_the_owner_alone_and_runs_twice(self, app, tmp_path) -> None:
        files = [back_up(app, tmp_path), back_up(app, tmp_path)]
        assert sorted(tmp_path.iterdir()) == sorted(files)
        assert len(set(files)) == 2
        for path in files:
            assert NAME.fullmatch(path.name)
            assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_it_holds_what_was_committed_beside_an_open_connection(self, backend, app, cast, tmp_path) -> None:
        Tablet(cast, "practitioner").new_patient()
        path = back_up(app, tmp_path)
        if path.suffix == ".db":
            with closing(sqlite3.connect(path)) as copy:
                assert copy.execute("SELECT count(*) FROM record").fetchone() == (1,)
            assert list(tmp_path.iterdir()) == [path], "a copy needs no file beside it"

    def test_it_keeps_as_many_as_asked_and_touches_nothing_else(self, app, tmp_path) -> None:
        (tmp_path / "needlepoint-notes.db").write_text("mine")
        old = [back_up(app, tmp_path) for _ in range(3)]
        said = run(app, "backup", "--to", tmp_path, "--keep", 2)
        newest = Path(said.stdout.splitlines()[-1])
        assert set(tmp_path.iterdir()) == {old[-1], newest, tmp_path / "needlepoint-notes.db"}
        assert run(app, "backup", "--to", tmp_path, "--keep", 0).exit_code == 2

    def test_a_wrong_folder_is_an_error(self, app, tmp_path) -> None:
        assert is_refused(run(app, "backup", "--to", tmp_path / "none"), "There is no folder")
        (tmp_path / "file").write_text("")
        assert is_refused(run(app, "backup", "--to", tmp_path / "file"), "There is no folder")

    def test_a_wrong_data_dir_is_an_error_and_makes_no_database(self, tmp_path) -> None:
        elsewhere = make_app(tmp_path, f"sqlite:///{tmp_path}/needlepoint.db")
        (tmp_path / "to").mkdir()
        assert is_refused(run(elsewhere, "backup", "--to", tmp_path / "to"), "There is no database")
        assert not (tmp_path / "needlepoint.db").exists()
        assert list((tmp_path / "to").iterdir()) == []

    def test_a_database_without_a_clinic_is_an_error(self, empty_app, tmp_path) -> None:
        assert is_refused(run(empty_app, "backup", "--to", tmp_path), "nothing to back up")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("app", [pytest.param(None, id="postgresql", marks=pytest.mark.pg)])
def test_without_postgres_programs_it_says_what_to_install(open_backend, app, monkeypatch, tmp_path) -> None:
    app = open_backend("postgresql").app
    monkeypatch.setenv("PATH", str(tmp_path))
    assert is_refused(run(app, "backup", "--to", tmp_path), "postgresql-client")


class TestRestore:
    def test_it_does_nothing_without_yes(self, app, tmp_path) -> None:
        path, epoch = back_up(app, tmp_path), epoch_of(app)
        said = run(app, "restore", path)
        assert is_refused(said, "--yes")
        assert "is whole" in said.output
        assert epoch_of(app) == epoch

    def test_it_refuses_while_a_server_runs(self, app, tmp_path) -> None:
        path, epoch = back_up(app, tmp_path), epoch_of(app)
        running = mark_running(app.config["NEEDLEPOINT"].data_dir)
        try:
            assert is_refused(run(app, "restore", path, "--yes"), "A server is running")
        finally:
            os.close(running)
        assert epoch_of(app) == epoch

    @pytest.mark.parametrize("damage", ["half of it", "other bytes", "something else", "another program's"])
    def test_it_refuses_a_file_that_is_not_whole(self, app, tmp_path, damage) -> None:
        path, epoch = back_up(app, tmp_path), epoch_of(app)
        whole = path.read_bytes()
        if damage == "half of it":
            path.write_bytes(whole[: len(whole) // 2])
        elif damage == "other bytes":  # near the start, where no page of SQLite's is free
            path.write_bytes(whole[:4096] + b"\xff" * 9000 + whole[4096 + 9000 :])
        elif damage == "something else":
            path.write_bytes(b"not a database")
        else:
            path.unlink()
            with closing(sqlite3.connect(path)) as other:
                other.execute("CREATE TABLE other (id)")
        assert run(app, "restore", path, "--yes").exit_code == 1
        assert epoch_of(app) == epoch

    def test_it_says_what_the_backup_is_and_keeps_the_replaced_database(self, app, cast, tmp_path) -> None:
        tablet = Tablet(cast, "practitioner")
        note = tablet.new_note(tablet.new_patient()["id"])
        keep_link(app, tablet.person, note["patient_id"], note["id"])
        path = back_up(app, tmp_path)
        tablet.new_patient()
        epoch = epoch_of(app)
        said = run(app, "restore", path, "--yes")
        assert said.exit_code == 0, said.output
        assert f"made on {datetime.now(UTC):%Y-%m-%d}" in said.output
        held = re.findall(r"North Clinic: (\d) patients", said.output)
        assert held == ["1", "2"]
        assert f"  {tablet.person.device['name']}: 1\n" in said.output
        kept = re.search(r"kept \((.+)\)", said.output)[1]
        if path.suffix == ".db":
            with closing(sqlite3.connect(kept)) as replaced:
                assert replaced.execute("SELECT count(*) FROM record").fetchone() == (3,)
        assert epoch_of(app) != epoch
        with app.app_context():
            assert db.session.scalar(db.select(PatientLink.ended_at)), "it may have been ended since"
        assert tablet.client.get("/api/v1/me").status_code == 401, "sign-ins of that time have ended"
        verified = run(app, "verify")
        assert verified.exit_code == 0, verified.output
        assert "restored from the backup of" in verified.output
        assert re.search(r"the replaced database ended at audit row \d+, [0-9a-f]{64}:[0-9a-f]{8}\n", verified.output)

    def test_it_fills_a_machine_that_has_no_database(self, open_backend, tmp_path) -> None:
        source = open_backend("sqlite")
        source.reset(with_people=True)
        path = back_up(source.app, tmp_path)
        (tmp_path / "new").mkdir()
        bare = make_app(tmp_path / "new", f"sqlite:///{tmp_path}/new/needlepoint.db")
        said = run(bare, "restore", path, "--yes")
        assert said.exit_code == 0, said.output
        assert "kept" not in said.output
        assert epoch_of(bare) != epoch_of(source.app)
        with bare.app_context():
            db.engine.dispose()

    def test_it_refuses_the_backup_of_a_newer_program(self, open_backend, tmp_path) -> None:
        source = open_backend("sqlite")
        source.reset(with_people=True)
        path = back_up(source.app, tmp_path)
        with closing(sqlite3.connect(path)) as copy, copy:
            copy.execute("UPDATE alembic_version SET version_num = '9999'")
        assert is_refused(run(source.app, "restore", path, "--yes"), "newer Needlepoint (revision 9999)")


def test_new_epoch_is_another_one_and_stands_in_the_audit_trail(app) -> None:
    before = epoch_of(app)
    said = run(app, "new-epoch")
    assert said.exit_code == 0
    assert epoch_of(app) not in (before, "")
    assert epoch_of(app) in said.output
    assert "broken" not in run(app, "audit", "verify").output
