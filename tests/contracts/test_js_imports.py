"""The folders of the browser side import each other in one direction only, some things are done in one place only."""

import re
from pathlib import Path

import pytest

from tests.table import check_rows

JS = Path(__file__).resolve().parents[2] / "static/src"
IMPORT = re.compile(r"""(?:^|\s)(?:import|export)\s(?:[^"';]*?\sfrom\s)?["']([^"']+)["']""")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)

ALLOWED = {
    "core": {"core"},
    "lib": {"lib", "lit-html"},
    "ui": {"ui", "core", "lib"},
    "store": {"store", "core", "lib", "api.ts", "idb", "@noble"},
    "sync": {"sync", "store", "core", "lib", "api.ts"},
    "features": {"features", "ui", "store", "sync", "core", "lib", "api.ts", "router.ts", "live-query.ts"},
    "live-query.ts": {"ui", "store", "lib"},
    "api.ts": {"lib"},
    "router.ts": {"lib"},
    "worker.ts": {"lib"},
    "routes.ts": {"features", "chunks", "router.ts"},
    "chunks": {"features", "app.ts"},
    "app.ts": {
        "chunks",
        "features",
        "ui",
        "store",
        "sync",
        "core",
        "lib",
        "api.ts",
        "router.ts",
        "routes.ts",
        "worker.ts",
    },
    "sw.ts": set(),
    "reader.ts": {"zxing-wasm"},
    "sw-globals.d.ts": set(),
    "types.ts": {"account-types.ts", "form-types.ts", "trace-types.ts"},
    "account-types.ts": set(),
    "trace-types.ts": set(),
    "form-types.ts": {"core"},  # the words of the patient's page
}
TYPES_ONLY = re.compile(r"^\s*(?:import|export)\stype\s")
FORMS = {"ui/forms/field.ts", "ui/forms/section-form.ts", "ui/controls/clock.ts", "ui/controls/keypad.ts"}
WRITE = re.compile(r"\.(put|add)\([^)]")
NAMES = (
    "append", "queue", "outbox", "rows", "summaries", "touched", "drafts", "device", "forms", "local", "session", "db",
    "seen", "move",
    "pictures", "freeze", "keys", "new-keys", "timers", "people", "erase", "lease",
)  # fmt: skip
WRITERS = {f"{name}.ts" for name in NAMES}
MODULES = sorted(JS.rglob("*.ts"))


def room(path: Path) -> str:
    return path.relative_to(JS).parts[0]


def code(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def test_imports_point_downwards():
    check_rows(MODULES, points_downwards)


def points_downwards(path: Path) -> None:
    for found in IMPORT.finditer(code(path)):
        target = found.group(1)
        if not target.startswith("."):
            assert target.split("/")[0] in ALLOWED[room(path)], f"{room(path)} must not import {target}"
            continue
        resolved = (path.parent / target).resolve().with_suffix(".ts")
        assert resolved.is_file(), f"{target} does not exist"
        assert room(resolved) in ALLOWED[room(path)] | {"types.ts"}, f"{room(path)} must not import {room(resolved)}"


def test_the_first_screens_fetch_no_form():
    """One import of a small helper from a module of the forms would bring all their controls into the entry."""
    entry = fetched_with(JS / "app.ts")
    assert JS / "features/home/home.ts" in entry
    assert not {JS / name for name in FORMS} & entry


def fetched_with(first: Path) -> set[Path]:
    """The modules that come with this one; a chunk comes later."""
    found, ahead = set(), [first]
    while ahead:
        path = ahead.pop()
        if path in found:
            continue
        found.add(path)
        names = [each[1] for each in IMPORT.finditer(code(path)) if not TYPES_ONLY.match(each[0])]
        ahead += [(path.parent / name).resolve().with_suffix(".ts") for name in names if name.startswith(".")]
    return found


@pytest.mark.parametrize(
    ("what", "pattern", "only"),
    [
        ("the network", r"\bfetch\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket", {"api.ts", "sw.ts"}),
        ("the cipher of payloads", r"@noble/", {"store/seal.ts"}),
        ("IndexedDB", r"\bindexedDB\b|\bopenDB\b", {"store/db.ts", "store/old-database.ts"}),
        ("a parser of markup", r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML", set()),
        ("the switch that lies", r"navigator\.onLine", set()),
        ("a storage that loses", r"\b(local|session)Storage\b", set()),
        ("a chunk fetched on demand", r"\bimport\((?!\")", set()),
        ("code from text", r"\beval\(|new Function\(", set()),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)
def test_done_in_one_place(what, pattern, only):
    used = {str(path.relative_to(JS)) for path in MODULES if re.search(pattern, code(path))}
    assert used <= only, f"{what}: {used - only}"


def test_every_payload_is_sealed():
    """Rows are written with a payload made by seal.js; nothing else of a record or an op goes into a store."""
    payload = (JS / "store/payload.ts").read_text()
    assert len(re.findall(r"payload: await seal(?:Parsed)?\(", payload)) == 4
    assert re.findall(r"payload: (\w+)", (JS / "store/pictures.ts").read_text()) == ["sealBytes"]
    writers = {path.name for path in (JS / "store").glob("*.ts") if WRITE.search(code(path))}
    assert writers <= WRITERS
