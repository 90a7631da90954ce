"""Devices: who may list them, that an admin may block them, and that blocking holds at the next request."""

import pytest
from flask import Flask
from sqlalchemy import delete, update
from werkzeug.test import TestResponse

from server.db import begin_write, db
from server.models import LoginSession, Throttle, User
from tests.cast import PASSWORD, PEOPLE, Person
from tests.conftest import API, ApiClient, Cast

TABLET = PEOPLE["practitioner"].device


@pytest.mark.parametrize(("key", "status"), [("admin", 200), ("supervisor", 200), ("practitioner", 403)])
def test_who_sees_the_list(cast: Cast, key: str, status: int) -> None:
    assert getattr(cast, key).get(f"{API}/devices").status_code == status


def test_list_holds_the_clinics_own_devices(cast: Cast) -> None:
    items = cast.admin.get(f"{API}/devices").json["items"]
    assert {item["id"] for item in items} == {
        PEOPLE[key].device["id"] for key in ("practitioner", "colleague", "supervisor", "admin")
    }
    assert all(item["status"] == "active" for item in items)


def test_the_list_names_who_used_a_device_last(cast: Cast, app: Flask) -> None:
    for browser in (cast.practitioner, cast.supervisor):
        assert browser.get(f"{API}/me").status_code == 200
    assert last_people(cast)[TABLET["id"]] == PEOPLE["practitioner"].name
    here = {"email": PEOPLE["colleague"].email, "password": PASSWORD, "device": TABLET}
    assert cast.practitioner.post(f"{API}/login", json=here).status_code == 200
    assert cast.practitioner.get(f"{API}/patients").status_code == 200
    assert last_people(cast)[TABLET["id"]] == PEOPLE["colleague"].name
    with app.app_context():
        begin_write()
        db.session.execute(delete(LoginSession).where(LoginSession.device_id == PEOPLE["supervisor"].device["id"]))
        db.session.commit()
    assert last_people(cast)[PEOPLE["supervisor"].device["id"]] is None


def last_people(cast: Cast) -> dict[str, str | None]:
    return {item["id"]: item["last_person"] for item in cast.admin.get(f"{API}/devices").json["items"]}


def test_s4_blocked_device_is_out_at_the_next_request(cast: Cast) -> None:
    browser = cast.practitioner
    answer = cast.admin.patch(f"{API}/devices/{TABLET['id']}", json={"status": "revoked"})
    assert answer.json["status"] == "revoked"
    assert browser.get(f"{API}/me").status_code == 401
    assert browser.login(PEOPLE["practitioner"]).status_code == 403


def test_readmitted_device_has_to_sign_in_again(cast: Cast) -> None:
    browser = cast.practitioner
    for status in ("revoked", "active"):
        cast.admin.patch(f"{API}/devices/{TABLET['id']}", json={"status": status})
    assert browser.get(f"{API}/me").status_code == 401
    assert browser.login(PEOPLE["practitioner"]).status_code == 200


@pytest.mark.parametrize("key", ["supervisor", "practitioner"])
def test_only_admins_block(cast: Cast, key: str) -> None:
    assert getattr(cast, key).patch(f"{API}/devices/{TABLET['id']}", json={"status": "revoked"}).status_code == 403


def test_device_of_another_clinic_is_missing(cast: Cast) -> None:
    answer = cast.admin.patch(f"{API}/devices/{PEOPLE['outsider'].device['id']}", json={"status": "revoked"})
    assert answer.status_code == 404


def test_same_tablet_in_two_clinics_is_two_devices(app, cast: Cast) -> None:
    shared = app.test_client()
    body = {"email": PEOPLE["outsider"].email, "password": "seven small tests, all green", "device": TABLET}
    assert shared.post(f"{API}/login", json=body).status_code == 200
    cast.admin.patch(f"{API}/devices/{TABLET['id']}", json={"status": "revoked"})
    assert shared.get(f"{API}/me").status_code == 200


@pytest.mark.parametrize("body", [{}, {"status": "lost"}, {"status": None}, {"name": "x"}])
def test_only_the_status_can_be_set(cast: Cast, body: dict) -> None:
    assert cast.admin.patch(f"{API}/devices/{TABLET['id']}", json=body).status_code == 422


def sign_in_on(tablet: dict[str, str], browser: ApiClient, person: Person) -> TestResponse:
    return browser.post(f"{API}/login", json={"email": person.email, "password": PASSWORD, "device": tablet})


def test_w14_nobody_signs_in_under_the_name_of_a_tablet_they_do_not_hold(app: Flask, cast: Cast) -> None:
    tablet, stranger = cast.practitioner, app.test_client()
    renamed = TABLET | {"name": "Mine now"}
    answer = sign_in_on(renamed, stranger, PEOPLE["colleague"])
    assert (answer.status_code, answer.json["code"]) == (403, "device_held")
    assert stranger.get(f"{API}/me").status_code == 401
    names = {each["id"]: each["name"] for each in cast.admin.get(f"{API}/devices").json["items"]}
    assert names[TABLET["id"]] == TABLET["name"]
    assert sign_in_on(TABLET, tablet, PEOPLE["colleague"]).status_code == 200


def test_a3_a_right_password_on_a_tablet_held_elsewhere_is_no_wrong_try(app: Flask, cast: Cast) -> None:
    holder, stranger = cast.practitioner, app.test_client()
    assert holder.get(f"{API}/me").status_code == 200
    assert (
        stranger.post(
            f"{API}/login", json={"email": PEOPLE["colleague"].email, "password": "wrong", "device": TABLET}
        ).status_code
        == 401
    )
    for _ in range(8):
        assert sign_in_on(TABLET, stranger, PEOPLE["colleague"]).json["code"] == "device_held"
    with app.app_context():
        assert sorted(db.session.scalars(db.select(Throttle.failures))) == [1, 1]  # of the account, of the address


def test_w14_whoever_has_worked_on_a_tablet_takes_it_up_again_for_all(app: Flask, cast: Cast) -> None:
    """The browser has lost its cookies, and not what is unsent."""
    cast.practitioner.get(f"{API}/me")
    cleared = app.test_client()
    assert sign_in_on(TABLET, cleared, PEOPLE["colleague"]).status_code == 403
    assert sign_in_on(TABLET, cleared, PEOPLE["practitioner"]).status_code == 200
    assert sign_in_on(TABLET, cleared, PEOPLE["colleague"]).status_code == 200


def test_w14_a_mark_that_the_browser_chose_is_not_taken_on(app: Flask) -> None:
    browser, chosen = app.test_client(), "x" * 43
    browser.set_cookie("needlepoint-device", chosen)
    browser.login(PEOPLE["practitioner"])
    ours = browser.get_cookie("needlepoint-device").value
    assert (len(ours), ours == chosen) == (43, False)
    browser.login(PEOPLE["practitioner"])
    assert browser.get_cookie("needlepoint-device").value == ours


def test_w14_a_mark_that_is_ours_stays_on_a_device_that_nobody_holds(app: Flask, cast: Cast) -> None:
    """With another mark, what others have not sent from this browser could no longer be delivered."""
    browser = cast.practitioner
    ours = browser.get_cookie("needlepoint-device").value
    other = TABLET | {"id": "0192f0aa-0000-7000-8000-0000000000d9"}
    assert sign_in_on(other, browser, PEOPLE["colleague"]).status_code == 200
    assert browser.get_cookie("needlepoint-device").value == ours


def test_w14_a_tablet_of_somebody_who_has_left_is_free(app: Flask, cast: Cast) -> None:
    cast.practitioner.get(f"{API}/me")
    newcomer = app.test_client()
    assert sign_in_on(TABLET, newcomer, PEOPLE["colleague"]).status_code == 403
    with app.app_context():
        begin_write()
        everybody = update(User).where(User.email == PEOPLE["practitioner"].email)
        db.session.execute(everybody.values(active=False, drains_until=None))
        db.session.commit()
    assert sign_in_on(TABLET, newcomer, PEOPLE["colleague"]).status_code == 200
