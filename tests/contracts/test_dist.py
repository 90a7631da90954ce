"""What is shipped is what the source makes. Seen without Node; where npm is there, `make lint` builds and compares."""

import json
import re
import shutil

import pytest

from server.cli import messages
from tests.dist import DIST, ROOT, stale

WORDS = json.loads((DIST / "words.json").read_text())
MANIFEST = json.loads((DIST / "MANIFEST.json").read_text())


def test_the_script_was_made_of_these_sources() -> None:
    assert stale() == [], "run `make js`"


@pytest.mark.parametrize("path", ["static/js/app.js", "static/sw.js", "static/dist/app.js", ".ci/build.mjs"])
def test_a_change_is_seen(tmp_path, path: str) -> None:
    for name in ("static/js", "static/vendor", "static/dist"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / ".ci").mkdir()
    for name in ("static/sw.js", ".ci/build.mjs"):
        shutil.copy(ROOT / name, tmp_path / name)
    assert stale(tmp_path) == stale()
    with (tmp_path / path).open("a") as file:
        file.write("\n")
    (tmp_path / "static/js/new.js").touch()
    (tmp_path / "static/js/api.js").unlink()
    assert {path, "static/js/new.js", "static/js/api.js"} <= set(stale(tmp_path))


def test_every_word_of_the_script_can_be_translated() -> None:
    assert set(WORDS) <= {text for where, text in messages.collect() if where.startswith("static/js/")}


def test_no_word_is_left_in_the_script() -> None:
    """Each stands in the page, once, and the script asks for it by its number."""
    script = (DIST / "app.js").read_text()
    long = [text for text in WORDS if len(text) > 40]
    assert len(long) > 100
    assert [text for text in long if text in script] == []
    assert len(set(WORDS)) == len(WORDS)


def test_nothing_of_the_script_can_be_reached_from_outside() -> None:
    """What the tests hold on to stands in the manifest alone, and is there for all that they name."""
    assert not re.search(r"\bexport\b[ {*]", (DIST / "app.js").read_text())
    assert {"edits", "records", "outbox", "session", "engine"} <= MANIFEST["inside"].keys()


def test_the_tools_are_those_of_the_lock_file() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    asked = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    for name, version in MANIFEST["tools"].items():
        assert asked[name] == locked[f"node_modules/{name}"]["version"] == version


def test_the_script_names_whose_work_is_in_it() -> None:
    first = (DIST / "app.js").read_text().splitlines()[0]
    vendored = json.loads((ROOT / "static/vendor/MANIFEST.json").read_text())
    scripts = {
        name for name, entry in vendored.items() if any(re.search(r"vendor.*\.m?js$", f) for f in entry["files"])
    }
    assert scripts
    for name in scripts:
        assert f"{name} {vendored[name]['version']} ({vendored[name]['license']})" in first
