"""Imports follow the direction of the rooms, in Python (import-linter) and in JavaScript (read here)."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
JS = ROOT / "static" / "js"
IMPORT = re.compile(r"""(?:\bfrom\s+|\bimport\s+|\bimport\()["']([^"']+)["']""")
MAY_IMPORT = {
    "core": {"core"},
    "lib": {"lib", "vendor"},
    "store": {"store", "core", "lib", "vendor"},
    "sync": {"sync", "store", "api", "core", "lib"},
    "components": {"components", "lib", "core"},
    "views": {"views", "components", "store", "sync", "core", "lib", "api", "router"},
}


def test_python_rooms_import_downwards() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONWARNINGS": ""})
    assert done.returncode == 0, done.stdout + done.stderr


def room(path: Path) -> str:
    inside = path.relative_to(JS) if path.is_relative_to(JS) else path.relative_to(JS.parent)
    return inside.parts[0].removesuffix(".js")


def test_javascript_rooms_import_downwards() -> None:
    wrong = []
    for path in sorted(JS.rglob("*.js")):
        allowed = MAY_IMPORT.get(room(path))
        for target in IMPORT.findall(path.read_text(encoding="utf-8")):
            if not target.startswith("."):
                wrong.append(f"{path.relative_to(ROOT)} imports {target}: browser modules are named by relative paths")
            elif allowed is not None and room((path.parent / target).resolve()) not in allowed:
                wrong.append(f"{path.relative_to(ROOT)} imports {target}")
    assert wrong == []


def test_every_javascript_import_exists() -> None:
    missing = [
        f"{path.relative_to(ROOT)} imports {target}"
        for path in sorted(JS.rglob("*.js"))
        for target in IMPORT.findall(path.read_text(encoding="utf-8"))
        if target.startswith(".") and not (path.parent / target).is_file()
    ]
    assert missing == []
