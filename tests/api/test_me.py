"""Who am I, and when that stops being true."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from server.auth.login import POLLS
from server.db import begin_write, db, utc_now
from server.models import Device, LoginSession, User
from server.schemas.accounts import NOTICES
from server.services.accounts.notices import KINDS
from tests.cast import PEOPLE, fixed_id, key_of
from tests.conftest import API, Cast


def age_session(app: Flask, **columns: object) -> None:
    with app.app_context():
        begin_write()
        db.session.execute(db.update(LoginSession).values(**columns))
        db.session.commit()


@pytest.mark.parametrize("key", list(PEOPLE))
def test_everybody_is_who_they_are(cast: Cast, key: str) -> None:
    answer = getattr(cast, key).get(f"{API}/me")
    person = PEOPLE[key]
    assert answer.status_code == 200
    assert answer.json["user"] == {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "treats": person.treats,
        "confirmed": True,
    }
    assert answer.json["clinic"]["id"] == fixed_id(person.clinic)
    assert answer.json["demo"] is False
    assert answer.json["idle_minutes"] == 60
    assert answer.json["signed_in_until"] > answer.json["server_time"]


def test_nobody_is_asked_to_sign_in(client) -> None:
    answer = client.get(f"{API}/me")
    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 401)])
def test_s3_idle_session_ends_after_an_hour(app: Flask, cast: Cast, minutes: int, status: int) -> None:
    browser = cast.practitioner
    age_session(app, last_seen_at=utc_now() - timedelta(minutes=minutes))
    assert browser.get(f"{API}/me").status_code == status


@pytest.mark.parametrize(("left_s", "status"), [(30, 200), (-1, 401)])
def test_s3_session_has_an_absolute_end(app: Flask, cast: Cast, left_s: int, status: int) -> None:
    browser = cast.practitioner
    age_session(app, expires_at=utc_now() + timedelta(seconds=left_s))
    assert browser.get(f"{API}/me").status_code == status


def test_being_seen_is_written_at_most_once_a_minute(app: Flask, cast: Cast) -> None:
    browser = cast.practitioner
    long_ago, just_now = utc_now() - timedelta(minutes=5), utc_now() - timedelta(seconds=30)
    age_session(app, last_seen_at=long_ago)
    age_device(app, long_ago)
    browser.get(f"{API}/patients")
    assert acted_at(app) > long_ago
    assert utc_now() - device_seen_at(app) < timedelta(minutes=1)
    age_session(app, last_seen_at=just_now)
    age_device(app, just_now)
    browser.get(f"{API}/patients")
    assert (acted_at(app), device_seen_at(app)) == (just_now, just_now)


def acted_at(app: Flask) -> datetime:
    with app.app_context():
        return db.session.scalars(db.select(LoginSession.last_seen_at)).one()


def device_seen_at(app: Flask) -> datetime:
    with app.app_context():
        return db.session.get_one(Device, (fixed_id("north"), PEOPLE["practitioner"].device["id"])).last_seen_at


def age_device(app: Flask, last_seen_at: datetime) -> None:
    with app.app_context():
        mine = Device.id == PEOPLE["practitioner"].device["id"]
        db.session.execute(db.update(Device).where(mine).values(last_seen_at=last_seen_at))
        db.session.commit()


@pytest.mark.parametrize("path", sorted(POLLS))
@pytest.mark.parametrize("idle", [None, "3540", "soon", "-1"])
def test_w10_what_only_a_clock_asks_does_not_renew_a_login(app: Flask, cast: Cast, path: str, idle: str | None) -> None:
    browser, then = cast.practitioner, utc_now() - timedelta(minutes=59)
    age_session(app, last_seen_at=then)
    age_device(app, then)
    query = "?ids=" + fixed_id("nobody") if path.endswith("snapshot") else ""
    answer = browser.get(path + query, headers={"X-Idle": idle})
    assert answer.status_code != 401
    assert acted_at(app) == then
    assert utc_now() - device_seen_at(app) < timedelta(minutes=1), "the tablet was heard of all the same"


@pytest.mark.parametrize(("path", "idle", "ago"), [("me", "0", 0), ("sync/ping", "600", 600), ("patients", None, 0)])
def test_w10_an_act_renews_it_as_of_its_time(app: Flask, cast: Cast, path: str, idle: str | None, ago: int) -> None:
    browser, before = cast.practitioner, utc_now()
    age_session(app, last_seen_at=before - timedelta(minutes=59))
    assert browser.get(f"{API}/{path}", headers={"X-Idle": idle}).status_code == 200
    assert before <= acted_at(app) + timedelta(seconds=ago) <= utc_now()


def test_s4_disabled_person_is_out_at_the_next_request(app: Flask, cast: Cast) -> None:
    browser = cast.practitioner
    with app.app_context():
        begin_write()
        db.session.get_one(User, key_of(PEOPLE["practitioner"].id)).active = False
        db.session.commit()
    assert browser.get(f"{API}/me").status_code == 401


def test_s4_session_on_a_blocked_device_is_out_at_the_next_request(app: Flask, cast: Cast) -> None:
    """Though it is open: one that was being opened while the device was blocked."""
    browser, person = cast.practitioner, PEOPLE["practitioner"]
    with app.app_context():
        begin_write()
        db.session.get_one(Device, (person.actor.clinic_id, person.device["id"])).status = "revoked"
        db.session.commit()
    assert browser.get(f"{API}/me").status_code == 401


def test_every_kind_of_notice_is_described() -> None:
    assert set(KINDS.values()) - set(NOTICES) == set()


@pytest.mark.parametrize("token", ["", "x", "x" * 3000, "needlepoint", "\u0141"])
def test_invented_tokens_open_nothing(client, token: str) -> None:
    client.set_cookie("needlepoint", token)
    assert client.get(f"{API}/me").status_code == 401
