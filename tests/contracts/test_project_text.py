"""The tracked text names no machine: no absolute path of a home or work directory, no package host."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOME_PATHS = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work|workspace|builds?)/[\w.-]+")
REGISTRY_HOSTS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:pypi\.org|pythonhosted\.org|npmjs\.org|npmjs\.com|yarnpkg\.com|artifactory[\w.-]*|nexus[\w.-]*)"
    r"|(?:--(?:extra-)?index-url|--find-links|\"resolved\":\s*\"http)"
)
BINARY = {".png", ".ico", ".ttf", ".otf", ".woff2", ".jpg", ".pdf", ".gz", ".wasm", ".mo"}


def tracked_text() -> list[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [name for name in listed.split("\0") if name and Path(name).suffix not in BINARY]
    mine = Path(__file__).relative_to(ROOT).as_posix()
    paths = [(name, ROOT / name) for name in names if name != mine]
    return [(name, path.read_text(encoding="utf-8")) for name, path in paths if path.is_file()]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number} {found.group()}"
        for name, text in tracked_text()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line))
    ]


def test_no_path_of_somebodys_machine() -> None:
    assert lines_with(HOME_PATHS) == []


def test_no_package_host() -> None:
    assert lines_with(REGISTRY_HOSTS) == []


def test_text_ends_with_one_line_end_and_has_no_trailing_blanks() -> None:
    untidy = [
        name
        for name, text in tracked_text()
        if text
        and (not text.endswith("\n") or text.endswith("\n\n") or re.search(r"[ \t]+$", text, re.MULTILINE))
        and Path(name).suffix in {".css", ".md", ".toml", ".json", ".typ"}
    ]
    assert untidy == []
