"""A sign-in that is put back is the one that was made: the tests see no difference but the time it takes."""

from typing import Any

import pytest
from sqlalchemy import text

from server.db import db
from tests import logins
from tests.conftest import Cast, ready
from tests.databases import Postgres, Sqlite
from tests.tablet import Tablet

Backend = Sqlite | Postgres


def rows(backend: Backend) -> dict[str, list[tuple[Any, ...]]]:
    with backend.app.app_context(), db.engine.connect() as connection:
        return {
            table.name: sorted(connection.execute(table.select()).all(), key=repr)
            for table in db.metadata.sorted_tables
        }


def heads(backend: Backend) -> str:
    return backend.logins.heads_file().read_text()


def test_it_is_put_back_with_everything_it_wrote(backend: Backend) -> None:
    made = Cast(ready(backend, with_people=True)).admin, rows(backend), heads(backend)
    again = Cast(ready(backend, with_people=True)).admin, rows(backend), heads(backend)
    assert again[1:] == made[1:]
    assert again[0] is not made[0]
    assert again[0].get("/api/v1/me").json["user"]["role"] == "admin"


def test_it_is_made_anew_once_anything_else_was_done(backend: Backend) -> None:
    cast = Cast(ready(backend, with_people=True))
    patient = Tablet(cast, "practitioner").new_patient(family="50 % O'Brien \\ of {it}")
    boss = Tablet(cast, "supervisor")
    assert patient["id"] in {record["id"] for record in boss.pull()}


def test_nobody_is_signed_out_by_somebody_else_who_signed_in_after_an_older_sign_in(
    backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Cast(ready(backend, with_people=True))
    assert [client.get("/api/v1/me").status_code for client in (first.practitioner, first.supervisor)] == [200, 200]
    cast = Cast(ready(backend, with_people=True))
    with monkeypatch.context() as patch:
        patch.setattr(logins, "FRESH", 0.0)
        ana = cast.practitioner
    assert [client.get("/api/v1/me").status_code for client in (cast.supervisor, ana)] == [200, 200]


def test_a_kept_database_holds_every_character(backend: Backend) -> None:
    cast = Cast(ready(backend, with_people=True))
    Tablet(cast, "practitioner").new_patient(family="50 % O'Brien \\ of %(it)s :name", given="Zoë\t日本")
    before, kept = rows(backend), backend.keep()
    with backend.app.app_context():
        db.session.execute(text("UPDATE record SET content = '{}'"))
        db.session.commit()
    backend.put_back(kept)
    assert rows(backend) == before
