"""Modules without a page (``static/src/core`` and what needs no DOM), run by Node as ``make js-tests`` built them."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BUILT = ROOT / "build"
# Where tests do not say otherwise: a tablet in plain English whose clock is that of London.
CLOCK = {"TZ": "Europe/London", "LANG": "en_GB.UTF-8"}


# "/src/core/x.js" in a script or as what it is given
ADDRESS = re.compile(r"""(["'])/(?=src/)""")


def node_program() -> str:
    """Where it is; a machine without it skips the test."""
    return shutil.which("node") or pytest.skip("needs Node")


class NodeError(Exception):
    """The script threw; the message is what Node said."""


class NodePage:
    """Stands for a browser's page as far as ``evaluate`` of a function of one argument; addresses of modules begin with
    ``/src/`` as they do there."""

    def __init__(self, **environment: str) -> None:
        self.node = subprocess.Popen(
            [node_program(), str(Path(__file__).with_name("evaluate.mjs"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **CLOCK, **environment},
        )  # fmt: skip

    def __enter__(self) -> "NodePage":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.node.communicate()

    def evaluate(self, script: str, given: Any = None) -> Any:
        assert self.node.stdin
        assert self.node.stdout
        self.node.stdin.write(
            ADDRESS.sub(f"\\1{BUILT.as_uri()}/", json.dumps({"script": script, "given": given})) + "\n"
        )
        self.node.stdin.flush()
        answer = json.loads(self.node.stdout.readline() or '{"error": "Node ended"}')
        if "error" in answer:
            raise NodeError(answer["error"])
        return answer["value"]
