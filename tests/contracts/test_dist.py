"""What is shipped is what the source makes. Seen without Node; where npm is there, `make lint` builds and compares."""

import json
import re
import shutil

import pytest

from server.cli import messages
from tests.dist import DIST, ROOT, SOURCES, manifest, stale

TRANSLATED = re.compile(r"(?<![\w.$])t\(\s*")
PLAIN = re.compile(r'"(?:[^"\\\n]|\\.)*"|[A-Za-z_$][\w$.]*(?:\[[^\]]+\])?')
LICENCES = {"@noble/ciphers": "MIT", "idb": "ISC", "lit-html": "BSD-3-Clause", "zxing-wasm": "MIT"}


def test_the_build_was_made_of_these_sources() -> None:
    assert stale() == [], "run `make js`"


@pytest.mark.parametrize("path", ["static/src/app.ts", "static/src/sw.ts", "static/dist/app.js", ".ci/build.mjs"])
def test_a_change_is_seen(tmp_path, path: str) -> None:
    for name in (*SOURCES, "static/dist"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    assert stale(tmp_path) == stale()
    with (tmp_path / path).open("a") as file:
        file.write("\n")
    (tmp_path / "static/src/new.ts").touch()
    (tmp_path / "static/src/api.ts").unlink()
    expected = {path.replace("static/dist/", "dist/"), "static/src/new.ts", "static/src/api.ts"}
    assert expected <= set(stale(tmp_path))


def test_every_text_of_the_scripts_can_be_translated() -> None:
    """``t()`` takes a text or a name: what is put together at run time stands in no catalogue."""
    wrong = []
    for path in sorted((ROOT / "static/src").rglob("*.ts")):
        code = re.sub(r"^\s*(?://|\*|/\*).*$", "", path.read_text(), flags=re.MULTILINE)
        for found in TRANSLATED.finditer(code):
            if not re.match(rf"(?:{PLAIN.pattern})\s*[,)]", code[found.end() :]) and "function t(" not in code:
                wrong.append(f"{path.name}: t({code[found.end() : found.end() + 40]!r}")
    assert wrong == []


def test_texts_of_the_scripts_are_collected() -> None:
    assert len({text for where, text in messages.collect() if where.startswith("static/src/")}) > 500


def test_the_packages_are_those_of_the_lock_file() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    asked = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    for name, version in manifest()["packages"].items():
        assert asked[name] == locked[f"node_modules/{name}"]["version"] == version


def test_licences_of_what_is_bundled_travel_with_it() -> None:
    bundled = set(manifest()["packages"]) - {"esbuild"}
    assert bundled == set(LICENCES)
    for name in bundled:
        assert (ROOT / f"static/vendor-licences/{as_file(name)}.txt").stat().st_size > 500


def as_file(package: str) -> str:
    return package.removeprefix("@").replace("/", "-")


def test_every_chunk_is_part_of_the_build() -> None:
    made = manifest()
    chunks = {path.name for path in DIST.glob("chunk-*.js")}
    assert chunks == {name for name in made["files"] if name.startswith("chunk-")}
    assert set(made["preload"]) <= chunks
