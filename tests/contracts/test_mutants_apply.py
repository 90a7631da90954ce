"""The campaign of planted faults stays one: each fault applies to the code as it is, and its tests exist."""

import subprocess
from pathlib import Path

from tests.mutants.faults import Fault, Stale, written
from tests.server_process import ROOT
from tests.table import check_rows


def test_every_written_fault_applies_and_names_tests_that_exist():
    check_rows(written(), applies, lambda fault: fault.name)


def applies(fault: Fault) -> None:
    try:
        fault.applied_to((ROOT / fault.file).read_text(encoding="utf-8"))
    except (OSError, Stale) as error:
        raise AssertionError(error) from None
    for node in fault.tests:
        path, _, name = node.partition("::")
        source = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else ""
        assert (ROOT / path).exists(), f"no {path}"
        assert f"def {name.rpartition('::')[2].partition('[')[0]}" in source or not name, f"no {node}"


def test_every_planted_patch_applies():
    check_rows(sorted((ROOT / "tests/planted").glob("*.patch")), applies_whole, lambda patch: patch.stem)


def applies_whole(patch: Path) -> None:
    done = subprocess.run(["git", "apply", "--check", str(patch)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
