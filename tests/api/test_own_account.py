"""W11: one's own password and one's own logins."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import AuditEntry, LoginSession
from tests.cast import PASSWORD, PEOPLE
from tests.conftest import API, ApiClient, Cast

pytestmark = pytest.mark.slow
FEW_ON_POSTGRESQL = True

NEW = "an entirely fresh sentence"
ANA = PEOPLE["practitioner"]
COMMON = [
    "password1234567",
    "passwordpassword",
    "Password12345678",
    "qwertyuiopasdfgh",
    "123456789012345",
    "iloveyouiloveyou",
    "P@ssw0rdP@ssw0rd",
    "letmein12345678!",
    "welcome-welcome-1",
    "administrator2024",
    "1qaz2wsx3edc4rfv",
    "abcdefghijklmnopq",
    "football-football",
    "sunshine_123456789",
    "qwerty123456789",
    "asdfghjklasdfghjkl",
]


def change(client: ApiClient, new: str = NEW, current: str = PASSWORD) -> Any:
    return client.post(f"{API}/me/password", json={"current": current, "password": new})


def another(app: Flask, password: str = PASSWORD) -> ApiClient:
    """Their login in another browser of the same tablet."""
    browser = app.test_client()
    assert browser.login(ANA, password).status_code == 200
    return browser


def logins(client: ApiClient) -> list[dict[str, Any]]:
    return client.get(f"{API}/me/sessions").json["items"]


def test_w11_a_changed_password_ends_every_other_login_and_holds_at_once(app: Flask, cast: Cast) -> None:
    mine, other, colleague = cast.practitioner, another(app), cast.colleague
    before = mine.get_cookie("needlepoint").value
    assert change(mine).status_code == 200
    after = mine.get_cookie("needlepoint").value
    assert before != after, "the token of before is of no use any more"
    mine.set_cookie("needlepoint", before)
    assert mine.get(f"{API}/me").status_code == 401
    mine.set_cookie("needlepoint", after)
    assert [client.get(f"{API}/me").status_code for client in (mine, other, colleague)] == [200, 401, 200]
    assert app.test_client().login(ANA).status_code == 401
    assert app.test_client().login(ANA, NEW).status_code == 200


def test_w11_the_person_is_told_elsewhere(app: Flask, cast: Cast) -> None:
    assert change(cast.practitioner).status_code == 200
    assert [one["kind"] for one in cast.practitioner.get(f"{API}/me").json["notices"]] == []
    desk = app.test_client()
    body = {"email": ANA.email, "password": NEW, "device": PEOPLE["colleague"].device}
    assert desk.post(f"{API}/login", json=body).status_code == 200
    (notice,) = desk.get(f"{API}/me").json["notices"]
    assert (notice["kind"], notice["device"]) == ("password_changed", ANA.device["name"])


def test_w11_the_current_password_is_asked_and_not_to_be_guessed(app: Flask, cast: Cast) -> None:
    """Whoever finds a tablet open is no further than whoever stands before its sign-in."""
    answers = [change(cast.practitioner, current=f"guess number {n} of mine") for n in range(12)]
    assert {answer.status_code for answer in answers} == {422, 429}
    wrong = answers[0].json
    assert (wrong["code"], wrong["fields"]) == ("validation", {"current": ["wrong"]})
    assert change(cast.practitioner).status_code == 429, "after many wrong ones the right one has to wait too"
    with app.app_context():
        query = db.select(AuditEntry).where(AuditEntry.action == "password.change")
        assert db.session.scalars(query).all() == []
    assert cast.practitioner.get(f"{API}/me").status_code == 200


def test_w11_common_passwords_are_refused(cast: Cast) -> None:
    refused = {word: change(cast.practitioner, word) for word in COMMON}
    assert {word: answer.json.get("fields") for word, answer in refused.items()} == {
        word: {"password": ["too_easy"]} for word in COMMON
    }
    assert len(COMMON) == 16


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("practitioner rules", "too_easy"),
        ("we of north clinic", "too_easy"),
        ("my needlepoint word", "too_easy"),
        ("too short here", "too_short"),
        ("long " * 26, "too_long"),
        (PASSWORD, "same"),
    ],
)
def test_a2_weak_or_unchanged_is_refused_before_anything_is_compared(cast: Cast, word: str, why: str) -> None:
    for _ in range(12):
        answer = change(cast.practitioner, word, current=PASSWORD if why == "same" else "not even right")
        assert (answer.status_code, answer.json["fields"]) == (422, {"password": [why]}), "no try is counted"


def test_a2_two_keyboards_write_one_password(app: Flask, cast: Cast) -> None:
    assert change(cast.practitioner, "caf\u00e9 by the long quay").status_code == 200
    assert app.test_client().login(ANA, "cafe\u0301 by the long quay").status_code == 200


def test_w11_own_logins_are_listed_and_ended(app: Flask, cast: Cast) -> None:
    mine, other, third = cast.practitioner, another(app), another(app)
    found = logins(mine)
    assert [each["device"] for each in found] == [ANA.device["name"]] * 3
    assert [each["current"] for each in found].count(True) == 1
    one = next(each for each in logins(third) if each["current"])
    assert mine.delete(f"{API}/me/sessions/{one['id']}").json == {"ended": 1}
    assert [client.get(f"{API}/me").status_code for client in (mine, other, third)] == [200, 200, 401]
    assert mine.delete(f"{API}/me/sessions/{one['id']}").status_code == 404
    assert mine.delete(f"{API}/me/sessions").json == {"ended": 1}
    assert [client.get(f"{API}/me").status_code for client in (mine, other)] == [200, 401]
    assert [each["current"] for each in logins(mine)] == [True]


def test_w11_nobody_ends_the_login_of_somebody_else(cast: Cast) -> None:
    theirs = logins(cast.colleague)[0]["id"]
    for who in ("practitioner", "admin", "outsider"):
        assert getattr(cast, who).delete(f"{API}/me/sessions/{theirs}").status_code == 404
    assert cast.practitioner.delete(f"{API}/me/sessions").json == {"ended": 0}
    assert cast.colleague.get(f"{API}/me").status_code == 200


def test_w11_a_login_that_ran_out_is_not_listed(app: Flask, cast: Cast) -> None:
    mine, _other = cast.practitioner, another(app)
    with app.app_context():
        begin_write()
        rows = db.session.scalars(db.select(LoginSession).order_by(LoginSession.created_at)).all()
        rows[-1].last_seen_at = utc_now() - timedelta(days=1)
        db.session.commit()
    assert [each["current"] for each in logins(mine)] == [True]
