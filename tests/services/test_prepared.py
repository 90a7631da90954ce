"""Statements given to the driver are refused and undone as those that SQLAlchemy runs."""

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from server.db import begin_write, db
from server.models import ServerMeta
from server.prepared import Prepared

ADD = Prepared(insert(ServerMeta.__table__))
ROW = {"key": "one", "value": {"n": 1}}


def test_what_the_database_refuses_is_refused_as_by_sqlalchemy_and_says_no_value(inside: Flask) -> None:
    begin_write()
    with pytest.raises(IntegrityError) as refused:
        ADD.run(db.session.connection(), ROW, ROW)
    assert "one" not in str(refused.value).partition("DETAIL")[0]
    db.session.rollback()
    assert db.session.get(ServerMeta, "one") is None


def test_nothing_is_written_outside_a_transaction(inside: Flask) -> None:
    with db.engine.connect() as connection, pytest.raises(RuntimeError):
        ADD.run(connection, ROW)
