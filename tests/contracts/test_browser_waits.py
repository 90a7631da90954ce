"""Browser tests wait by ``wait_until``: ``wait_for_function`` treats the promise of an async function as true. They
measure by ``shown_box``: ``bounding_box`` has nothing for what is not shown yet."""

import re
from pathlib import Path

E2E = Path(__file__).resolve().parent.parent / "e2e"


def test_nobody_waits_for_a_promise_that_is_always_true() -> None:
    files = [path for path in E2E.glob("*.py") if re.search(r"\.wait_for_function\(", path.read_text("utf-8"))]
    assert [path.name for path in files] == []


def test_nobody_measures_what_may_not_be_shown_yet() -> None:
    files = [path for path in E2E.glob("*.py") if ".bounding_box()" in path.read_text("utf-8")]
    assert [path.name for path in files] == ["conftest.py"]  # shown_box
