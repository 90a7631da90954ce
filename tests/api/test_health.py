"""The health routes answer anyone and reveal nothing."""

from flask import Flask

from server.db import begin_write, db
from server.selfcheck import find_faults


def test_alive_and_ready(client) -> None:
    assert client.get("/livez").json == {"status": "alive"}
    assert client.get("/readyz").json == {"status": "ready", "backup_hours": None}


def test_not_ready_behind_the_migrations(app: Flask, client) -> None:
    with app.app_context():
        begin_write()
        head = db.session.scalar(db.text("SELECT version_num FROM alembic_version"))
        db.session.execute(db.text("UPDATE alembic_version SET version_num = 'older'"))
        db.session.commit()
    try:
        answer = client.get("/readyz")
    finally:
        with app.app_context():
            begin_write()
            db.session.execute(db.text("UPDATE alembic_version SET version_num = :head"), {"head": head})
            db.session.commit()
    assert (answer.status_code, answer.json["code"], answer.json["failed"]) == (503, "not_ready", ["migrations"])
    assert answer.headers["Retry-After"]


def test_self_check_finds_nothing_wrong_here(inside: Flask, tmp_path) -> None:
    assert find_faults(tmp_path) == {}
