"""The shell, its worker and its files: complete, the same for everybody, and cheap to ask for again."""

import gzip
import hashlib
import json
import re
from base64 import b64encode

import pytest

from server.pages.shipped import READER
from tests.conftest import API, Cast
from tests.databases import make_app
from tests.dist import manifest

SHEET = "/static/dist/style.css"
SCRIPT = "/static/dist/app.js"


def worker_constants(text: str) -> tuple[str, dict[str, str]]:
    version = json.loads(re.search(r"^const VERSION = (.+);$", text, re.MULTILINE)[1])
    return version, json.loads(re.search(r"^const PRECACHE = (.+);$", text, re.MULTILINE)[1])


def test_shell_is_the_same_for_everybody(client, cast: Cast) -> None:
    anonymous, known = client.get("/"), cast.practitioner.get("/")
    assert anonymous.status_code == 200
    assert anonymous.data == known.data
    assert "Set-Cookie" not in known.headers


def test_shell_names_one_style_sheet_and_one_script(client) -> None:
    page = client.get("/").text
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', page) == [SHEET]
    rules = client.get(SHEET).text
    assert rules.index("--paper:") < rules.index(".frame-head") < rules.index("@media print")
    assert re.findall(r'<script type="module" src="([^"]+)"', page) == [SCRIPT]
    assert page.count("<script") == 1
    assert re.findall(r'rel="modulepreload" href="/static/dist/([^"]+)"', page) == manifest()["preload"]


def test_shell_fits_the_scripts_of_other_versions(client) -> None:
    """A page may meet a newer script, and a newer page an older script: neither names the other's bytes."""
    page = client.get("/").text
    assert "integrity=" not in page
    assert "<template" not in page


def test_every_precached_file_is_served_with_the_announced_hash(client) -> None:
    version, files = worker_constants(client.get("/sw.js").text)
    assert {"/", "/manifest.webmanifest", SCRIPT, SHEET} <= files.keys()
    for url, digest in files.items():
        assert b64encode(hashlib.sha256(client.get(url).data).digest()).decode() == digest, url
    assert f'data-version="{version}"' in client.get("/").text


def test_precache_holds_every_chunk_and_nothing_it_was_made_of(client) -> None:
    _, files = worker_constants(client.get("/sw.js").text)
    made = manifest()
    expected = {f"/static/dist/{name}" for name in made["files"] if name.endswith(".js") and name != "sw.js"}
    later = {f"/static/{name}" for name in READER} | {f"/static/dist/{name}" for name in made["previous"]}
    assert {url for url in files if url.endswith(".js")} == expected - later
    assert {url.split("/")[2] for url in files if url.startswith("/static/")} == {"dist", "fonts", "icons"}


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


@pytest.mark.parametrize("url", ["/", "/sw.js", "/tablet", "/manifest.webmanifest", SHEET])
def test_known_file_costs_no_second_transfer(client, url: str) -> None:
    tag = client.get(url).headers["ETag"]
    again = client.get(url, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


NOT_SERVED = ["nope.js", "../wsgi.py", "..%2fwsgi.py", "css", "css/tokens.css", "src/app.ts", "src/sw.ts", ""]
NOT_SERVED += ["dist/MANIFEST.json"]


@pytest.mark.parametrize("path", NOT_SERVED)
def test_nothing_else_is_served(client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_a_tablet_is_told_how_to_trust_the_certificate(client, tmp_path) -> None:
    assert "PUBLIC_URL" in client.get("/tablet").text
    secure = make_app(tmp_path, f"sqlite:///{tmp_path}/a.db", public_url="https://notes.clinic.lan")
    page = secure.test_client().get("/tablet", headers={"Host": "notes.clinic.lan"}).text
    assert 'href="/needlepoint-ca.crt"' in page
    assert 'href="https://notes.clinic.lan/"' in page
    assert "Certificate Trust Settings" in page
    assert "<script" not in page
