"""The faults: written by hand in ``faults/*.toml``, and families made from the tables the rules run on.

A file of faults has groups, each with the ``file`` the faults are in and the ``tests`` that should see them; a fault
may name others. ``find`` must occur exactly once in the file, or the fault is stale: an error, never a pass.
``survives`` explains why nobody has to see it.
"""

import json
import random
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = Path(__file__).with_name("faults")
RULES, LIMITS = "server/domain/rules.json", "server/domain/limits.json"
SAMPLE, SEED = 40, 7
# In limits.json: words, not limits.
WORDS = ("version", "names", "tables", "reference")


class Stale(Exception):
    """The fault does not apply to the tree as it is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One change of one file. ``find`` empty: ``replace`` is the whole file."""

    name: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]
    why: str
    survives: str = ""

    def applied_to(self, text: str) -> str:
        if not self.find:
            return self.replace
        if text.count(self.find) != 1:
            raise Stale(f"{self.file}: {text.count(self.find)} times {self.find!r}")
        return text.replace(self.find, self.replace)


def written() -> list[Fault]:
    return [fault for path in sorted(WRITTEN.glob("*.toml")) for fault in read(path)]


def read(path: Path) -> Iterator[Fault]:
    for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]:
        for number, one in enumerate(group["fault"], 1):
            yield Fault(
                name=f"{path.stem}/{Path(group['file']).stem}-{number}",
                file=group["file"],
                find=one["find"],
                replace=one["replace"],
                tests=tuple(one.get("tests", group["tests"])),
                why=one["why"],
                survives=one.get("survives", ""),
            )


def families(whole: bool = False) -> list[Fault]:
    """Every severity lowered to information, every row deleted, every figure and flag of the limits changed; of all
    these a sample that is always the same, or with ``whole`` all of them."""
    made = [*severities(), *rows(), *figures()]
    return made if whole else random.Random(SEED).sample(made, SAMPLE)


def load(path: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((ROOT / path).read_text(encoding="utf-8"))
    return table


def whole_file(name: str, path: str, table: dict[str, Any], tests: tuple[str, ...], why: str) -> Fault:
    return Fault(name, path, "", json.dumps(table, ensure_ascii=False, indent=2) + "\n", tests, why)


def severities() -> Iterator[Fault]:
    table = load(RULES)
    for number, row in enumerate(table["rows"]):
        if row["severity"] == "info":
            continue
        changed = deepcopy(table)
        changed["rows"][number]["severity"] = "info"
        why = f"row {number} of {row['id']} only informs"
        yield whole_file(f"severity/{row['id']}-{number}", RULES, changed, ("tests/domain/test_rules.py",), why)


def rows() -> Iterator[Fault]:
    table = load(RULES)
    for number, row in enumerate(table["rows"]):
        changed = deepcopy(table)
        del changed["rows"][number]
        why = f"row {number} of {row['id']} is gone"
        yield whole_file(f"row/{row['id']}-{number}", RULES, changed, ("tests/domain/test_rules.py",), why)


def figures() -> Iterator[Fault]:
    table = load(LIMITS)
    for path in places({name: value for name, value in table.items() if name not in WORDS}):
        changed = deepcopy(table)
        *outer, last = path
        place: Any = changed
        for step in outer:
            place = place[step]
        place[last] = other(place[last])
        where = ".".join(map(str, path))
        why = f"{where} is another"
        yield whole_file(f"figure/{where}", LIMITS, changed, ("tests/domain/test_limits_table.py",), why)


def other(value: bool | float) -> bool | float:
    return (not value) if isinstance(value, bool) else value * 2 + 1


def places(table: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where in the table there are numbers and flags."""
    if isinstance(table, dict):
        for name, value in table.items():
            yield from places(value, (*path, name))
    elif isinstance(table, list):
        for number, value in enumerate(table):
            yield from places(value, (*path, number))
    elif isinstance(table, bool | int | float):
        yield path
