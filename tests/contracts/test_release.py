"""The archive of a release: the same bytes from the same commit, and all that a server needs."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

from server.settings_file import ROOT

START = """
from server.app import create_app
from server.config import Config
app = create_app(Config.from_env())
client = app.test_client()
run = app.test_cli_runner().invoke
assert run(args=["prepare"]).exit_code == 0
for url in ("/", "/sw.js", "/tablet", "/static/dist/app.js", "/static/dist/style.css", "/readyz"):
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.text)
"""


def make(folder: Path) -> Path:
    """As ``make release`` does of what is committed; each time in a copy, so that two runs share nothing."""
    subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", ROOT, folder], check=True)
    subprocess.run(["git", "checkout", "--quiet", "HEAD", "--", ".ci/release", ".ci/sbom"], cwd=folder, check=True)
    subprocess.run([folder / ".ci/release", "HEAD"], check=True, capture_output=True)
    [archive] = (folder / "build/release").glob("*.tar.gz")
    return archive


def test_it_is_whole_starts_and_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = make(tmp_path / "one"), make(tmp_path / "two")
    sums = (first.parent / "SHA256SUMS").read_text()
    assert sums == (second.parent / "SHA256SUMS").read_text()
    parts = first.parent / first.name.replace(".tar.gz", ".cdx.json")
    digests = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in (first, parts)]
    assert sums.splitlines() == digests
    check_parts(json.loads(parts.read_text()))
    with tarfile.open(first) as archive:
        names = archive.getnames()
        archive.extractall(tmp_path, filter="data")
    inside = {name.partition("/")[2] for name in names}
    assert {"run.sh", "docs/operations.md", "docs/deploy/needlepoint.service", "server/migrations/env.py"} <= inside
    assert not [name for name in inside if name.startswith(("tests", "static/src", "static/css", "node_modules"))]
    folder = tmp_path / first.name.removesuffix(".tar.gz")
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path / "data"),
        "SETTINGS_FILE": "",
        "FLASK_RUN_FROM_CLI": "true",
    }
    done = subprocess.run([sys.executable, "-c", START], cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def check_parts(document: dict[str, Any]) -> None:
    """Every package that runs at a clinic, in the version that is installed or bundled, and what makes the scripts."""
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    required = {each["purl"] for each in document["components"] if each["scope"] == "required"}
    pinned = re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    vendored = json.loads((ROOT / "static/vendor-licences/MANIFEST.json").read_text())
    bundled = {f"pkg:npm/{name.replace('@', '%40')}@{row['version']}" for name, row in vendored.items()}
    assert required == {f"pkg:pypi/{name.lower()}@{version}" for name, version in pinned} | bundled
    assert "pkg:npm/esbuild@" in str([each["purl"] for each in document["components"] if each["scope"] == "excluded"])
    assert all(each["hashes"] for each in document["components"])
    assert len({each["bom-ref"] for each in document["components"]}) == len(document["components"])
