"""The clinic's row: numbers without gaps, in the order of commits, one writer at a time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from server.db import begin_write, db
from server.domain.errors import NotFound
from server.models import ClinicFeed
from server.services.feed import lock_clinic, next_seq, read_epoch
from tests.cast import fixed_id

NORTH = fixed_id("north")


def take_number() -> int:
    begin_write()
    n = next_seq(lock_clinic(NORTH))
    db.session.commit()
    return n


def test_numbers_follow_each_other(inside: Flask) -> None:
    assert [take_number() for _ in range(3)] == [1, 2, 3]


def test_a_number_rolled_back_is_given_again(inside: Flask) -> None:
    take_number()
    begin_write()
    assert next_seq(lock_clinic(NORTH)) == 2
    db.session.rollback()
    assert take_number() == 2


def test_a_savepoint_gives_its_numbers_back(inside: Flask) -> None:
    begin_write()
    feed = lock_clinic(NORTH)
    next_seq(feed)
    inner = db.session.begin_nested()
    next_seq(feed)
    inner.rollback()
    assert next_seq(feed) == 2
    db.session.commit()
    assert db.session.get_one(ClinicFeed, NORTH).seq == 2


def test_clinics_count_apart(inside: Flask) -> None:
    take_number()
    begin_write()
    assert next_seq(lock_clinic(fixed_id("south"))) == 1
    db.session.rollback()


def test_unknown_clinic_is_missing(inside: Flask) -> None:
    with pytest.raises(NotFound):
        lock_clinic("nowhere")


def test_writers_at_once_get_each_number_once(app: Flask) -> None:
    def write(_: int) -> int:
        with app.app_context():
            return take_number()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(write, range(24)))
    assert numbers == list(range(1, 25))


def test_epoch_is_one_name(inside: Flask) -> None:
    assert len(read_epoch()) == 36
    assert read_epoch() == read_epoch()
