"""The chain: whole as written, and every way of tampering with it shows."""

import random

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from server.db import begin_write, db
from server.models import AuditEntry, ClinicFeed
from server.services.audit import record_audit, verify_chain
from server.services.feed import lock_clinic
from tests.cast import PEOPLE, fixed_id
from tests.tamper import tamper

NORTH = fixed_id("north")
ROWS = 12


@pytest.fixture
def chain(inside: Flask) -> Flask:
    for n in range(ROWS):
        begin_write()
        lock_clinic(NORTH)
        record_audit(PEOPLE["admin"].actor, "test.act", "thing", f"id-{n}", count=n, note="ö")
        db.session.commit()
    return inside


def test_r4_chain_as_written_is_whole(chain: Flask) -> None:
    assert verify_chain(NORTH) is None
    assert db.session.get_one(ClinicFeed, NORTH).audit_n == ROWS + 1  # the first one names the rows of the cast


def test_r4_row_and_act_stand_or_fall_together(chain: Flask) -> None:
    begin_write()
    lock_clinic(NORTH)
    record_audit(PEOPLE["admin"].actor, "test.undone")
    db.session.rollback()
    assert verify_chain(NORTH) is None
    assert db.session.scalars(db.select(AuditEntry).where(AuditEntry.action == "test.undone")).all() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "other.act"),
        ("actor_id", "somebody"),
        ("device_id", None),
        ("object_id", "id-99"),
        ("object_type", None),
        ("detail", '{"count":99}'),
        ("previous", "0" * 64),
        ("hash", "0" * 64),
    ],
)
def test_r4_edited_row_is_found(chain: Flask, column: str, value: object) -> None:
    n = random.Random(column).randint(1, ROWS)
    tamper(f"UPDATE audit_entry SET {column} = :value WHERE n = :n", value=value, n=n)
    assert verify_chain(NORTH) == n


@pytest.mark.parametrize("n", [1, 6, ROWS])
def test_r4_missing_row_is_found_the_last_one_too(chain: Flask, n: int) -> None:
    tamper("DELETE FROM audit_entry WHERE n = :n", n=n)
    assert verify_chain(NORTH) == n


def test_r4_swapped_rows_are_found(chain: Flask) -> None:
    tamper("UPDATE audit_entry SET n = CASE n WHEN 4 THEN 1004 ELSE 1005 END WHERE n IN (4, 5)")
    tamper("UPDATE audit_entry SET n = CASE n WHEN 1004 THEN 5 ELSE 4 END WHERE n IN (1004, 1005)")
    assert verify_chain(NORTH) == 4


def test_r4_cut_tail_is_found_even_when_the_row_before_is_good(chain: Flask) -> None:
    tamper("DELETE FROM audit_entry WHERE n > 7")
    assert verify_chain(NORTH) == 8


@pytest.mark.parametrize("act", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_r1_the_application_itself_cannot_rewrite_it(chain: Flask, act: str) -> None:
    begin_write()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text(act))
    db.session.rollback()
