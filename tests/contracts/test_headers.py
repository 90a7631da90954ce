"""The headers of every answer: pages, files, the API, refusals and failures alike."""

import pytest
from flask import Flask

from server.auth.guards import public
from server.auth.headers import CSP, READER, READER_CSP
from tests.conftest import API, ApiClient, Cast
from tests.databases import make_app

ANSWERS = {
    "page": ("GET", "/", 200),
    "worker": ("GET", "/sw.js", 200),
    "file": ("GET", "/static/dist/style.css", 200),
    "health": ("GET", "/livez", 200),
    "document": ("GET", f"{API}/openapi.json", 200),
    "401": ("GET", f"{API}/me", 401),
    "404": ("GET", "/nowhere", 404),
    "405": ("DELETE", f"{API}/me", 405),
    "415": ("POST", f"{API}/login", 415),
    "422": ("PUT", f"{API}/login", 405),
    "bad address": ("GET", "/?q=%ff", 400),
    "options": ("OPTIONS", "/livez", 200),
    "head": ("HEAD", "/", 200),
}
DIRECTIVES = dict(part.split(" ", 1) for part in CSP.split("; "))


@pytest.mark.parametrize(("method", "url", "status"), ANSWERS.values(), ids=ANSWERS.keys())
def test_w3_every_answer_is_fenced(client: ApiClient, method: str, url: str, status: int) -> None:
    answer = client.open(url, method=method, data=b"x=1" if method == "POST" else None)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    policy = answer.headers["Permissions-Policy"].split(", ")
    assert {each for each in policy if not each.endswith("=()")} == {
        "camera=(self)", "publickey-credentials-create=(self)", "publickey-credentials-get=(self)",
    }  # fmt: skip
    assert answer.headers["Cache-Control"] in {"no-store", "no-cache"}
    assert "Strict-Transport-Security" not in answer.headers
    assert "Server" not in answer.headers


def test_w3_failures_are_fenced_too(tmp_path) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path}/x.db")
    app.add_url_rule("/broken", view_func=public(lambda: 1 / 0), endpoint="broken")
    answer = app.test_client().get("/broken")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == CSP


def test_w2_policy_allows_nothing_inline_and_nobody_else() -> None:
    assert DIRECTIVES["default-src"] == DIRECTIVES["base-uri"] == DIRECTIVES["frame-ancestors"] == "'none'"
    assert DIRECTIVES["script-src"] == DIRECTIVES["style-src"] == DIRECTIVES["connect-src"] == "'self'"
    assert DIRECTIVES["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in CSP
    assert "*" not in CSP


def test_w2_webassembly_is_for_the_reader_of_codes_alone(client: ApiClient) -> None:
    answer = client.get(READER)
    assert answer.headers["Content-Security-Policy"] == READER_CSP
    allowed = dict(part.partition(" ")[::2] for part in READER_CSP.split("; "))
    assert allowed["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert allowed["connect-src"] == "'self'"
    assert allowed["default-src"] == "'none'"
    wasm = client.get("/static/reader/zxing_reader.wasm")
    assert (wasm.mimetype, wasm.headers["Content-Security-Policy"]) == ("application/wasm", CSP)


def test_what_people_read_is_not_kept(cast: Cast) -> None:
    for url in ("/me", "/users", "/patients", "/notes", "/sync/pull"):
        assert cast.practitioner.get(f"{API}{url}").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000"])
def test_i4_own_hosts_are_served(client: ApiClient, host: str) -> None:
    assert client.get("/livez", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "notes.example.org"])
def test_i4_other_hosts_are_refused(client: ApiClient, host: str) -> None:
    answer = client.get("/livez", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert (answer.json["code"], answer.json["address"]) == ("wrong_host", "http://127.0.0.1:8000")
    assert "PUBLIC_URL" in answer.json["detail"]
    assert host not in answer.text


def test_https_is_kept_to(tmp_path, app: Flask) -> None:
    url = app.config["NEEDLEPOINT"].database_url
    secure = make_app(tmp_path, url, public_url="https://notes.example.org", hsts_seconds=86400)
    answer = secure.test_client().get("/livez", headers={"Host": "notes.example.org"})
    assert answer.headers["Strict-Transport-Security"] == "max-age=86400"
