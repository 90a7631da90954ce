"""The console speaks to the server's database, says which one that is, and makes none by accident."""

import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from click.testing import Result
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from server.app import create_app
from server.config import Config
from server.db import begin_write, db
from server.running import mark_running
from server.selfcheck import find_faults, migration_head
from tests import template
from tests.databases import SECRET, make_app
from tests.server_process import ServerProcess

COMMANDS = [
    ("users", "list"),
    ("setup-token",),
    ("verify",),
    ("audit", "checkpoint", "--reason", "a test"),
    ("new-epoch",),
    ("demo", "seed"),
    ("backup", "--to", "."),
]
OLD = "0009"  # a database of that revision is upgraded here
NEXT_TABLE = "clinic_key"  # which the revision after it makes


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=[str(word) for word in words])


def app_of(folder: Path, **env: str) -> Flask:
    return create_app(Config.from_env({"DATA_DIR": str(folder), "SETTINGS_FILE": "", **env}))


def test_no_command_makes_a_folder_or_a_database(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder, said in ((tmp_path / "none", "There is no folder"), (empty, "There is no database")):
        app = app_of(folder)
        for command in COMMANDS:
            answer = run(app, *command)
            assert (answer.exit_code, said in answer.output, "Is DATA_DIR the server's?" in answer.output) == (1, 1, 1)
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


def test_a_restore_that_only_looks_makes_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = run(app_of(tmp_path / "none"), "restore", tmp_path / "file")
    assert (answer.exit_code, "with --yes it is made" in answer.output) == (1, True)
    assert not (tmp_path / "none").exists()


def test_prepare_makes_both_and_says_where(tmp_path: Path) -> None:
    app = app_of(tmp_path / "new")
    said = run(app, "prepare")
    assert said.exit_code == 0, said.output
    assert f"Database: SQLite, {tmp_path}/new/needlepoint.db (settings from the environment alone)" in said.stderr
    assert said.stderr.count("Database:") == 1
    assert "Set-up code" in said.stdout
    assert {"needlepoint.db", "secret_key"} <= {path.name for path in (tmp_path / "new").iterdir()}
    with app.app_context():
        assert not find_faults(tmp_path).keys() - {"disk"}
    assert app_of(tmp_path / "new").config["SECRET_KEY"] == app.config["SECRET_KEY"]


def test_prepare_leaves_a_folder_of_others_alone(tmp_path: Path) -> None:
    (tmp_path / "accounts.xlsx").write_text("")
    said = run(app_of(tmp_path), "prepare")
    assert (said.exit_code, "nothing of Needlepoint (accounts.xlsx)" in said.output) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["accounts.xlsx"]


def test_prepare_refuses_a_port_that_is_taken(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.flask("prepare")
    server.start()
    try:
        said = run(app_of(tmp_path / "other", PORT=str(server.port)), "prepare", "--listen")
    finally:
        server.kill()
    assert (said.exit_code, f"Choose another: PORT={server.port + 1}" in said.output) == (1, True)
    assert not (tmp_path / "other").exists()


def test_a_server_does_not_start_where_nothing_is(tmp_path: Path) -> None:
    env = ServerProcess(tmp_path / "none").env
    with tempfile.TemporaryFile() as printed:
        status = template.wait(template.start("server.serve", [], env, printed.fileno()))
        printed.seek(0)
        said = printed.read().decode()
    assert status != 0
    assert f"There is no folder {tmp_path}/none" in said
    assert "flask prepare" in said
    assert list(tmp_path.iterdir()) == []


class TestAnotherVersion:
    def test_a_newer_database_is_named_with_what_to_do(self, app: Flask, client) -> None:
        with app.app_context():
            begin_write()
            db.session.execute(text("UPDATE alembic_version SET version_num = '0099'"))
            value = '{"version":"9.9.9","revision":"0099"}'
            db.session.execute(text("INSERT INTO server_meta VALUES ('program', :value)"), {"value": value})
            db.session.commit()
        try:
            said = [run(app, "users", "list"), run(app, "prepare")]
            ready = client.get("/readyz")
        finally:
            with app.app_context():
                begin_write()
                db.session.execute(text(f"UPDATE alembic_version SET version_num = '{migration_head()}'"))
                db.session.commit()
        for answer in said:
            assert answer.exit_code == 1
            assert "last used by a newer Needlepoint (9.9.9, revision 0099). Start that version" in answer.output
        assert ready.json["failed"] == ["migrations"]

    def test_an_older_one_is_backed_up_before_it_is_upgraded(self, tmp_path: Path) -> None:
        app = old_clinic(tmp_path)
        said = run(app, "users", "list")
        assert (said.exit_code, "flask prepare" in said.output) == (1, True)
        running = mark_running(tmp_path)
        refused = run(app, "prepare")
        os.close(running)
        assert (refused.exit_code, "stop it before the upgrade" in refused.output) == (1, True)
        assert list(tmp_path.glob("before-*")) == []
        said = run(app, "prepare")
        assert said.exit_code == 0, said.output
        [kept] = tmp_path.glob(f"before-{migration_head()}-*.db")
        assert f"Backup before the upgrade: {kept}" in said.stderr
        assert (revision_in(kept), revision_in(tmp_path / "needlepoint.db")) == (OLD, migration_head())
        assert run(app, "prepare").exit_code == 0
        assert list(tmp_path.glob("before-*")) == [kept]

    def test_an_upgrade_that_fails_says_where_the_backup_is(self, tmp_path: Path) -> None:
        app = old_clinic(tmp_path)
        with closing(sqlite3.connect(tmp_path / "needlepoint.db")) as connection:
            connection.execute(f"CREATE TABLE {NEXT_TABLE} (id TEXT)")
        said = run(app, "prepare")
        [kept] = tmp_path.glob("before-*")
        assert (said.exit_code, f"The database as it was before: {kept}" in said.output) == (1, True)
        assert revision_in(tmp_path / "needlepoint.db") == OLD


def old_clinic(folder: Path) -> Flask:
    app = make_app(folder, f"sqlite:///{folder}/needlepoint.db", secret_key=SECRET)
    with app.app_context():
        upgrade(revision=OLD)
        db.engine.dispose()
    with closing(sqlite3.connect(folder / "needlepoint.db")) as connection, connection:
        connection.execute("INSERT INTO clinic (id, name, created_at) VALUES ('c', 'Old', '2026-01-01T00:00:00Z')")
        connection.execute("INSERT INTO clinic_feed (clinic_id, seq, audit_n, audit_hash) VALUES ('c', 0, 0, '')")
    return app


def revision_in(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
