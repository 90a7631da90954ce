"""Only entry points commit, and only db.py knows how a writer transaction begins."""

import ast
from pathlib import Path

SERVER = Path(__file__).parents[2] / "server"
MAY_COMMIT = {"api", "cli", "jobs", "migrations", "pages"}


def calls(path: Path) -> set[str]:
    """Names of the methods called in a file."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}


def sources() -> list[Path]:
    return sorted(SERVER.rglob("*.py"))


def test_only_the_doors_commit() -> None:
    outside = [path for path in sources() if path.relative_to(SERVER).parts[0] not in MAY_COMMIT]
    assert [str(path.relative_to(SERVER)) for path in outside if "commit" in calls(path)] == []


# db.py sets up connections. flush.py refuses a change of a record without a feed number, and writes what was changed.
# Neither changes anything.
# added.py writes what was handed to the session, and no more.
# coverage.py names in audit rows what else is written with them, which a caller could forget; it touches no other row.
LISTENING = ["added.py", "db.py", "services/records/flush.py", "services/verify/coverage.py"]


def test_no_orm_event_does_business() -> None:
    listening = [
        str(path.relative_to(SERVER))
        for path in sources()
        if any(name in path.read_text(encoding="utf-8") for name in ("listens_for", "event.listen("))
    ]
    assert listening == LISTENING
