"""The shell, its worker and its files: complete, the same for everybody, and cheap to ask for again."""

import gzip
import hashlib
import json
import re
from base64 import b64encode

import pytest

from server.pages.assets import make_asset
from server.pages.order import import_closure
from tests.conftest import API, Cast

SHEET = "/static/css/needlepoint.css"


def worker_constants(text: str) -> tuple[str, dict[str, str]]:
    version = json.loads(re.search(r"^const VERSION = (.+);$", text, re.MULTILINE)[1])
    return version, json.loads(re.search(r"^const PRECACHE = (.+);$", text, re.MULTILINE)[1])


def test_shell_is_the_same_for_everybody(client, cast: Cast) -> None:
    anonymous, known = client.get("/"), cast.practitioner.get("/")
    assert anonymous.status_code == 200
    assert anonymous.data == known.data
    assert "Set-Cookie" not in known.headers


def test_shell_names_one_style_sheet_and_what_app_js_imports(client) -> None:
    page = client.get("/").text
    styles = re.findall(r'rel="stylesheet" href="([^"]+)"', page)
    modules = re.findall(r'rel="modulepreload" href="([^"]+)"', page)
    assert styles == [SHEET]
    rules = client.get(SHEET).text
    assert rules.index("--paper:") < rules.index(".frame-head") < rules.index("@media print")
    assert modules[0] == "/static/js/app.js"
    assert "/static/js/views/frame.js" in modules
    assert all(client.get(url).status_code == 200 for url in styles + modules)


def test_shell_lists_what_the_first_screens_need_beyond_that(client) -> None:
    page = client.get("/").text
    first = re.findall(r'rel="modulepreload" href="([^"]+)"', page)
    screens = dict(re.findall(r'<meta name="modules" data-screen="([^"]+)" content="([^"]+)">', page))
    assert {path: urls.split()[0] for path, urls in screens.items()} == {
        "/": "/static/js/views/home.js",
        "/sign-in": "/static/js/views/sign-in.js",
    }
    listed = [url for urls in screens.values() for url in urls.split()]
    assert not set(listed) & set(first)
    assert all(client.get(url).status_code == 200 for url in listed)


def test_imports_are_found_on_one_line_and_on_many() -> None:
    lines = (
        'import{a as b}from"./a.js";import{c}from"./b.js";',
        "export {",
        "  d,",
        '} from "./c.js";',
        'import "./d.js";',
    )
    body = "\n".join((*lines, 'import("./e.js");')).encode()
    assets = {f"js/{name}.js": make_asset(b"", "text/javascript") for name in "abcde"}
    assets["js/app.js"] = make_asset(body, "text/javascript")
    assert import_closure(assets, "js/app.js") == ["js/app.js", *(f"js/{name}.js" for name in "abcd")]


def test_every_precached_file_is_served_with_the_announced_hash(client) -> None:
    version, files = worker_constants(client.get("/sw.js").text)
    assert {"/", "/manifest.webmanifest", "/static/js/app.js", SHEET} <= files.keys()
    for url, digest in files.items():
        assert b64encode(hashlib.sha256(client.get(url).data).digest()).decode() == digest, url
    assert f'data-version="{version}"' in client.get("/").text


def test_precache_holds_no_data(client) -> None:
    _, files = worker_constants(client.get("/sw.js").text)
    assert not [url for url in files if url.startswith("/api")]


def test_worker_is_never_kept_and_may_serve_the_root(client) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"


def test_version_of_the_shell_is_the_one_the_api_tells(client, cast: Cast) -> None:
    version, _ = worker_constants(client.get("/sw.js").text)
    assert cast.practitioner.get(f"{API}/me").json["version"] == version


def test_text_is_packed_for_who_takes_it(client) -> None:
    plain = client.get(SHEET)
    packed = client.get(SHEET, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["ETag"] != packed.headers["ETag"]


@pytest.mark.parametrize("url", ["/", "/sw.js", "/manifest.webmanifest", SHEET])
def test_known_file_costs_no_second_transfer(client, url: str) -> None:
    tag = client.get(url).headers["ETag"]
    again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


NOT_SERVED = ["nope.js", "../wsgi.py", "..%2fwsgi.py", "css", "css/tokens.css", "js/types.d.ts", ""]


@pytest.mark.parametrize("path", NOT_SERVED)
def test_nothing_else_is_served(client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404
