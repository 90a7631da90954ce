"""The first boot: one token, once, and no known password ever."""

from collections.abc import Callable

import pytest
from flask import Flask

from server.db import begin_write, db
from server.models import User
from server.services.accounts.setup import renew_setup_token
from server.services.audit import verify_chain
from tests.cast import PEOPLE
from tests.conftest import API, ApiClient

DEVICE = PEOPLE["admin"].device
PERSON = {"name": "First Person", "email": "First@Example.org", "password": "a sentence nobody knows", "treats": True}


@pytest.fixture
def visitor(empty_app: Flask) -> ApiClient:
    return empty_app.test_client()


@pytest.fixture
def console(empty_app: Flask) -> Callable[[], str | None]:
    def new_token() -> str | None:
        with empty_app.app_context():
            begin_write()
            token = renew_setup_token()
            db.session.commit()
            return token

    return new_token


def body(token: str | None, **changes: object) -> dict:
    return {"token": token, "clinic": {"name": "North Clinic"}, "user": PERSON | changes, "device": DEVICE}


def test_first_person_is_an_admin_and_signed_in(visitor: ApiClient, console, empty_app: Flask) -> None:
    assert visitor.get(f"{API}/setup").json == {"needed": True, "me": None}
    answer = visitor.post(f"{API}/setup", json=body(console()))
    assert answer.status_code == 201
    assert answer.json["user"]["email"] == "first@example.org"
    assert (answer.json["user"]["role"], answer.json["user"]["treats"]) == ("admin", True)
    me, later = visitor.get(f"{API}/me"), visitor.get(f"{API}/setup")
    assert me.status_code == 200
    assert later.json["needed"] is False
    assert later.json["me"] | {"server_time": me.json["server_time"]} == me.json
    with empty_app.app_context():
        assert verify_chain(answer.json["clinic"]["id"]) is None


def test_token_works_once(visitor: ApiClient, console) -> None:
    token = console()
    visitor.post(f"{API}/setup", json=body(token))
    again = visitor.post(f"{API}/setup", json=body(token, email="second@example.org"))
    assert (again.status_code, again.json["code"]) == (403, "invalid_token")


def test_newer_token_replaces_the_older(visitor: ApiClient, console) -> None:
    old, new = console(), console()
    assert visitor.post(f"{API}/setup", json=body(old)).status_code == 403
    assert visitor.post(f"{API}/setup", json=body(new)).status_code == 201
    assert console() is None


def test_without_a_token_nobody_gets_in(visitor: ApiClient, empty_app: Flask) -> None:
    assert visitor.post(f"{API}/setup", json=body("guess")).status_code == 403
    with empty_app.app_context():
        assert db.session.scalars(db.select(User)).all() == []


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "too_short"),
        ("x" * 129, "too_long"),
        ("aaaaaaaaaaaaaaaaaaaa", "too_easy"),
        ("first@example.org rules", "too_easy"),
        ("my first person secret", "too_easy"),
        ("north clinic for ever", "too_easy"),
    ],
)
def test_a2_weak_passwords_are_refused_not_cut(visitor: ApiClient, console, password: str, why: str) -> None:
    answer = visitor.post(f"{API}/setup", json=body(console(), password=password))
    assert answer.status_code == 422
    assert answer.json["fields"] == {"password": [why]}


def test_a2_same_word_from_another_keyboard_is_the_same_password(visitor: ApiClient, console) -> None:
    composed, decomposed = "caf\u00e9 sentence of mine", "cafe\u0301 sentence of mine"
    assert visitor.post(f"{API}/setup", json=body(console(), password=composed)).status_code == 201
    login = {"email": PERSON["email"], "password": decomposed, "device": DEVICE}
    assert visitor.post(f"{API}/login", json=login).status_code == 200


def test_z4_nothing_else_can_be_set(visitor: ApiClient, console) -> None:
    answer = visitor.post(f"{API}/setup", json=body(console(), role="supervisor", id="x"))
    assert answer.status_code == 422
