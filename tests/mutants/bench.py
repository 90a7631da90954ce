"""A copy of the tree in which one fault at a time is planted, its tests are run and the file is put back."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tests.mutants.faults import ROOT, Fault, Stale

KILLED, SURVIVED, STALE, BROKEN = "killed", "survived", "stale", "broken"
LINKED = (".venv", "node_modules")
# pytest's exit codes: all passed, some failed
PASSED, FAILED = 0, 1
ARGUMENTS = ("-x", "-q", "-m", "not pg", "-W", "ignore::pytest.PytestAssertRewriteWarning")
UNUSED = ("cacheprovider", "schemathesis")


@dataclass(frozen=True, slots=True)
class Verdict:
    fault: Fault
    outcome: str
    said: str = ""


class Bench:
    def __init__(self) -> None:
        self.written = 0
        self.folder = Path(tempfile.mkdtemp(prefix="needlepoint-mutants-"))
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
        for name in filter(None, names):
            source = ROOT / name
            if not source.is_file() or name in LINKED:
                continue
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, self.folder / name)
        for name in LINKED:
            if (ROOT / name).exists():
                (self.folder / name).symlink_to((ROOT / name).resolve())
        kept = {"HYPOTHESIS_STORAGE_DIRECTORY": str(self.folder / ".hypothesis")}
        self.forks = subprocess.Popen(
            [sys.executable, "-m", "tests.mutants.forks"], cwd=self.folder, env={**os.environ, **kept}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self.forks.stdout
        self.forks.stdout.readline()

    def __enter__(self) -> "Bench":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.forks.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)

    def judge(self, fault: Fault) -> Verdict:
        path = self.folder / fault.file
        before = path.read_text(encoding="utf-8")
        try:
            self.write(path, fault.applied_to(before))
        except Stale as stale:
            return Verdict(fault, STALE, str(stale))
        try:
            code, said = self.run(fault.tests, is_built=needs_build(fault.tests))
        finally:
            self.write(path, before)
        if code == PASSED:
            return Verdict(fault, SURVIVED, said)
        return Verdict(fault, KILLED if code == FAILED else BROKEN, said)

    def write(self, path: Path, text: str) -> None:
        """Each text with a time of its own, a minute apart, so that no bytecode of another one is taken for it."""
        self.written += 1
        path.write_text(text, encoding="utf-8")
        at = path.stat().st_mtime + 60 * self.written
        os.utime(path, (at, at))

    def run(self, tests: tuple[str, ...], is_built: bool = False) -> tuple[int, str]:
        """pytest's exit code and its line about the first failure."""
        if is_built:
            build = ["node", ".ci/build-tests.mjs"]
            made = subprocess.run(build, cwd=self.folder, capture_output=True, check=False, text=True)
            if made.returncode:
                return -1, made.stderr[-500:]
        without = [part for plugin in UNUSED for part in ("-p", f"no:{plugin}")]
        output = self.folder / "said.txt"
        asked = {"arguments": [*ARGUMENTS, *without, *tests], "output": str(output)}
        assert self.forks.stdin
        assert self.forks.stdout
        self.forks.stdin.write(json.dumps(asked) + "\n")
        self.forks.stdin.flush()
        code = json.loads(self.forks.stdout.readline())
        lines = output.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
        told = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
        return code, (told or lines)[-1]


def needs_build(tests: tuple[str, ...]) -> bool:
    """Whether any of them reads ``build``, where the fault planted before may still be."""
    return any(test.startswith(("tests/e2e", "tests/node", "tests/machine")) for test in tests)
