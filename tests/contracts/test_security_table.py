"""The table of SECURITY.md names every chapter of the standard, and tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (V\d[^|]*)\| ([^|]*)\| (.*) \|$", re.MULTILINE)
CHAPTERS = range(1, 18)


def test_every_chapter_has_its_rows() -> None:
    rows = [row[1] for row in ROW.finditer(TEXT)]
    named = {int(found) for row in rows for found in re.findall(r"V(\d+)", row)}
    assert named == set(CHAPTERS)


def test_every_test_named_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", TEXT))
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
    assert len(named) > 40


def test_what_is_met_names_a_test_and_what_is_not_says_why() -> None:
    for name, verdict, why in (row.groups() for row in ROW.finditer(TEXT)):
        if verdict.strip().startswith("met"):
            assert "`tests/" in why, name
        elif "does not apply" not in verdict:
            assert len(why) > 60, name
