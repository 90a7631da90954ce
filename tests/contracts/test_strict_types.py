"""The browser side is checked by TypeScript strictly, without a file or line left out."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("static/src", "tests/browser")
LEFT_OUT = re.compile(r"@ts-(?:nocheck|ignore|expect-error)\b")


@pytest.mark.parametrize("folder", FOLDERS)
def test_nothing_is_left_out_of_the_check(folder):
    paths = sorted((ROOT / folder).rglob("*.ts"))
    assert paths
    found = [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()}"
        for path in paths
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if LEFT_OUT.search(line)
    ]
    assert found == []


def options(name: str) -> dict:
    return json.loads((ROOT / name).read_text(encoding="utf-8"))["compilerOptions"]


def test_the_check_is_strict():
    """The service worker's configuration extends the one of the app."""
    both = {**options("tsconfig.json"), **options("tsconfig.sw.json")}
    assert both["strict"] is True
    assert not [name for name, value in both.items() if name.startswith(("strict", "noImplicit")) and not value]


def test_any_is_said_once():
    """Biome refuses it (biome.json); the value of a field is the one exception."""
    rules = json.loads((ROOT / "biome.json").read_text(encoding="utf-8"))["linter"]["rules"]["suspicious"]
    assert (rules["noExplicitAny"], rules["noImplicitAnyLet"]) == ("error", "error")
    excused = [
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.ts"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "biome-ignore" in line and "Any" in line
    ]
    assert excused == ["static/src/types.ts"]
