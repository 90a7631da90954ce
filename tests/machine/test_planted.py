"""Each fault of ``tests/planted`` is put into a copy of the tree: the histories must find it there."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.mutants.bench import FAILED, Bench

PATCHES = sorted((Path(__file__).parents[1] / "planted").glob("*.patch"))
TEST = "tests/machine/test_machine.py"
ENOUGH = "200"
# what must hold is named; anything else that fails is a fault of the patch or of the histories
BROKEN = re.compile(r"AssertionError: (I\d|a conflict that cannot be closed|two open conflicts)")


@pytest.mark.soak
@pytest.mark.parametrize("patch", PATCHES, ids=[patch.stem for patch in PATCHES])
def test_a_planted_fault_is_found(patch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACHINE_HISTORIES", os.environ.get("MACHINE_HISTORIES", ENOUGH))
    with Bench() as bench:
        subprocess.run(["git", "apply", str(patch)], cwd=bench.folder, check=True)
        code, said = bench.run((TEST,), is_built=True)
        assert code == FAILED, said
        told = (bench.folder / "said.txt").read_text()
        found = [line for line in told.splitlines() if BROKEN.search(line)]
        assert found, told[-3000:]
        print(patch.stem, found[:1])
