"""Random histories of three tablets and a server (sync.md 2.12). A failing one is printed as its steps, with the seed.

NEEDLEPOINT_SOAK=1 plays 4,000 of them on each database; MACHINE_SEED, MACHINE_FIRST and MACHINE_HISTORIES choose
others, and MACHINE_SHRINK=1 looks for a shorter one that fails.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, event

from server.db import db
from tests.conftest import Cast, ready
from tests.machine.checks import Machine
from tests.machine.histories import play, play_shorter
from tests.machine.rules import FAULTS, PATHS, UNITS
from tests.machine.tablets import Tablets

SOAK = bool(os.environ.get("NEEDLEPOINT_SOAK"))
SEED = int(os.environ.get("MACHINE_SEED", "9"))
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "100" if SOAK else "5"))
HISTORIES = int(os.environ.get("MACHINE_HISTORIES", "4000" if SOAK else "20"))
FIRST = int(os.environ.get("MACHINE_FIRST", "0"))
TOLD_EVERY = 100


class Counter:
    """What was played; told now and then, for thousands of histories take hours."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.histories = self.ops = self.received = 0

    def add(self, history: Machine) -> None:
        self.histories += 1
        self.ops += len(history.ops) - len(history.begun[1])
        self.received += sum(len(found["received"]) for found in history.now)
        if self.histories % TOLD_EVERY == 0:
            with self.capsys.disabled():
                print(f"\n{self}", flush=True)

    def __str__(self) -> str:
        return f"{self.histories} histories, {self.ops} ops, {self.received} received: 0 lost, 0 doubled, 0 stuck"


@pytest.fixture(scope="module")
def scenes() -> Iterator[dict[int, type[Machine]]]:
    """Histories on each database; all of this module begin alike, from what the first has played."""
    made: dict[int, type[Machine]] = {}
    yield made
    for scene in made.values():
        scene.tablets.close()


@pytest.fixture
def machine(
    backend: Any, scenes: dict[int, type[Machine]], capsys: pytest.CaptureFixture[str]
) -> Iterator[type[Machine]]:
    app = ready(backend, with_people=True)
    if id(backend) not in scenes:
        scene = {"backend": backend, "tablets": Tablets(app), "make_cast": lambda _: Cast(app)}
        scenes[id(backend)] = type("Scene", (Machine,), scene)
    with app.app_context():
        engine = db.engine
    scenes[id(backend)].played = Counter(capsys)
    with without_fsync(engine):
        yield scenes[id(backend)]


@contextmanager
def without_fsync(engine: Engine) -> Iterator[None]:
    """No history ends in a power cut; ``tests/durability`` has those."""
    relaxed = "PRAGMA synchronous=OFF" if engine.dialect.name == "sqlite" else "SET synchronous_commit TO off"

    def relax(connection: Any, _record: Any) -> None:
        connection.cursor().execute(relaxed)
        connection.commit()

    event.listen(engine, "connect", relax)
    engine.dispose()
    yield
    event.remove(engine, "connect", relax)
    engine.dispose()


@pytest.mark.grows
def test_nothing_is_lost_or_overwritten(machine: type[Machine]) -> None:
    for number in range(FIRST, FIRST + HISTORIES):
        try:
            play(machine, f"{SEED}-{number}")
        except AssertionError as failed:
            if os.environ.get("MACHINE_SHRINK"):
                play_shorter(machine, f"{SEED}-{number}", failed.taken)  # type: ignore[attr-defined]
            raise
    print(f"seed {SEED}: {machine.played}")


@pytest.mark.grows
def test_a_bad_network_loses_and_doubles_nothing(machine: type[Machine]) -> None:
    """One long history in which every tablet writes in every round and every request may fail."""
    random, history = Random(SEED), machine()
    history.begin(seed=SEED)
    for _ in range(ROUNDS):
        play_round(history, random)
        history.check()
    history.teardown()
    received = sum(len(found["received"]) for found in history.now)
    print(f"{ROUNDS} rounds, {len(history.ops)} ops: {received} received, 0 lost, 0 doubled, 0 stuck")


def play_round(history: Machine, random: Random) -> None:
    for device in (0, 1):
        history.edit(device, random.randint(0, 1), random.randint(0, 3), random.choice(sorted(UNITS)))
        if random.random() < 0.1:
            history.crash_in_sync(device, 0, random.randint(0, 9))
        elif random.random() < 0.1:
            history.sync_slowly(device, 0, random.choice(PATHS))
        else:
            history.sync(device, 0, random.choice(FAULTS), random.choice(PATHS))
    if random.random() < 0.1:
        history.restart_server()
