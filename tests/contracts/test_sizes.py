"""Files and functions stay small enough to be read in one go (architecture: sizes)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATED = ("server/migrations/versions",)


def files(folder: str, *suffixes: str) -> list[Path]:
    found = (path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes and path.is_file())
    return sorted(path for path in found if not str(path.relative_to(ROOT)).startswith(GENERATED))


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def too_long(paths: list[Path], limit: int) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {count} lines, at most {limit}" for path in paths if (count := lines(path)) > limit
    ]


@pytest.mark.parametrize(
    ("folder", "suffixes", "limit"),
    [
        ("server", (".py",), 300),
        ("static/src", (".ts",), 300),
        ("static/css", (".css",), 200),
        ("tests", (".py", ".ts"), 400),
    ],
)
def test_no_file_is_too_long(folder: str, suffixes: tuple[str, ...], limit: int) -> None:
    assert too_long(files(folder, *suffixes), limit) == []


def test_service_worker_is_short() -> None:
    assert too_long([ROOT / "static/src/sw.ts"], 120) == []


def test_most_python_files_are_short() -> None:
    sizes = sorted(lines(path) for path in files("server", ".py"))
    assert sizes[int(len(sizes) * 0.9) - 1] <= 200


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1) for node in nodes
    ]


def test_no_function_is_too_long() -> None:
    every = [entry for path in files("server", ".py") for entry in functions(path)]
    assert [f"{name}: {size} lines" for name, size in every if size > 50] == []


def is_view(node: ast.AST) -> bool:
    """A function a blueprint routes to: one with a ``.route(...)``, ``.get(...)`` or ``.post(...)`` decorator."""
    decorators = [entry for entry in getattr(node, "decorator_list", []) if isinstance(entry, ast.Call)]
    routed = {"route", "get", "post", "patch", "put", "delete"}
    return any(isinstance(entry.func, ast.Attribute) and entry.func.attr in routed for entry in decorators)


def test_a_view_parses_calls_one_service_and_answers() -> None:
    long = []
    for path in files("server/api", ".py") + files("server/pages", ".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            body = getattr(node, "body", None)
            if isinstance(node, ast.FunctionDef) and is_view(node):
                size = body[-1].end_lineno - body[0].lineno + 1
                if size > 12:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {size} lines")
    assert long == []
