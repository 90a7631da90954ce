"""What the machine is like while nothing of ours works: how much others use of it, and how steady and fast it is.

Figures of a machine that is busy with something else, or not steady, say nothing.
"""

import os
import time
from pathlib import Path
from statistics import median

STEADY = 1.6
"""How many times slower than at its fastest the machine may be within a run."""
QUIET = 0.1
"""How much of the processors others may use."""
SYNCS = 20


def busy(seconds: float = 0.5) -> float:
    """The share of the processors that is used now."""
    before = processor_times()
    time.sleep(seconds)
    after = processor_times()
    used, whole = (now - then for now, then in zip(after, before, strict=True))
    return used / whole if whole else 0.0


def processor_times() -> tuple[int, int]:
    """Used and all, since the start of the machine."""
    times = [int(each) for each in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(times) - times[3] - times[4], sum(times)


def probe_ms() -> float:
    """How long the same little computing takes, at its fastest of five."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        sum(n * n for n in range(200_000))
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def disk_ms(folder: Path) -> float:
    """How long the disk takes to keep 16 kB, at the median."""
    path, times = folder / "probe", []
    with path.open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            file.write(b"x" * 16384)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    path.unlink()
    return median(times)


def why_void(probes: list[float], used: float) -> str | None:
    """Why figures say nothing; None when they hold."""
    if max(probes) > STEADY * min(probes):
        return f"the machine was {max(probes) / min(probes):.1f} times slower at its slowest (limit {STEADY})"
    return f"others used {used:.0%} of the processors (limit {QUIET:.0%})" if used > QUIET else None


class Mood:
    """Of one run, looked at before it, between its parts and after it, while the servers wait."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: list[float] = []
        self.probes: list[float] = []
        self.disk: list[float] = []

    def look(self) -> None:
        self.used.append(busy())
        self.probes.append(probe_ms())
        self.disk.append(disk_ms(self.folder))

    def describe(self) -> str:
        probes = f"probe {min(self.probes):.0f} to {max(self.probes):.0f} ms"
        return (
            f"The machine: others used {median(self.used):.0%}, {probes}, a sync of the disk {median(self.disk):.1f} ms"
        )

    def judge(self, missed: list[str]) -> list[str]:
        """What was missed, or only why nothing can be said of it."""
        void = why_void(self.probes, median(self.used))
        return [f"W1 to W4 are VOID: {void}"] if void else missed
