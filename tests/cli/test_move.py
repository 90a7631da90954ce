"""From SQLite to PostgreSQL: every row as it was, the same epoch, and no way back by accident."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import Result
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text

from server import config
from server.cli.move import digest
from server.cli.prepare import keep_before
from server.db import begin_write, db, lock_server
from server.models import ServerMeta
from server.running import mark_running
from server.selfcheck import find_faults
from server.services.accounts.setup import renew_setup_token
from server.services.clinic import clinic_ids
from server.services.verify.clinic import first_break
from tests import template
from tests.cast import PEOPLE
from tests.conftest import ApiClient, Cast
from tests.databases import Postgres, make_app, second_app
from tests.load.fill import fill_server
from tests.photos import jpeg, picture, sha256
from tests.server_process import ServerProcess
from tests.tablet import Tablet

pytestmark = pytest.mark.pg


@pytest.fixture
def app(open_backend) -> Flask:
    """The source: SQLite alone."""
    backend = open_backend("sqlite")
    backend.reset(with_people=True)
    backend.app.test_client_class = ApiClient
    return backend.app


@pytest.fixture
def empty_database(open_backend) -> Flask:
    backend = open_backend("postgresql")
    backend.reset(with_people=False)
    return backend.app


@pytest.fixture
def make_database(open_backend) -> Iterator:
    """Empty databases on the server of the tests, with the locale that is given."""
    postgres: Postgres = open_backend("postgresql")
    address = make_url(postgres.app.config["NEEDLEPOINT"].database_url)
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make(options: str = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'") -> str:
        made.append(f"np_move_{uuid4().hex[:8]}")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {made[-1]} {options}"))
        return address.set(drivername="postgresql", database=made[-1]).render_as_string(hide_password=False)

    yield make
    with engine.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def move(app: Flask, url: str) -> Result:
    return app.test_cli_runner().invoke(args=["move-to", url])


def test_every_row_arrives_and_tablets_go_on(app: Flask, cast: Cast, make_database, tmp_path: Path) -> None:
    ana = Tablet(cast, "practitioner")
    patient = ana.new_patient(family="Ünïcode Ωmega 𝄞", given="O'Neill\\N")
    ana.signed_note(patient["id"])
    note, photo = ana.new_note(fields=picture(jpeg())), jpeg()
    path = f"/api/v1/notes/{note['id']}/pictures/{sha256(photo)}"
    assert ana.client.put(path, json=photo).status_code == 200
    before = cast.colleague.get("/api/v1/sync/pull").json
    assert patient["id"] in {change["id"] for change in before["changes"]}
    said = move(app, url := make_database())
    assert said.exit_code == 0, said.output
    assert "moved and compared" in said.stdout
    config = app.config["NEEDLEPOINT"]
    moved = make_app(config.data_dir, url.replace("postgresql:", "postgresql+psycopg:"))
    moved.test_client_class = ApiClient
    with app.app_context(), db.engine.connect() as source:
        here = {table.name: digest(source, table) for table in db.metadata.sorted_tables}
        assert "Set DATABASE_URL" in find_faults(config.data_dir)["moved"]
        db.session.remove()
    with moved.app_context():
        with db.engine.connect() as target:
            there = {table.name: digest(target, table) for table in db.metadata.sorted_tables}
        assert {name for name in here if here[name] != there[name]} == {"server_meta"}  # the mark of the move
        assert not find_faults(tmp_path)
        assert {first_break(clinic_id) for clinic_id in clinic_ids()} == {None}
        db.session.remove()
    for refused in (app.test_cli_runner().invoke(args=["users", "list"]), move(app, make_database())):
        assert (refused.exit_code, "was moved to PostgreSQL" in refused.output) == (1, True)
    tablet = moved.test_client()
    assert tablet.login(PEOPLE["colleague"]).status_code == 200
    after = tablet.get("/api/v1/sync/pull", query_string={"cursor": before["cursor"], "epoch": before["epoch"]}).json
    assert (after["epoch"], after["changes"]) == (before["epoch"], [])
    assert tablet.get(path).data == photo
    with moved.app_context():
        db.session.remove()
        db.engine.dispose()
    with app.app_context():
        begin_write()
        db.session.delete(db.session.get(ServerMeta, "moved"))
        db.session.commit()


@pytest.mark.soak
def test_a_hundred_thousand_notes_are_moved(app: Flask, cast: Cast, make_database, tmp_path: Path) -> None:
    """With the revision of each. Every row is compared by its hash, else it would not end well."""
    Tablet(cast, "practitioner").signed_note()
    config = app.config["NEEDLEPOINT"]
    fill_server(config.database_url, 100_000)
    began = time.perf_counter()
    said = move(app, url := make_database())
    assert said.exit_code == 0, said.output
    size = (config.data_dir / "test.db").stat().st_size / 1024**2
    print(f"100,000 notes, {size:.0f} MB: moved and compared in {time.perf_counter() - began:.0f} s")
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM record WHERE type = 'note'")) == 100_001
        assert connection.scalar(text("SELECT count(*) FROM revision")) > 100_000
    engine.dispose()


def test_what_cannot_be_moved_to_is_said_and_nothing_is_done(app: Flask, make_database) -> None:
    used = make_database()
    engine = create_engine(make_url(used).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE accounts (id int)"))
    engine.dispose()
    latin = make_database("TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    cases = {
        "sqlite:///elsewhere.db": "Only PostgreSQL",
        "nonsense": "DATABASE_URL is not a database address",
        "postgresql://nobody:x@127.0.0.1:1/none": "cannot be used",
        used: "is not empty (accounts)",
        latin: "encoding LATIN1",
    }
    for url, words in cases.items():
        said = move(app, url)
        assert (said.exit_code, words in said.output) == (1, True), said.output
    running = mark_running(app.config["NEEDLEPOINT"].data_dir)
    said = move(app, make_database())
    os.close(running)
    assert (said.exit_code, "A server is running" in said.output) == (1, True)
    with app.app_context():
        assert db.session.get(ServerMeta, "moved") is None
        db.session.remove()


def test_a_row_that_changed_on_the_way_stops_the_move(app: Flask, make_database, monkeypatch) -> None:
    """A fault planted between copying and comparing."""
    from server.cli import move as module

    copy = module.copy_table

    def spoil(source, target, table) -> None:
        copy(source, target, table)
        if table.name == "user_account":
            target.execute(text("UPDATE user_account SET name = name || ' ' WHERE role = 'admin'"))

    monkeypatch.setattr(module, "copy_table", spoil)
    said = move(app, make_database())
    assert (said.exit_code, "user_account" in said.output, "Nothing was moved" in said.output) == (1, True, True)
    with app.app_context():
        assert db.session.get(ServerMeta, "moved") is None
        db.session.remove()


def test_a_migration_waits_for_that_of_another_server(make_database, tmp_path, monkeypatch) -> None:
    """The patience of all other statements is set to one millisecond."""
    monkeypatch.setattr(config, "POSTGRES_SETTINGS", "-c lock_timeout=1 -c statement_timeout=0 -c timezone=UTC")
    url = make_database()
    other = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with second_app(tmp_path, url) as app, other.connect() as runner, ThreadPoolExecutor() as threads:
        runner.execute(text("SELECT pg_advisory_lock(7318200519)"))
        migrated = threads.submit(migrate, app)
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        while not migrated.done() and not runner.scalar(waiting):
            pass
        runner.execute(text("SELECT pg_advisory_unlock_all()"))
        assert migrated.result() is True
    other.dispose()


def test_a_set_up_code_waits_for_that_of_another_server(empty_database: Flask) -> None:
    app = empty_database
    with app.app_context(), ThreadPoolExecutor() as threads:
        begin_write()
        lock_server()
        renew_setup_token()
        printed = threads.submit(lambda: app.test_cli_runner().invoke(args=["setup-token"]))
        with db.engine.connect() as other:
            while not printed.done() and not other.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                other.rollback()
        db.session.commit()
        assert "Set-up code" in printed.result().output, printed.result().output


def migrate(app: Flask) -> bool:
    with app.app_context():
        upgrade()
        assert (keep_before(), db.session().in_transaction()) == (None, False), "nothing stays locked"
        return True


def test_two_servers_that_upgrade_at_once_make_one_database(make_database, tmp_path: Path) -> None:
    url = make_database()
    servers = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        servers.append(ServerProcess(tmp_path / name, DATABASE_URL=url))
    with tempfile.TemporaryFile() as printed:
        started = [
            template.start("flask", ["--app", "wsgi", "prepare"], server.env, printed.fileno()) for server in servers
        ]
        ended = [template.wait(pid) for pid in started]
        printed.seek(0)
        said = printed.read().decode()
    assert ended == [0, 0], said
    other = ServerProcess(tmp_path / "one", DATABASE_URL=url, SECRET_KEY="another-key-0123456789-abcdefghijklmnop")
    with tempfile.TemporaryFile() as printed:
        status = template.wait(template.start("server.serve", [], other.env, printed.fileno()))
        printed.seek(0)
        assert "SECRET_KEY is not the one" in printed.read().decode()
    assert status != 0
    shutil.rmtree(tmp_path)
