"""What stands in ``static/dist`` and what it was made of, as the build wrote it down."""

import gzip
import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "static/dist"
BUILD = ".ci/build.mjs"
WORKER = "static/sw.js"
BUDGET = 90_000  # bytes of JavaScript that a tablet is sent in all, gzipped


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sources(root: Path = ROOT) -> dict[str, str]:
    """Everything the script and the service worker are made of, with its hash."""
    folders = (root / "static/js", root / "static/vendor")
    found = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".js", ".mjs"}]
    return {path.relative_to(root).as_posix(): sha256(path) for path in [*found, root / WORKER, root / BUILD]}


def stale(root: Path = ROOT) -> list[str]:
    """The sources that were changed, added or removed since, and the results that are not as they were made."""
    dist = root / "static/dist"
    made = json.loads((dist / "MANIFEST.json").read_text())
    there = {path.name: sha256(path) for path in dist.iterdir() if path.name != "MANIFEST.json"}
    now = {**sources(root), **{f"static/dist/{name}": digest for name, digest in there.items()}}
    then = {**made["sources"], **{f"static/dist/{name}": digest for name, digest in made["files"].items()}}
    return sorted(path for path in now.keys() | then.keys() if now.get(path) != then.get(path))


def packed(path: Path) -> int:
    """Its size as it travels."""
    return len(gzip.compress(path.read_bytes(), 9))
