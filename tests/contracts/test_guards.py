"""Deny by default: every route declares who may call it, and requests from foreign pages are refused."""

import pytest
from flask import Flask, jsonify

from server.auth.drain import may_drain, may_send_pictures, may_send_sealed
from server.auth.guards import PUBLIC, declared_access
from server.domain.permissions import Action
from tests.cast import PEOPLE
from tests.conftest import API, ApiClient, Cast
from tests.databases import make_app

OPEN_TO_ALL = {
    "accounts.join",
    "accounts.login",
    "health.livez",
    "health.readyz",
    "openapi.document",
    "pages.manifest",
    "pages.service_worker",
    "pages.shell",
    "pages.static",
    "pages.tablet",
    "patient_link.ask",
    "patient_link.open_page",
    "setup.set_up",
    "setup.setup_state",
}
CROSS_SITE = {
    "no header": {"X-Requested-With": None},
    "another header": {"X-Requested-With": "XMLHttpRequest"},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "foreign origin": {"Origin": "https://evil.example"},
    "origin null": {"Origin": "null"},
    "origin of another port": {"Origin": "http://localhost:1"},
    "a port that begins alike": {"Origin": "http://127.0.0.1:80001"},
    "a host that begins alike": {"Origin": "http://127.0.0.1:8000.evil.example"},
    "a host that ends alike": {"Origin": "http://evil.example/http://127.0.0.1:8000"},
    "our address without its port": {"Origin": "http://127.0.0.1"},
    "our address, encrypted": {"Origin": "https://127.0.0.1:8000"},
    "our host behind another name": {"Origin": "http://evil@localhost"},
    "our host with a path": {"Origin": "http://localhost/elsewhere"},
}
OWN_SITE = {
    "a program": {},
    "our page": {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    "typed in": {"Sec-Fetch-Site": "none"},
    "an old browser": {"Origin": "http://localhost"},
    "the public address": {"Origin": "http://127.0.0.1:8000"},
}


def test_z1_every_door_says_who_may_pass(app: Flask) -> None:
    with app.app_context():
        access = {rule.endpoint: declared_access(rule.endpoint) for rule in app.url_map.iter_rules()}
    assert [name for name, who in access.items() if who is None] == []
    assert {name for name, who in access.items() if who == PUBLIC} == OPEN_TO_ALL
    asked = {name: who for name, who in access.items() if who != PUBLIC and not isinstance(who, Action)}
    assert asked == {
        "sync.drain": may_drain,
        "sealed.send_sealed": may_send_sealed,
        "pictures.send_picture": may_send_pictures,
    }


def test_z1_a_door_that_says_nothing_is_shut(tmp_path) -> None:
    bare = make_app(tmp_path, f"sqlite:///{tmp_path}/bare.db")
    bare.add_url_rule("/forgotten", view_func=lambda: jsonify("inside"), endpoint="forgotten")
    answer = bare.test_client().get("/forgotten")
    assert (answer.status_code, answer.json["code"]) == (403, "not_allowed")


def test_z1_nobody_passes_a_door_that_names_an_action(app: Flask, client: ApiClient) -> None:
    with app.app_context():
        guarded = [rule for rule in app.url_map.iter_rules() if declared_access(rule.endpoint) != PUBLIC]
    assert guarded
    for rule in guarded:
        url = rule.build(dict.fromkeys(rule.arguments, PEOPLE["admin"].id), append_unknown=False)[1]
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            assert client.open(url, method=method).status_code == 401, (method, url)


@pytest.mark.parametrize("headers", CROSS_SITE.values(), ids=CROSS_SITE.keys())
def test_w1_foreign_pages_change_nothing(cast: Cast, headers: dict) -> None:
    answer = cast.admin.post(f"{API}/users", json={}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "cross_site")


@pytest.mark.parametrize("headers", CROSS_SITE.values(), ids=CROSS_SITE.keys())
def test_w1_foreign_pages_sign_nobody_in(client: ApiClient, headers: dict) -> None:
    body = {"email": PEOPLE["admin"].email, "password": "x", "device": PEOPLE["admin"].device}
    answer = client.post(f"{API}/login", json=body, headers=headers)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("headers", OWN_SITE.values(), ids=OWN_SITE.keys())
def test_w1_our_own_pages_and_programs_pass(cast: Cast, headers: dict) -> None:
    assert cast.admin.post(f"{API}/users", json={}, headers=headers).status_code == 422


@pytest.mark.parametrize(("origin", "status"), [("http://notes.example.org", 403), ("https://notes.example.org", 422)])
def test_w1_behind_https_a_page_over_plain_http_is_foreign(tmp_path, origin: str, status: int) -> None:
    secure = make_app(tmp_path, f"sqlite:///{tmp_path}/bare.db", public_url="https://notes.example.org")
    headers = {"Host": "notes.example.org", "X-Requested-With": "needlepoint", "Origin": origin}
    assert secure.test_client().post(f"{API}/login", json={}, headers=headers).status_code == status


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_w1_nothing_but_json_is_read(cast: Cast, kind: str) -> None:
    answer = cast.admin.post(f"{API}/users", data=b'{"name": "x"}', content_type=kind)
    assert (answer.status_code, answer.json["code"]) == (415, "not_json")


def test_reading_needs_no_header(cast: Cast) -> None:
    assert cast.admin.get(f"{API}/me", headers={"X-Requested-With": None}).status_code == 200
