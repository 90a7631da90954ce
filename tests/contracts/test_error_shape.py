"""One error shape, whoever makes the error, and nothing of the inside in it."""

import sqlite3

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.auth.guards import public
from server.domain.errors import Refusal
from tests.conftest import API, ApiClient, Cast
from tests.contracts.hostile import HOSTILE_BODIES
from tests.databases import make_app

SECRET_WORDS = "Ana Ruiz, allergic to lidocaine"
MEMBERS = {"type", "title", "status", "detail", "instance", "request_id", "code"}
MAKERS = {
    "nobody": ("GET", "/me", {}, 401),
    "not allowed": ("GET", "/devices", {}, 403),
    "no such address": ("GET", "/nowhere", {}, 404),
    "malformed id": ("PATCH", "/users/x", {"json": {}}, 404),
    "wrong method": ("DELETE", "/me", {}, 405),
    "not json": ("POST", "/logout", {"data": b"a=1"}, 415),
    "other charset": ("POST", "/logout", {"data": b"{}", "content_type": "application/json; charset=latin-1"}, 415),
    "not an object": ("POST", "/login", {"json": []}, 422),
    "unknown field": ("POST", "/logout", {"json": {"x": 1}}, 422),
    "bad json": ("POST", "/logout", {"data": b"{", "content_type": "application/json"}, 400),
    "too large": ("POST", "/login", {"data": b" " * 300_000, "content_type": "application/json"}, 413),
    "bad utf-8 in path": ("GET", "/me", {"environ_overrides": {"PATH_INFO": "/\xc3("}}, 400),
    "nul in path": ("GET", "/a%00b", {}, 400),
    "nul in query": ("GET", "/me?q=%00", {}, 400),
    "bad utf-8 in query": ("GET", "/me?q=%ff", {}, 400),
}


def assert_problem(answer, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json.keys() >= MEMBERS
    assert answer.json["status"] == status
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert answer.json["detail"]


@pytest.mark.parametrize(("method", "url", "sent", "status"), MAKERS.values(), ids=MAKERS.keys())
def test_i4_every_maker_of_errors(cast: Cast, app: Flask, method: str, url: str, sent: dict, status: int) -> None:
    client = app.test_client() if status == 401 else cast.practitioner
    answer = client.open(f"{API}{url}", method=method, **sent)
    assert_problem(answer, status)


def test_wrong_method_names_the_right_ones(client: ApiClient) -> None:
    assert {"GET", "HEAD", "OPTIONS"} == set(client.delete(f"{API}/me").headers["Allow"].split(", "))


@pytest.mark.parametrize("name", HOSTILE_BODIES)
def test_i1_hostile_bodies_are_refused_where_a_body_means_nothing(cast: Cast, name: str) -> None:
    answer = cast.practitioner.post(f"{API}/logout", data=HOSTILE_BODIES[name], content_type="application/json")
    if name == "empty object":
        assert answer.status_code == 200
    else:
        assert_problem(answer, answer.status_code)
        assert answer.status_code in {400, 413, 422}


@pytest.fixture(scope="module")
def breaking(tmp_path_factory: pytest.TempPathFactory):
    """An application with routes that all fail."""
    folder = tmp_path_factory.mktemp("breaking")
    app = make_app(folder, f"sqlite:///{folder}/x.db")
    full = OperationalError(SECRET_WORDS, {}, sqlite3.OperationalError("database or disk is full"))
    away = OperationalError(SECRET_WORDS, {}, sqlite3.OperationalError("unable to open database file"))
    errors = {
        "unknown": RuntimeError(SECRET_WORDS),
        "refused": Refusal("In words.", retry_after=7, what="this"),
        "full": full,
        "away": away,
        "pool": PoolTimeout(SECRET_WORDS),
        "clash": IntegrityError(SECRET_WORDS, {}, sqlite3.IntegrityError(SECRET_WORDS)),
    }

    def fail(name: str) -> None:
        raise errors[name]

    app.add_url_rule("/fail/<name>", view_func=public(fail), endpoint="fail")
    return app.test_client()


@pytest.mark.parametrize(
    ("name", "status"), [("unknown", 500), ("full", 507), ("away", 503), ("pool", 503), ("clash", 409)]
)
def test_i4_nothing_of_the_inside_is_told(breaking, name: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    answer = breaking.get(f"/fail/{name}")
    assert_problem(answer, status)
    written = answer.text + capsys.readouterr().out
    assert "Ruiz" not in written
    assert "Traceback" not in written
    assert (status == 503) == ("Retry-After" in answer.headers)


def test_refusal_keeps_its_words_its_particulars_and_when_to_come_back(breaking) -> None:
    answer = breaking.get("/fail/refused")
    assert_problem(answer, 400)
    assert (answer.json["detail"], answer.json["what"], answer.json["code"]) == ("In words.", "this", "refused")
    assert answer.headers["Retry-After"] == "7"


def test_p7_log_of_a_failure_says_where_and_not_what(breaking, capsys: pytest.CaptureFixture[str]) -> None:
    breaking.get("/fail/unknown?patient=Ruiz")
    line = capsys.readouterr().out
    assert '"error": "RuntimeError"' in line
    assert "fail" in line
    assert "Ruiz" not in line
