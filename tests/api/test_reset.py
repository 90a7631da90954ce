"""W3: another password for somebody else is never in one person's hands."""

from typing import Any

import pytest
from flask import Flask

from tests.cast import PASSWORD, PEOPLE
from tests.codes import code_after, first_code
from tests.conftest import API, ApiClient, Cast

pytestmark = pytest.mark.slow

COLLEAGUE = PEOPLE["colleague"]
PATH = f"{API}/users/{COLLEAGUE.id}/reset"
NEW = "an entirely fresh sentence"


def choose(app: Flask, token: str, code: str | None = None) -> Any:
    more = {} if code is None else {"code": code}
    body = {"token": token, "password": NEW, "device": COLLEAGUE.device, **more}
    return app.test_client().post(f"{API}/invites", json=body)


def kinds(client: ApiClient) -> list[str]:
    return [one["kind"] for one in client.get(f"{API}/me").json["notices"]]


def test_w3_the_link_of_an_administrator_is_nothing_without_a_second_person(app: Flask, cast: Cast) -> None:
    started = cast.admin.post(PATH, json={})
    assert (started.status_code, started.json["needs"]) == (200, "second_person")
    token = started.json["token"]
    assert choose(app, token).json["code"] == "second_factor_needed"
    assert choose(app, token, "AAAA-AAAA-AAAA-AAAA").json["code"] == "wrong_code"
    for who, status in (("admin", 403), ("colleague", 403), ("practitioner", 403), ("outsider", 404)):
        assert getattr(cast, who).post(f"{PATH}/confirm", json={}).status_code == status, who
    assert app.test_client().login(COLLEAGUE).status_code == 200, "the present password goes on meanwhile"
    code = cast.supervisor.post(f"{PATH}/confirm", json={}).json["code"]
    before = cast.colleague
    done = choose(app, token, f" {code.lower()} ")
    assert done.status_code == 200, done.text
    assert before.get(f"{API}/me").status_code == 401
    assert app.test_client().login(COLLEAGUE).status_code == 401
    assert app.test_client().login(COLLEAGUE, NEW).status_code == 200
    assert choose(app, token, code).json["code"] == "invalid_token"


def test_w3_a_code_is_for_its_link_alone(app: Flask, cast: Cast) -> None:
    cast.admin.post(PATH, json={})
    code = cast.supervisor.post(f"{PATH}/confirm", json={}).json["code"]
    later = cast.admin.post(PATH, json={}).json["token"]
    assert choose(app, later, code).json["code"] == "wrong_code", "of a link made since, nobody has confirmed anything"


def test_w3_the_code_is_not_to_be_guessed(app: Flask, cast: Cast) -> None:
    token = cast.admin.post(PATH, json={}).json["token"]
    cast.supervisor.post(f"{PATH}/confirm", json={})
    assert 429 in {choose(app, token, f"{n:016}").status_code for n in range(12)}


def test_w3_with_one_time_codes_the_person_confirms_it(app: Flask, cast: Cast) -> None:
    mine = cast.colleague
    mine.post(f"{API}/me/second-factor", json={})
    with app.app_context():
        first = first_code(COLLEAGUE)
    assert mine.post(f"{API}/me/second-factor/confirm", json={"code": first}).status_code == 200
    started = cast.admin.post(PATH, json={})
    assert started.json["needs"] == "code"
    code = cast.supervisor.post(f"{PATH}/confirm", json={}).json["code"]
    assert choose(app, started.json["token"], code).json["code"] == "wrong_code", "two others are not enough"
    with app.app_context():
        own = code_after(COLLEAGUE, 1)
    assert choose(app, started.json["token"], own).status_code == 200


def test_w3_the_person_and_those_who_confirm_are_told(app: Flask, cast: Cast) -> None:
    token = cast.admin.post(PATH, json={}).json["token"]
    notices = cast.colleague.get(f"{API}/me").json["notices"]
    assert [(one["kind"], one["by"]) for one in notices] == [("password_reset", PEOPLE["admin"].name)]
    (told,) = cast.supervisor.get(f"{API}/me").json["notices"]
    assert (told["kind"], told["name"], told["by"]) == ("reset", COLLEAGUE.name, PEOPLE["admin"].name)
    assert kinds(cast.practitioner) == kinds(cast.outsider) == []
    choose(app, token, cast.supervisor.post(f"{PATH}/confirm", json={}).json["code"])
    assert kinds(cast.supervisor) == []


def test_w3_a_password_that_the_person_changed_meanwhile_ends_the_reset(app: Flask, cast: Cast) -> None:
    token = cast.admin.post(PATH, json={}).json["token"]
    assert cast.colleague.post(f"{API}/me/password", json={"current": PASSWORD, "password": NEW}).status_code == 200
    waiting = {user["id"]: user["reset_by"] for user in cast.supervisor.get(f"{API}/users").json["items"]}
    assert waiting[COLLEAGUE.id] is None, "nobody is asked to confirm it"
    assert choose(app, token).json["code"] == "invalid_token"


def test_w3_who_cannot_be_reset(cast: Cast) -> None:
    own = cast.admin.post(f"{API}/users/{PEOPLE['admin'].id}/reset", json={})
    assert (own.status_code, own.json["reason"]) == (403, "own")
    new = {"email": "new@example.org", "name": "New Person", "role": "practitioner"}
    joining = cast.admin.post(f"{API}/users", json=new).json["id"]
    refused = cast.admin.post(f"{API}/users/{joining}/reset", json={})
    assert (refused.status_code, refused.json["reason"]) == (409, "no_password")
    assert cast.supervisor.post(PATH, json={}).status_code == 403
    assert cast.supervisor.post(f"{PATH}/confirm", json={}).json["reason"] == "no_reset"
