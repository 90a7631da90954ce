"""People, below the API: what the console does, and passwords."""

import threading
import time

import pytest
from flask import Flask

from server.db import begin_write, db
from server.domain.errors import Invalid, NotFound, WrongState
from server.models import AuditEntry, User
from server.services.accounts import users
from server.services.accounts.passwords import BadPassword, Passwords, TooBusy, check_password
from server.services.audit import console_actor, verify_chain
from tests.cast import PEOPLE, fixed_id, key_of

NORTH = fixed_id("north")


def test_console_acts_are_in_the_chain(inside: Flask) -> None:
    begin_write()
    user = users.create_user(console_actor(NORTH), "new@example.org", "New", "supervisor", True)
    users.invite_user(console_actor(NORTH), user.id)
    db.session.commit()
    acts = db.select(AuditEntry).where(AuditEntry.action != "rows.written").order_by(AuditEntry.n)
    rows = db.session.scalars(acts).all()
    assert [(row.actor_id, row.action) for row in rows] == [("console", "user.create"), ("console", "user.invite")]
    assert verify_chain(NORTH) is None


def test_invitation_is_kept_as_a_hash(inside: Flask) -> None:
    begin_write()
    new = users.create_user(PEOPLE["admin"].actor, "new@example.org", "New", "practitioner", True)
    token, user = users.invite_user(PEOPLE["admin"].actor, new.id)
    db.session.commit()
    assert token not in (user.invite_hash or "")
    assert len(token) == 43


def test_refused_change_changes_nothing(inside: Flask) -> None:
    begin_write()
    with pytest.raises(WrongState):
        users.change_user(PEOPLE["admin"].actor, PEOPLE["admin"].id, {"role": "practitioner"})
    db.session.rollback()
    assert db.session.get_one(User, key_of(PEOPLE["admin"].id)).role == "admin"


def test_same_address_twice_is_refused(inside: Flask) -> None:
    begin_write()
    with pytest.raises(Invalid):
        users.create_user(PEOPLE["admin"].actor, PEOPLE["colleague"].email, "X", "admin", False)


def test_z3_people_of_another_clinic_do_not_exist(inside: Flask) -> None:
    with pytest.raises(NotFound):
        users.find_user(PEOPLE["admin"].actor, PEOPLE["outsider"].id)


@pytest.mark.parametrize("password", ["a" * 14, "Ab1!" * 40, "ababababababababab", "my needlepoint word"])
def test_a2_weak(password: str) -> None:
    with pytest.raises(BadPassword):
        check_password(password)


@pytest.mark.parametrize("password", ["correct horse battery", "ẞß long enough word", "x7" * 3 + "quite-so-random"])
def test_a2_good(password: str) -> None:
    check_password(password, "ana@example.org", "Ana Ruiz", "Harbour Skin")


def test_a1_only_so_many_at_once_and_the_rest_are_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.services.accounts.passwords.PATIENCE_S", 0.01)
    keeper = Passwords()
    inside, leave = threading.Barrier(3), threading.Event()

    def occupy() -> None:
        with keeper._place():
            inside.wait(5)
            leave.wait(5)

    people = [threading.Thread(target=occupy) for _ in range(2)]
    for person in people:
        person.start()
    inside.wait(5)
    with pytest.raises(TooBusy) as refused:
        keeper.hash("whatever it is")
    leave.set()
    for person in people:
        person.join()
    assert refused.value.extra == {"retry_after": 2}


def test_a4_nobody_takes_as_long_as_somebody() -> None:
    keeper = Passwords()
    keeper.configure(1, 1024, 1)
    stored = keeper.hash("the right password")
    keeper.verify(None, "warm up")
    spent: dict[str | None, float] = {stored: 0.0, None: 0.0}
    for _ in range(40):
        for kept in spent:
            start = time.process_time()
            assert not keeper.verify(kept, "a wrong password")
            spent[kept] += time.process_time() - start
    assert 0.5 < spent[None] / spent[stored] < 2
