"""What stands in ``static/dist`` and what it was made of, as the build wrote it down."""

import gzip
import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "static/dist"
TEST_BUILD = ROOT / "build/dist"
SOURCES = ("static/src", "static/css", ".ci/build.mjs")
ENTRY_BUDGET = 100_000  # bytes, gzipped, of what everybody fetches: entry, what it imports, worker
TOTAL_BUDGET = 285_000  # bytes, gzipped, of all scripts together


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifest(dist: Path = DIST) -> dict:
    return json.loads((dist / "MANIFEST.json").read_text())


def sources(root: Path = ROOT) -> dict[str, str]:
    """Everything the build is made of, with its hash; a README below static/src is no source."""
    found: list[Path] = []
    for name in SOURCES:
        path = root / name
        kind = "*.ts" if name == "static/src" else "*"
        found += [path] if path.is_file() else [each for each in path.rglob(kind) if each.is_file()]
    return {path.relative_to(root).as_posix(): sha256(path) for path in found}


def stale(root: Path = ROOT, dist: Path | None = None) -> list[str]:
    """The sources that were changed, added or removed since, and the results that are not as they were made."""
    dist = dist or root / "static/dist"
    if not (dist / "MANIFEST.json").exists():
        return ["MANIFEST.json"]
    made = manifest(dist)
    there = {f"dist/{path.name}": sha256(path) for path in dist.iterdir() if path.name != "MANIFEST.json"}
    now = sources(root) | there
    then = made["sources"] | {f"dist/{name}": digest for name, digest in made["files"].items()}
    return sorted(path for path in now.keys() | then.keys() if now.get(path) != then.get(path))


def packed(path: Path) -> int:
    """Its size as it travels."""
    return len(gzip.compress(path.read_bytes(), 9))


def entry_files() -> list[Path]:
    """What a browser fetches before the app is there: the entry script, the chunks it imports, and the worker."""
    return [DIST / name for name in ("app.js", "sw.js", *manifest()["preload"])]
