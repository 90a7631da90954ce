"""Signing in: who gets in, what the cookie is like, and how guessing is slowed down without locking anybody out."""

import re
from datetime import datetime, timedelta

from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import Throttle, User
from server.services.accounts.passwords import passwords
from tests.cast import PASSWORD, PEOPLE, key_of
from tests.conftest import API, ApiClient, Cast
from tests.databases import second_app

PRACTITIONER = PEOPLE["practitioner"]


def body(email: str = PRACTITIONER.email, password: str = PASSWORD) -> dict:
    return {"email": email, "password": password, "device": PRACTITIONER.device}


def test_right_password_opens_a_session(client: ApiClient) -> None:
    answer = client.post(f"{API}/login", json=body("  Practitioner@Example.org "))
    assert answer.status_code == 200
    assert answer.json["user"]["role"] == "practitioner"
    assert answer.json["device"] == PRACTITIONER.device
    assert {"clinic", "epoch", "server_time", "demo", "version"} <= answer.json.keys()
    assert client.get(f"{API}/me").json["user"] == answer.json["user"]


def test_s1_cookie_is_closed_to_scripts_and_the_table_holds_a_hash_only(client: ApiClient, app: Flask) -> None:
    cookies = client.login(PRACTITIONER).headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie for cookie in cookies)
    token = re.match(r"needlepoint=([^;]+)", cookies[0])[1]
    assert len(token) == 43
    with app.app_context():
        stored = db.session.execute(db.text("SELECT token_hash FROM login_session")).scalars().all()
    assert len(stored) == 1
    assert token not in stored


def test_s1_https_cookie_is_bound_to_the_host(backend) -> None:
    backend.reset(with_people=True)
    url = backend.app.config["NEEDLEPOINT"]
    with second_app(url.data_dir, url.database_url, public_url="https://notes.example.org") as app:
        app.test_client_class = ApiClient
        answer = app.test_client().login(PRACTITIONER)
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-needlepoint")
        assert "Secure" in cookie
    assert answer.headers["Strict-Transport-Security"]


def test_a4_unknown_wrong_and_disabled_get_the_same_answer(client: ApiClient, app: Flask) -> None:
    with app.app_context():
        begin_write()
        db.session.get_one(User, key_of(PEOPLE["colleague"].id)).active = False
        db.session.commit()
    answers = [
        client.post(f"{API}/login", json=body(password="not the password at all")),
        client.post(f"{API}/login", json=body("nobody@example.org")),
        client.post(f"{API}/login", json=body(PEOPLE["colleague"].email)),
    ]
    assert [answer.status_code for answer in answers] == [401] * 3
    plain = [{**answer.json, "request_id": ""} for answer in answers]
    assert plain[0] == plain[1] == plain[2]


def test_a3_guessing_is_delayed_with_retry_after(client: ApiClient) -> None:
    statuses = [client.post(f"{API}/login", json=body(password="a wrong guess")).status_code for _ in range(8)]
    assert statuses[:5] == [401] * 5
    assert 429 in statuses
    answer = client.post(f"{API}/login", json=body())
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.json["code"] == "too_many"


def test_a3_five_wrong_tries_are_free_and_the_sixth_waits(client: ApiClient, app: Flask) -> None:
    def free_at() -> datetime:
        client.post(f"{API}/login", json=body(password="a wrong guess"))
        with app.app_context():
            rows = db.session.scalars(db.select(Throttle))
            return next(row.free_at for row in rows if row.bucket.startswith("account:"))

    for _ in range(4):
        assert free_at() <= utc_now()
    before_the_fifth = utc_now()
    assert free_at() >= before_the_fifth + timedelta(seconds=1)


def test_a3_a_known_device_is_looked_at_while_strangers_guess(app: Flask) -> None:
    mine, stranger = app.test_client(), app.test_client()
    assert mine.login(PRACTITIONER).status_code == 200
    evaluated = sum(stranger.post(f"{API}/login", json=body(password="a guess")).status_code == 401 for _ in range(60))
    assert evaluated <= 10
    assert mine.login(PRACTITIONER).status_code == 200


def test_a3_a_failed_guess_stays_counted(client: ApiClient, app: Flask) -> None:
    client.post(f"{API}/login", json=body(password="a guess"))
    with app.app_context():
        assert {row.failures for row in db.session.scalars(db.select(Throttle))} == {1}


def test_right_password_clears_the_account(client: ApiClient, app: Flask) -> None:
    client.post(f"{API}/login", json=body(password="a guess"))
    client.login(PRACTITIONER)
    with app.app_context():
        assert [row.failures for row in db.session.scalars(db.select(Throttle))] == [1]  # the address's


def test_a1_hash_is_argon2id_and_renewed_when_the_cost_rises(client: ApiClient, app: Flask) -> None:
    client.login(PRACTITIONER)
    with app.app_context():
        before = db.session.get_one(User, key_of(PRACTITIONER.id)).password_hash
        passwords.configure(2, 16, 1)
        try:
            client.login(PRACTITIONER)
        finally:
            passwords.configure(1, 8, 1)
        db.session.rollback()
        after = db.session.get_one(User, key_of(PRACTITIONER.id)).password_hash
    assert before.startswith("$argon2id$")
    assert "t=2" in after


def test_s2_signing_in_again_ends_the_session_before(app: Flask) -> None:
    browser, thief = app.test_client(), app.test_client()
    browser.login(PRACTITIONER)
    old = browser.get_cookie("needlepoint").value
    browser.login(PRACTITIONER)
    thief.set_cookie("needlepoint", old)
    assert browser.get_cookie("needlepoint").value != old
    assert thief.get(f"{API}/me").status_code == 401


def test_blocked_device_is_told_so(app: Flask, cast: Cast) -> None:
    cast.admin.patch(f"{API}/devices/{PRACTITIONER.device['id']}", json={"status": "revoked"})
    answer = app.test_client().login(PRACTITIONER)
    assert answer.status_code == 403
    assert answer.json["reason"] == "device_revoked"
