"""Keys that people register on a device, the copy of the data key, and who gets it back."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from server.db import begin_write, db, utc_now
from server.models import AuditEntry, LoginSession, SigningKey
from server.services.keys.sealing import to_bytes, to_text
from server.services.verify.clinic import first_break
from tests.cast import PEOPLE, fixed_id
from tests.conftest import API, Cast
from tests.keys import DATA_KEY, id_of, keys_of, new_public_key, recover, register, sealed_copy

NORTH = fixed_id("north")


def test_k1_a_person_has_no_key_until_they_register_one(cast: Cast) -> None:
    told = keys_of(cast.practitioner)
    assert len(to_bytes(told.pop("clinic"))) == 65
    assert told == {"signing": [], "recovery": False, "managed": False, "lock_minutes": 5, "lease_days": 7}


def test_k3_keys_are_registered_for_this_person_on_this_device(cast: Cast) -> None:
    browser, signing = cast.practitioner, new_public_key()
    answer = register(browser, signing=signing, recovery=sealed_copy(browser, PEOPLE["practitioner"]))
    assert (answer.status_code, answer.json) == (201, {"key": id_of(signing)})
    told = keys_of(browser)
    assert (told["signing"], told["recovery"]) == ([id_of(signing)], True)
    assert keys_of(cast.colleague)["signing"] == []
    assert first_key_notices(browser) == [], "the first key on this device is part of signing in here"


def first_key_notices(browser: Any) -> list[str]:
    return [notice["kind"] for notice in browser.get(f"{API}/me").json["notices"]]


def test_k3_a_new_key_retires_the_earlier_one_and_the_person_is_told(app: Flask, cast: Cast) -> None:
    browser, first, second = cast.practitioner, new_public_key(), new_public_key()
    register(browser, signing=first)
    register(browser, signing=second)
    assert keys_of(browser)["signing"] == [id_of(second)]
    (notice,) = browser.get(f"{API}/me").json["notices"]
    assert (notice["kind"], notice["device"]) == ("signing_key", "Tablet of practitioner")
    with app.app_context():
        kept = db.session.get_one(SigningKey, (NORTH, id_of(first)))
        assert kept.retired_at is not None
        assert first_break(NORTH) is None
    assert register(browser, signing=first).status_code == 409, "a retired key does not come back"
    assert keys_of(browser)["signing"] == [id_of(second)]


def test_k3_the_same_key_again_changes_nothing(cast: Cast) -> None:
    browser, signing = cast.practitioner, new_public_key()
    for _ in range(2):
        assert register(browser, signing=signing).json == {"key": id_of(signing)}
    assert keys_of(browser)["signing"] == [id_of(signing)]
    assert register(cast.colleague, signing=signing).status_code == 409, "nobody registers a key of another"


def test_k3_a_key_on_another_device_is_told_here(app: Flask, cast: Cast) -> None:
    browser, elsewhere = cast.practitioner, app.test_client()
    person = PEOPLE["practitioner"]
    device = {"id": fixed_id("another tablet"), "name": "Another tablet"}
    body = {"email": person.email, "password": "seven small tests, all green", "device": device}
    assert elsewhere.post(f"{API}/login", json=body).status_code == 200
    register(elsewhere, signing=new_public_key())
    assert first_key_notices(elsewhere) == []
    (notice,) = browser.get(f"{API}/me").json["notices"]
    assert (notice["kind"], notice["device"]) == ("signing_key", "Another tablet")
    register(browser, signing=new_public_key())
    assert browser.get(f"{API}/me").json["notices"] == [notice], "a key of one's own hides none made elsewhere"


@pytest.mark.parametrize("signing", ["", "AA", "A" * 87, "*" * 87, to_text(b"\x04" + bytes(64))])
def test_k1_what_is_no_public_key_is_refused(cast: Cast, signing: str) -> None:
    assert register(cast.practitioner, signing=signing).status_code == 422
    assert keys_of(cast.practitioner)["signing"] == []


def test_k3_a_copy_is_opened_before_it_is_kept(cast: Cast) -> None:
    """For another person, another device, or to another clinic it would be of no use in need."""
    browser = cast.practitioner
    for wrong in (
        sealed_copy(browser, PEOPLE["colleague"]),
        sealed_copy(browser, PEOPLE["practitioner"], PEOPLE["colleague"].device["id"]),
        sealed_copy(cast.outsider, PEOPLE["practitioner"]),
        "A" * 167,
    ):
        assert register(browser, recovery=wrong).status_code == 422
    assert keys_of(browser)["recovery"] is False


def test_k3_a_forgotten_secret_the_data_key_comes_back(app: Flask, cast: Cast) -> None:
    browser = cast.practitioner
    assert recover(browser).status_code == 404
    register(browser, signing=new_public_key(), recovery=sealed_copy(browser, PEOPLE["practitioner"]))
    answer = recover(browser)
    assert (answer.status_code, answer.json) == (200, {"data_key": to_text(DATA_KEY)})
    assert "data_key" in first_key_notices(browser)
    assert recover(cast.colleague).status_code == 404
    with app.app_context():
        rows = db.select(AuditEntry).where(AuditEntry.clinic_id == NORTH, AuditEntry.action == "key.recover")
        (row,) = db.session.scalars(rows)
        assert (row.actor_id, row.device_id) == (PEOPLE["practitioner"].id, PEOPLE["practitioner"].device["id"])
        assert to_text(DATA_KEY) not in str(row.detail)


def test_k3_only_right_after_signing_in(app: Flask, cast: Cast) -> None:
    browser = cast.practitioner
    register(browser, recovery=sealed_copy(browser, PEOPLE["practitioner"]))
    with app.app_context():
        begin_write()
        db.session.execute(db.update(LoginSession).values(created_at=utc_now() - timedelta(minutes=5, seconds=1)))
        db.session.commit()
    answer = recover(browser)
    assert (answer.status_code, answer.json["code"]) == (403, "not_recent")
    assert browser.login(PEOPLE["practitioner"]).status_code == 200
    assert recover(browser).json == {"data_key": to_text(DATA_KEY)}
