"""The child processes that set pages: one for each job, the next one started when the last job ends.

Starting Python and reading typst and the fonts takes as long as setting the pages of a patient. So after a job the
next child is started and waits; it has seen no record. It ends by itself when it waited for too long, so that a
server that sets no pages holds no memory for it, and when the server ends (its input closes).
"""

import atexit
import os
import subprocess
import sys
from pathlib import Path

TYPESETTER = Path(__file__).with_name("typeset.py")
MOST_SECONDS = 30  # on the clock, when others want the processor as well
WAIT_SECONDS = 300
NO_JOB = 3  # as typeset.py says it
STOPPED, ENDED = 1001, 1002  # no exit codes of a process


class Typesetters:
    def __init__(self, fonts: Path) -> None:
        self.command = [sys.executable, "-I", str(TYPESETTER), str(fonts), str(WAIT_SECONDS)]
        self.waiting: list[subprocess.Popen[bytes]] = []
        self.of_parent: list[subprocess.Popen[bytes]] = []
        os.register_at_fork(after_in_child=self.forget)
        atexit.register(self.end)

    def set_one(self, job: bytes) -> bytes | None:
        """What it wrote; None when it failed, was stopped, or ran for too long."""
        try:
            return self.sent(job)
        finally:
            if not self.waiting:
                self.waiting.append(self.start())

    def sent(self, job: bytes) -> bytes | None:
        done, code = finished(self.waiting.pop() if self.waiting else self.start(), job)
        if code in (NO_JOB, ENDED):  # it had waited for too long
            done, code = finished(self.start(), job)
        return done if code == 0 else None

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own program, and nothing on its command line is anyone's input
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
        )

    def end(self) -> None:
        while self.waiting:
            finished(self.waiting.pop(), b"")

    def forget(self) -> None:
        """In a process that was forked: the child that waits is the parent's."""
        self.of_parent, self.waiting = self.waiting, []


def finished(child: subprocess.Popen[bytes], job: bytes) -> tuple[bytes, int]:
    """What it wrote and its exit code; ``ENDED`` when it was not there any more."""
    is_there = child.poll() is None
    with child:
        try:
            done, _nothing = child.communicate(job, timeout=MOST_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            return b"", STOPPED
        return done, child.returncode if is_there else ENDED
