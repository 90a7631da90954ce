"""What a tablet has to fetch before it can work stays small. Sizes are gzipped, as they travel."""

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
IMPORT = re.compile(r"""(?:^|;)(?:import|export)\b[^"';(]*?["'](\.[^"']+)["']""", re.MULTILINE)
FIRST_PAGE = 102_000
ALL = 285_000
WORKER_LINES = 120


def size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def closure(*names: str) -> set[Path]:
    """The modules and all that they import at once; what is imported when it is opened does not count."""
    found: set[Path] = set()
    waiting = [(STATIC / "js" / name).resolve() for name in names]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [(path.parent / target).resolve() for target in IMPORT.findall(path.read_text())]
    return found


def test_the_first_pages_stay_small():
    for name in ("sign-in", "home"):
        needed = closure("app.js", "views/frame.js", f"views/{name}.js", "sync/engine.js")
        assert sum(map(size, needed)) <= FIRST_PAGE, {path.name: size(path) for path in needed}


def test_all_javascript_together_does_not_grow():
    shipped = [path for path in STATIC.rglob("*") if path.suffix in (".js", ".mjs")]
    assert sum(map(size, shipped)) <= ALL, sorted(((size(path), path.name) for path in shipped), reverse=True)[:8]


def test_service_worker_can_be_read_in_one_sitting():
    assert len((STATIC / "sw.js").read_text().splitlines()) < WORKER_LINES
