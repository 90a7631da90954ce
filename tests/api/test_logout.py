"""Signing out ends this session and no other."""

from flask import Flask

from tests.cast import PEOPLE
from tests.conftest import API, Cast


def test_session_is_over_at_once(cast: Cast) -> None:
    browser = cast.practitioner
    token = browser.get_cookie("needlepoint").value
    assert browser.post(f"{API}/logout").status_code == 200
    browser.set_cookie("needlepoint", token)
    assert browser.get(f"{API}/me").status_code == 401


def test_other_sessions_of_the_person_go_on(app: Flask, cast: Cast) -> None:
    elsewhere = app.test_client()
    elsewhere.login(PEOPLE["practitioner"])
    cast.practitioner.post(f"{API}/logout", json={})
    assert elsewhere.get(f"{API}/me").status_code == 200


def test_cookie_is_taken_back(cast: Cast) -> None:
    answer = cast.practitioner.post(f"{API}/logout")
    assert "needlepoint=;" in answer.headers["Set-Cookie"]


def test_nobody_cannot_sign_out(client) -> None:
    assert client.post(f"{API}/logout").status_code == 401
