"""A login whose person has not opened their device: the cookie stays in a browser that is locked or handed over, and it
alone shows nothing of a record, does nothing in their name, and makes nobody able to."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from server.auth.guards import PUBLIC, declared_access
from server.db import begin_write, db, utc_now
from server.domain.permissions import Action
from server.models import LoginSession, SigningKey
from tests.cast import PASSWORD, PEOPLE, fixed_id
from tests.conftest import API, ApiClient, Cast
from tests.keys import id_of, keys_of, new_pair, new_public_key, recover, register, sealed_copy, sign, signed
from tests.tablet import Tablet

FEW_ON_POSTGRESQL = True

OPEN = "X-Needlepoint-Open"
LOCKED = {OPEN: None}
ALSO_LOCKED = {
    f"GET {API}/me", f"POST {API}/logout", f"GET {API}/sync/ping", f"POST {API}/me/keys",
    f"POST {API}/me/keys/recover",
}  # fmt: skip


@pytest.fixture
def browser(cast: Cast) -> ApiClient:
    """That of the practitioner, who has a key on it."""
    made: ApiClient = cast.practitioner
    assert register(made, signing=new_public_key()).status_code == 201
    return made


def login_of(browser: ApiClient) -> str:
    return str(browser.get(f"{API}/me").json["login"])


def test_w1_the_cookie_of_a_locked_device_opens_no_route(app: Flask, browser: ApiClient) -> None:
    """Whatever the method, the body or what it names; only a few routes that tell and do nothing of a record."""
    opened = set()
    with app.app_context():
        rules = [(rule, declared_access(rule.endpoint)) for rule in app.url_map.iter_rules()]
    rules.sort(key=lambda each: each[0].rule.endswith("/logout"))  # last: it ends the login
    for rule, access in rules:
        if access == PUBLIC or not isinstance(access, Action):
            continue
        path = re.sub(r"<[^>]+>", fixed_id("nobody"), rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = browser.open(path, method=method, json={}, headers=LOCKED)
            if (answer.status_code, answer.json.get("code")) != (403, "locked"):
                opened.add(f"{method} {rule.rule}")
    assert opened == ALSO_LOCKED


def test_w1_an_open_device_reads(browser: ApiClient) -> None:
    assert browser.get(f"{API}/patients").status_code == 200
    assert browser.get(f"{API}/patients", headers=LOCKED).json["code"] == "locked"


def test_w1_nothing_but_a_signature_over_this_login_opens_it(app: Flask, cast: Cast, browser: ApiClient) -> None:
    mine, login = browser.key, login_of(browser)
    assert mine is not None
    other, public = new_pair()
    register(cast.colleague, signing=public)
    said = f"needlepoint open 1\n{login}"
    for wrong in (
        "", "A" * 86, "ä" * 86, "*" * 86, sign(mine, said)[:-1], sign(other, said), sign(mine, login),
        sign(mine, f"needlepoint open 1\n{login_of(cast.colleague)}"), sign(mine, f"needlepoint op 1\n{login}"),
    ):  # fmt: skip
        answer = browser.get(f"{API}/patients", headers={OPEN: wrong.encode().decode("latin-1")})
        assert (answer.status_code, answer.json["code"]) == (403, "locked"), wrong
    assert browser.get(f"{API}/patients", headers={OPEN: sign(mine, said)}).status_code == 200
    with app.app_context():
        begin_write()
        db.session.execute(db.update(SigningKey).values(retired_at=utc_now()).where(SigningKey.id != id_of(public)))
        db.session.add(a_key_after(PEOPLE["practitioner"].id))
        db.session.commit()
    assert browser.get(f"{API}/patients", headers={OPEN: sign(mine, said)}).json["code"] == "locked"


def a_key_after(user_id: str) -> SigningKey:
    row = {"clinic_id": fixed_id("north"), "user_id": user_id, "device_id": PEOPLE["practitioner"].device["id"]}
    public = new_public_key()
    return SigningKey(**row, id=id_of(public), public=public, created_at=utc_now())


def test_w1_what_was_said_of_an_earlier_login_opens_no_later_one(browser: ApiClient) -> None:
    said = browser.say_open()
    assert browser.login(PEOPLE["practitioner"]).status_code == 200
    assert browser.get(f"{API}/patients", headers={OPEN: said}).json["code"] == "locked"
    assert browser.get(f"{API}/patients").status_code == 200


def age_login(app: Flask) -> None:
    with app.app_context():
        begin_write()
        old = utc_now() - timedelta(minutes=5, seconds=1)
        db.session.execute(db.update(LoginSession).values(created_at=old, proved_at=None))
        db.session.commit()


KEYS, RECOVER = f"{API}/me/keys", f"{API}/me/keys/recover"


@pytest.mark.parametrize("has_key", [True, False], ids=["with a key", "without one"])
def test_w1_right_after_the_password_the_cookie_alone_makes_no_key_and_gets_none_back(
    cast: Cast, app: Flask, has_key: bool
) -> None:
    """The answer to the sign-in says a proof that no cookie holds; one of another login is none."""
    person = PEOPLE["practitioner"]
    browser: ApiClient = cast.practitioner
    if has_key:
        register(browser, signing=new_public_key(), recovery=sealed_copy(browser, person))
    mine = browser.login(person).json["proof"]
    other = cast.colleague.login(PEOPLE["colleague"]).json["proof"]
    assert mine not in str([cookie.value for cookie in browser._cookies.values()]) + str(browser.get(f"{API}/me").json)
    before = keys_of(browser)
    for stolen in ({}, {"proof": other}, {"proof": "A" * 43}, {"proof": "ä" * 43}):
        for path, body in ((KEYS, {"signing": new_public_key()}), (RECOVER, {})):
            answer = browser.post(path, json=body | stolen, headers=LOCKED)
            known = (404, "not_found") if path == RECOVER and not has_key else (403, "not_recent")
            assert (answer.status_code, answer.json["code"]) == known, (path, stolen)
    assert keys_of(browser) == before
    assert browser.post(KEYS, json={"signing": new_public_key(), "proof": mine}, headers=LOCKED).status_code == 201
    age_login(app)
    answer = browser.post(KEYS, json={"signing": new_public_key(), "proof": mine}, headers=LOCKED)
    assert answer.json["code"] == "not_recent", "a proof is of the first five minutes"


@pytest.mark.parametrize("what", ["signing", "recovery"])
def test_w1_a_locked_device_takes_no_other_key(app: Flask, browser: ApiClient, what: str) -> None:
    """Else whoever finds it makes a key of their own and signs with it."""
    body = {"signing": new_public_key()}
    if what == "recovery":
        body = {"recovery": sealed_copy(browser, PEOPLE["practitioner"])}
    age_login(app)
    before = keys_of(browser)
    answer = browser.post(f"{API}/me/keys", json=body, headers=LOCKED)
    assert (answer.status_code, answer.json["code"]) == (403, "not_recent")
    assert keys_of(browser) == before
    assert register(browser, **body).status_code == 201, "an open one does"


def test_k3_who_has_just_given_the_password_makes_another_key(browser: ApiClient) -> None:
    """A forgotten secret: the device cannot be opened."""
    register(browser, recovery=sealed_copy(browser, PEOPLE["practitioner"]))
    browser.key = None
    assert browser.login(PEOPLE["practitioner"]).status_code == 200
    assert recover(browser).status_code == 200
    assert register(browser, signing=new_public_key()).status_code == 201
    assert browser.get(f"{API}/patients").status_code == 200


def test_k4_a_locked_device_signs_nothing_and_delivers_what_is_sealed(
    app: Flask, browser: ApiClient, cast: Cast
) -> None:
    ana = Tablet(cast, "practitioner")
    op = ana.op("create", "patient", str(uuid4()), fields={"identity": {"given": "Ana", "family": "Ruiz"}})
    body = {"proto": 1, "epoch": None, "device_id": ana.person.device["id"], "app": "test", "ops": [op]}
    assert browser.key is not None
    for sent in (op, signed(op, browser.key)):
        answer = browser.post(f"{API}/sync/push", json=body | {"ops": [sent]}, headers=LOCKED)
        assert (answer.status_code, answer.json["code"]) == (403, "locked")
    assert browser.get(f"{API}/patients/{op['id']}").status_code == 404
    sealed = {"ops": [{"op_id": op["op_id"], "sealed": "A" * 200}]}
    assert browser.post(f"{API}/sync/sealed", json=sealed, headers=LOCKED).status_code == 200


def test_w12_what_a_locked_device_was_refused_is_counted(browser: ApiClient, cast: Cast) -> None:
    browser.get(f"{API}/patients", headers=LOCKED)
    rows = cast.admin.get(f"{API}/audit?user={PEOPLE['practitioner'].id}").json["items"]
    assert rows[0]["action"] == "access.deny"


def test_w1_a_device_without_a_key_goes_on_as_before(cast: Cast, browser: ApiClient, app: Flask) -> None:
    """One of a version of before, or a program of the clinic's own: the same person on another device."""
    assert cast.colleague.get(f"{API}/patients").status_code == 200
    elsewhere = app.test_client()
    device = {"id": fixed_id("another tablet"), "name": "Another tablet"}
    body = {"email": PEOPLE["practitioner"].email, "password": PASSWORD, "device": device}
    assert elsewhere.post(f"{API}/login", json=body).status_code == 200
    assert elsewhere.get(f"{API}/patients").status_code == 200
