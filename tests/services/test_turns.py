"""Writers of one SQLite database take turns in the order in which they came."""

import threading

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from server import db as database
from server.db import begin_write, db
from server.turns import Turns, turns_of


def wait_until_waiting(turns: Turns, count: int) -> None:
    """Spins: others are on their way."""
    while turns.count_waiting() < count:
        threading.Event().wait(0.001)


def test_who_came_first_goes_first() -> None:
    turns, order = Turns(), list[int]()

    def writer(number: int) -> None:
        assert turns.take(60)
        order.append(number)
        turns.give()

    assert turns.take(0)
    writers = [threading.Thread(target=writer, args=(number,)) for number in range(6)]
    for number, one in enumerate(writers):
        one.start()
        wait_until_waiting(turns, number + 1)
    turns.give()
    for one in writers:
        one.join()
    assert order == list(range(6))
    assert turns.take(0)  # it is free again


def test_who_waited_too_long_holds_up_nobody() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0)
    assert turns.count_waiting() == 0
    turns.give()
    assert turns.take(0)


def is_free(turns: Turns) -> bool:
    if taken := turns.take(0):
        turns.give()
    return taken


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)  # PostgreSQL queues by itself
@pytest.mark.parametrize("end", ["commit", "rollback", "remove"])
def test_a_turn_ends_with_its_transaction(inside: Flask, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = turns_of[str(db.engine.url.database)]
    begin_write()
    assert not is_free(turns)
    monkeypatch.setattr(database, "WAIT_SECONDS", 0)
    refused = []

    def other_writer() -> None:
        with inside.app_context():
            try:
                begin_write()
            except OperationalError as error:
                refused.append(error)
            db.session.remove()

    thread = threading.Thread(target=other_writer)
    thread.start()
    thread.join()
    assert len(refused) == 1
    assert not is_free(turns)
    getattr(db.session, end)()
    assert is_free(turns)
    begin_write()
    db.session.rollback()
    assert is_free(turns)
