"""Runs pytest in a child for each line of JSON on standard input, in a process that has what tests import from others
loaded already: starting is most of what a short run costs. Nothing of the product or its tests is loaded here."""

import contextlib
import importlib
import json
import os
import sys
import traceback

import pytest

LOADED = (
    "flask", "flask_login", "flask_smorest", "flask_limiter", "sqlalchemy.orm", "marshmallow", "alembic", "argon2",
    "hypothesis.strategies", "playwright.sync_api", "pypdf", "pikepdf",
)  # fmt: skip


def main() -> None:
    for name in LOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            run(asked["arguments"], asked["output"])
        _child, status = os.waitpid(child, 0)
        print(json.dumps(os.waitstatus_to_exitcode(status)), flush=True)


def run(arguments: list[str], output: str) -> None:
    """In the child: never returns."""
    os.setsid()
    told = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(told, 1)
    os.dup2(told, 2)
    code = int(pytest.ExitCode.INTERNAL_ERROR)
    try:
        code = int(pytest.main(arguments))
    except Exception:  # noqa: BLE001 - whatever it was, it is told and the child ends
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
