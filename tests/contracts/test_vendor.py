"""Fonts and licences are as published: the bytes match the manifest, the versions match the lock file."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = json.loads((ROOT / "static/vendor-licences/MANIFEST.json").read_text())
FILES = [(name, path, digest) for name, entry in MANIFEST.items() for path, digest in entry["files"].items()]


@pytest.mark.parametrize(("package", "path", "digest"), FILES, ids=[path for _, path, _ in FILES])
def test_file_is_as_published(package, path, digest):
    found = hashlib.sha384((ROOT / path).read_bytes()).digest()
    assert digest == "sha384-" + base64.b64encode(found).decode(), f"{package}: {path} was changed"


def test_nothing_else_is_vendored():
    folder = ROOT / "static/vendor-licences"
    there = {path.relative_to(ROOT).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {path for _, path, _ in FILES if path.startswith("static/vendor-licences/")} | {
        "static/vendor-licences/MANIFEST.json"
    }


@pytest.mark.parametrize("package", MANIFEST)
def test_version_and_integrity_are_those_of_the_lock_file(package):
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"][f"node_modules/{package}"]
    entry = MANIFEST[package]
    assert (entry["version"], entry["integrity"]) == (locked["version"], locked["integrity"])
    assert json.loads((ROOT / "package.json").read_text())["devDependencies"][package] == entry["version"]


@pytest.mark.parametrize("package", MANIFEST)
def test_licence_travels_with_it(package):
    assert any(path.endswith(".txt") for path in MANIFEST[package]["files"])


def test_lock_file_names_no_host():
    assert "resolved" not in (ROOT / "package-lock.json").read_text()
